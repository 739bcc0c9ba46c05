"""One-time codes: somebody chooses a password without e-mail, and the administrator never knows it."""

import secrets
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import reads_files
from casework.accounts.confirming import is_first_set_up
from casework.accounts.models import OneTimeCode, User
from casework.accounts.passwords import folded
from casework.accounts.queries import live_code, unused_codes, user_named
from casework.accounts.services.signing_in import hashed, is_throttled, set_password
from casework.audit import trail
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id

CODE_LIVES = timedelta(hours=24)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def issue_code(
    user: User,
    *,
    issued_by: User | None,
    is_confirmed: bool,
    key: UUID | None = None,
    detail: str | None = None,
) -> str:
    """A code to be told or printed once; earlier ones no longer count."""
    end_codes(user)
    code = "-".join("".join(secrets.choice(ALPHABET) for _n in range(5)) for _m in range(4))
    db.session.add(
        OneTimeCode(
            id=key or new_id(),
            user_id=user.id,
            code_hash=hashed(code),
            expires_at=now() + CODE_LIVES,
            issued_by_id=issued_by.id if issued_by else None,
            confirmed_at=now() if is_confirmed else None,
        )
    )
    trail.record(
        trail.Event.CODE_ISSUED, object_id=user.id, directorate_id=user.directorate_id, detail=detail
    )
    return code


def end_codes(user: User) -> None:
    for old in unused_codes(user):
        old.used_at = now()


def reset(user: User, *, by: User, key: UUID) -> tuple[str | None, bool]:
    """A new code for somebody who cannot sign in (None when this form made one before), and whether it waits.

    The code of whoever reads files opens nothing until it is confirmed.
    """
    if user.id == by.id:
        raise RuleBroken(_("Nobody makes a code for himself: change your password on your own page."))
    if not user.is_active:
        raise RuleBroken(_("This account is disabled: enable it first."))
    if (made := db.session.get(OneTimeCode, key)) and made.user_id == user.id:
        return None, False
    reads = any(reads_files(position.role) for position in user.positions)
    is_alone = reads and is_first_set_up(user.directorate_id)
    waits = reads and not is_alone
    detail = "alone" if is_alone else None
    return issue_code(user, issued_by=by, is_confirmed=not waits, key=key, detail=detail), waits


def use_code(username: str, code: str, password: str) -> User | None:
    """Choose a password with a one-time code; None when name or code is not right."""
    user = user_named(folded(username))
    live = live_code(user) if user and user.is_active else None
    typed = code.strip().upper().replace(" ", "")
    is_right = secrets.compare_digest(live.code_hash if live else hashed("none"), hashed(typed))
    if not user or not live or not is_right or is_throttled(user.username):
        return None
    set_password(user, password)
    live.used_at = now()
    return user
