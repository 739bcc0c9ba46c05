"""Signing in and out, and the codes that let somebody choose a password."""

import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_login import login_user

from casework.access.policy import Role
from casework.accounts.models import OneTimeCode, Position, SignInAttempt, User, UserSession
from casework.accounts.passwords import SHORTEST, folded, hash_password, is_guessable, is_password
from casework.accounts.queries import live_code, live_sessions, n_attempts, unused_codes, user_named
from casework.accounts.sessions import end_session, start_session
from casework.audit import trail
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 8, 100  # a whole office shares one address
CODE_LIVES = timedelta(hours=24)
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def sign_in(username: str, password: str) -> User | None:
    """None for a wrong password, an unknown, disabled or throttled account: always after the same work."""
    name = folded(username)
    user = user_named(name)
    is_known = is_password(user.password_hash if user else None, password)
    if not is_known or not user or not user.is_active or is_throttled(name):
        return None
    start_session(user)
    login_user(user)
    trail.record(trail.Event.SIGNED_IN, actor_id=user.id, directorate_id=user.directorate_id)
    return user


def note_failed_sign_in(username: str) -> None:
    """Counted in a transaction of its own, since that of the page is undone."""
    db.session.rollback()
    name = folded(username)
    user = user_named(name)
    db.session.add(SignInAttempt(account_hash=hashed(name), address_hash=hashed(request.remote_addr or "")))
    directorate_id = user.directorate_id if user else None
    trail.record(
        trail.Event.SIGN_IN_FAILED, object_id=user.id if user else None, directorate_id=directorate_id
    )
    trail.append_entries()
    db.session.commit()


def is_throttled(name: str) -> bool:
    since = now() - WINDOW
    by_account = n_attempts(since=since, account_hash=hashed(name))
    return by_account >= PER_ACCOUNT or (
        n_attempts(since=since, address_hash=hashed(request.remote_addr or "")) >= PER_ADDRESS
    )


def hashed(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def sign_out() -> None:
    trail.record(trail.Event.SIGNED_OUT)
    end_session()


def end_sessions(user: User, *, but: UserSession | None = None) -> None:
    for row in live_sessions(user):
        if not but or row.id != but.id:
            row.ended_at = now()


def set_password(user: User, password: str) -> None:
    """Raises RuleBroken for a weak one; ends every session of the account."""
    if len(password) < SHORTEST:
        raise RuleBroken(_("Use at least 15 characters: four words do well."))
    if is_guessable(password, user.username, user.name_ar, user.name_lat):
        raise RuleBroken(
            _("This password is too easy to guess. Choose words that have nothing to do with you.")
        )
    user.password_hash = hash_password(password)
    end_sessions(user)
    trail.record(
        trail.Event.PASSWORD_CHANGED, actor_id=user.id, object_id=user.id, directorate_id=user.directorate_id
    )


def issue_code(user: User, *, issued_by: User | None, is_confirmed: bool) -> str:
    """A code to be told or printed once; earlier ones no longer count."""
    for old in unused_codes(user):
        old.used_at = now()
    code = "-".join("".join(secrets.choice(ALPHABET) for _n in range(5)) for _m in range(4))
    db.session.add(
        OneTimeCode(
            user_id=user.id,
            code_hash=hashed(code),
            expires_at=now() + CODE_LIVES,
            issued_by_id=issued_by.id if issued_by else None,
            confirmed_at=now() if is_confirmed else None,
        )
    )
    trail.record(trail.Event.CODE_ISSUED, object_id=user.id, directorate_id=user.directorate_id)
    return code


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
