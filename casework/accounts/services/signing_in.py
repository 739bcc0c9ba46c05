"""Signing in and out, and choosing a password."""

from datetime import timedelta
from hashlib import sha256

from flask import request
from flask_babel import gettext as _
from flask_login import login_user

from casework.accounts.models import SignInAttempt, User, UserSession
from casework.accounts.passwords import SHORTEST, folded, hash_password, is_guessable, is_password
from casework.accounts.queries import live_sessions, n_attempts, user_named
from casework.accounts.sessions import end_session, start_session
from casework.audit import trail
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.organisation.queries import names_in

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 8, 100  # a whole office shares one address


def recognise(username: str, password: str) -> User | None:
    """None for a wrong password, an unknown, disabled or throttled account: always after the same work."""
    name = folded(username)
    is_open = not is_throttled(name)
    user = user_named(name)
    is_right = is_password(user.password_hash if user else None, password)
    return user if user and user.is_active and is_right and is_open else None


def let_in(user: User) -> None:
    """Start the session of somebody who was recognised. A second factor comes between the two."""
    start_session(user)
    login_user(user)
    trail.record(trail.Event.SIGNED_IN, actor_id=user.id, directorate_id=user.directorate_id)


def note_failed_sign_in(username: str) -> None:
    """Counted in a transaction of its own, since that of the page is undone.

    What is tried while the account is shut counts no more, so that it opens again whoever goes on trying.
    """
    db.session.rollback()
    name = folded(username)
    user = user_named(name)
    if not is_throttled(name):
        address = hashed(request.remote_addr or "")
        db.session.add(SignInAttempt(account_hash=hashed(name), address_hash=address))
    directorate_id = user.directorate_id if user else None
    trail.record(
        trail.Event.SIGN_IN_FAILED, object_id=user.id if user else None, directorate_id=directorate_id
    )
    trail.append_entries()
    db.session.commit()


def is_throttled(name: str) -> bool:
    since = now() - WINDOW
    by_account = n_attempts(since=since, account_hash=hashed(name))
    by_address = n_attempts(since=since, address_hash=hashed(request.remote_addr or ""))
    return by_account >= PER_ACCOUNT or by_address >= PER_ADDRESS


def hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def sign_out() -> None:
    trail.record(trail.Event.SIGNED_OUT)
    end_session()


def end_sessions(user: User) -> None:
    for row in live_sessions(user):
        row.ended_at = now()


def end_one_session(row: UserSession) -> None:
    row.ended_at = now()
    trail.record(trail.Event.SESSION_ENDED, object_id=row.user_id)


def sign_out_everywhere(user: User) -> None:
    """The administrator's way to shut the browsers that an account was left open in."""
    end_sessions(user)
    trail.record(trail.Event.SESSION_ENDED, object_id=user.id, detail="all")


def set_password(user: User, password: str) -> None:
    """Raises RuleBroken for a weak one; ends every session of the account."""
    if len(password) < SHORTEST:
        raise RuleBroken(_("Use at least 15 characters: four words do well."))
    names = (user.username, user.name_ar, user.name_lat, *names_in(user.directorate_id))
    if is_guessable(password, *names):
        raise RuleBroken(
            _("This password is too easy to guess. Choose words that have nothing to do with you.")
        )
    user.password_hash = hash_password(password)
    end_sessions(user)
    trail.record(
        trail.Event.PASSWORD_CHANGED, actor_id=user.id, object_id=user.id, directorate_id=user.directorate_id
    )


def is_confirmed(user: User, password: str) -> bool:
    """The password again, before something grave: False when it is wrong, or was so too often."""
    is_open = not is_throttled(user.username)
    return is_password(user.password_hash, password) and is_open


def change_password(user: User, current: str, new: str) -> bool:
    """False when the current one is wrong, or was so too often. This browser goes on with a new session."""
    if not is_confirmed(user, current):
        return False
    set_password(user, new)
    start_session(user)
    login_user(user)
    return True
