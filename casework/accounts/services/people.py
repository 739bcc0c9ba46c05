"""Making, naming, disabling and enabling accounts."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Role, reads_files
from casework.accounts.models import Position, User
from casework.accounts.passwords import folded
from casework.accounts.queries import find_user
from casework.accounts.services.codes import end_codes, issue_code
from casework.accounts.services.roles import hand_back, propose_role, roles_changed
from casework.accounts.services.signing_in import end_sessions
from casework.audit import trail
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.organisation.models import Cell


def create_administrator(
    directorate_id: UUID, username: str, name_ar: str, name_lat: str
) -> tuple[User, str]:
    """The first account of all, made on the server; its code is shown once."""
    user = User(directorate_id=directorate_id, username=folded(username), name_ar=name_ar, name_lat=name_lat)
    user.all_positions.append(
        Position(role=Role.ADMINISTRATOR, directorate_id=directorate_id, confirmed_at=now())
    )
    db.session.add(user)
    trail.record(trail.Event.ACCOUNT_CREATED, object_id=user.id, directorate_id=user.directorate_id)
    return user, issue_code(user, issued_by=None, is_confirmed=True)


def create_account(
    *,
    by: User,
    key: UUID,
    username: str,
    name_ar: str,
    name_lat: str,
    role: Role,
    cell: Cell | None,
    partner: Any = None,
) -> tuple[User, str | None]:
    """The account and its code; no code when this form made the account already, since it is shown once.

    The code counts at once: until the role is confirmed, the account opens nothing but its own page.
    """
    if made := find_user(key, by.directorate_id):
        return made, None
    user = User(
        id=key,
        directorate_id=by.directorate_id,
        username=folded(username),
        name_ar=name_ar,
        name_lat=name_lat,
    )
    db.session.add(user)
    trail.record(trail.Event.ACCOUNT_CREATED, object_id=user.id)
    propose_role(user, role, cell, by=by, partner=partner)
    return user, issue_code(user, issued_by=by, is_confirmed=True)


def rename(user: User, *, name_ar: str, name_lat: str) -> None:
    user.name_ar, user.name_lat = name_ar, name_lat
    trail.record(trail.Event.ACCOUNT_CHANGED, object_id=user.id, detail="names")


def change_email(user: User, email: str | None, *, wants_digest: bool) -> None:
    """Where its owner wants to be told that something waits; none: nowhere."""
    user.email, user.wants_digest = email or None, wants_digest
    trail.record(trail.Event.ACCOUNT_CHANGED, object_id=user.id, detail="email")


def disable(user: User, *, by: User) -> None:
    """Out at once: sessions and codes end, and his files go to the lists of unassigned ones."""
    if user.id == by.id:
        raise RuleBroken(_("Nobody disables his own account: ask another administrator."))
    if not user.is_active:
        return
    user.disabled_at = now()
    end_sessions(user)
    end_codes(user)
    roles_changed(user)
    hand_back(user, None)
    trail.record(trail.Event.ACCOUNT_DISABLED, object_id=user.id)


def enable(user: User, *, by: User) -> None:
    """Roles that read files are proposed anew: they wait for their confirmation as any new one."""
    if user.is_active:
        return
    user.disabled_at = None
    trail.record(trail.Event.ACCOUNT_ENABLED, object_id=user.id)
    for position in user.positions:
        if reads_files(position.role):
            position.until_at = now()
            propose_role(user, position.role, position.cell, by=by)
