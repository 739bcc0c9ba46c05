"""Giving and ending roles. One person asks, another confirms; nobody gives himself rights."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Role, reads_files
from casework.accounts.confirming import is_first_set_up
from casework.accounts.models import WITHOUT_CELL, OneTimeCode, Position, User
from casework.accounts.queries import cells_deputised_by
from casework.accounts.services.codes import CODE_LIVES
from casework.accounts.services.signing_in import end_sessions
from casework.audit import trail
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.organisation.models import Cell

# told who no longer reads files, and in which cell (None: in any); the floors above add theirs
when_somebody_leaves: list[Callable[[User, UUID | None], None]] = []
# told whose roles are others than a moment ago, more or fewer
when_roles_change: list[Callable[[User], None]] = []
# asked for which partners of a directorate the role of partner may be held
who_has_accounts: list[Callable[[UUID], list[Any]]] = []


def partners_offered(directorate_id: UUID) -> list[Any]:
    return [partner for offer in who_has_accounts for partner in offer(directorate_id)]


def propose_role(
    user: User, role: Role, cell: Cell | None, *, by: User, key: UUID | None = None, partner: Any = None
) -> Position:
    """One that reads no files counts at once; the others wait for their confirmation."""
    if key and (made := db.session.get(Position, key)) and made.user_id == user.id:
        return made
    check_may_be_given(user, role, cell, partner, by=by)
    position = Position(
        id=key or new_id(),
        role=role,
        cell_id=cell.id if cell else None,
        partner_id=partner.id if partner else None,
        directorate_id=user.directorate_id,
        proposed_by_id=by.id,
    )
    position.cell = cell
    user.all_positions.append(position)
    tell(trail.Event.ROLE_PROPOSED, position, role.value, by)
    if not reads_files(role):
        settle(position, by, role.value)
    elif is_first_set_up(user.directorate_id):
        settle(position, by, "alone")
    return position


def check_may_be_given(user: User, role: Role, cell: Cell | None, partner: Any, *, by: User) -> None:
    """Raises RuleBroken with the reason."""
    if user.id == by.id:
        raise RuleBroken(_("Nobody gives himself a role: ask another administrator."))
    if not user.is_active:
        raise RuleBroken(_("This account is disabled: enable it first."))
    if (cell is None) != (role in WITHOUT_CELL):
        raise RuleBroken(_("This role is held in a cell: choose which one."))
    if (partner is None) is (role is Role.PARTNER):
        raise RuleBroken(_("This role is held for one partner: choose which one."))
    lasting = [position for position in user.all_positions if position.until_at > now()]
    partner_id = partner.id if partner else None
    if any((p.role, p.cell, p.partner_id) == (role, cell, partner_id) for p in lasting):
        raise RuleBroken(_("This person already holds this role, or it waits for confirmation."))
    check_together({role, *(position.role for position in lasting)})


def check_together(roles: set[Role]) -> None:
    """Raises RuleBroken for roles that no one account may hold."""
    if Role.PARTNER in roles and len(roles) > 1:
        raise RuleBroken(_("A partner's account holds no other role: make a second account."))
    if Role.ADMINISTRATOR in roles and any(map(reads_files, roles)):
        raise RuleBroken(_("An administrator's account reads no files: make a second account for the files."))


def settle(position: Position, by: User, detail: str) -> None:
    position.confirmed_at, position.confirmed_by_id = now(), by.id
    tell(trail.Event.ROLE_CONFIRMED, position, detail, by)
    roles_changed(position.user)


def roles_changed(user: User) -> None:
    for act in when_roles_change:
        act(user)


def tell(event: trail.Event, position: Position, detail: str, by: User) -> None:
    trail.record(
        event,
        actor_id=by.id,
        directorate_id=position.directorate_id,
        cell_id=position.cell_id,
        object_id=position.user_id,
        detail=detail,
    )


def end_role(position: Position, *, by: User) -> None:
    """At once: the next request finds nothing of it, and the files of the cell are handed back."""
    if position.user_id == by.id:
        raise RuleBroken(_("Nobody ends his own role: ask another administrator."))
    if position.until_at <= now():
        return
    position.until_at = now()
    tell(trail.Event.ROLE_ENDED, position, position.role.value, by)
    end_sessions(position.user)
    roles_changed(position.user)
    if position.cell_id and not reads_in(position.user, position.cell_id):
        hand_back(position.user, position.cell_id)


def reads_in(user: User, cell_id: UUID) -> bool:
    return any(position.cell_id == cell_id and reads_files(position.role) for position in user.positions)


def hand_back(user: User, cell_id: UUID | None) -> None:
    """Nobody stays deputy, nor in charge of a file, where he no longer works."""
    for cell in cells_deputised_by(user.id):
        if cell_id in (None, cell.id):
            cell.deputy_id = None
    for act in when_somebody_leaves:
        act(user, cell_id)


def confirm_role(position: Position, *, by: User) -> None:
    settle(position, by, position.role.value)


def decline_role(position: Position, *, by: User) -> None:
    position.until_at = now()
    tell(trail.Event.ROLE_DECLINED, position, position.role.value, by)


def confirm_code(code: OneTimeCode, *, by: User) -> None:
    """Its day begins now: it could not be used before."""
    code.confirmed_at, code.confirmed_by_id = now(), by.id
    code.expires_at = now() + CODE_LIVES
    trail.record(trail.Event.CODE_CONFIRMED, actor_id=by.id, object_id=code.user_id)


def decline_code(code: OneTimeCode, *, by: User) -> None:
    code.used_at = now()
    trail.record(trail.Event.CODE_DECLINED, actor_id=by.id, object_id=code.user_id)
