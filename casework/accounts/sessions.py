"""Sessions of our own: a row for whoever is signed in, a sealed cookie for visitors."""

import json
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, Request, Response, current_app, g, session
from flask.globals import request_ctx
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.datastructures import CallbackDict

from casework.access.policy import Role
from casework.accounts.models import User, UserSession
from casework.accounts.queries import active_user, live_sessions, session_with
from casework.core import database
from casework.core.clock import now
from casework.core.extensions import db, login_manager

SEEN_EVERY = timedelta(minutes=1)
NONCE = 12
VISITOR = b"visitor"


class WebSession(CallbackDict[str, Any], SessionMixin):
    """`row_id` is set for whoever is signed in; `expired_user` names whose session has just run out."""

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        def changed(_session: Any) -> None:
            self.modified = True

        super().__init__(state or {}, changed)
        self.modified = False
        self.accessed = True
        self.token: str | None = None
        self.row_id: Any = None
        self.user: User | None = None
        self.last_seen_at: datetime | None = None
        self.expired_user: Any = None
        self.is_unavailable = False
        self.is_ended = False
        self.is_new = False
        self.is_undone = False  # the request was rolled back: a session begun or ended in it was not
        self.came_with_row = False


class RowSessions(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> WebSession:
        reads = request.method in ("GET", "HEAD", "OPTIONS")
        database.set_may_write(not (reads or asks_by_post(app)))
        value = request.cookies.get(cookie_name(app), "")
        if request.path.startswith(f"{app.static_url_path}/") or not value:
            return WebSession()
        if value.startswith("v."):
            return WebSession(opened(value[2:]))
        return self.signed_in(value)

    def signed_in(self, token: str) -> WebSession:
        try:
            row = session_with(hash_of(token))
        except SQLAlchemyError as error:
            db.session.rollback()
            found = WebSession()
            found.is_unavailable = isinstance(error, OperationalError)
            return found
        if row is None:
            return WebSession()
        if has_expired(row):
            found = WebSession()
            found.expired_user = row.user_id
            return found
        found = WebSession(dict(row.state))
        found.token, found.row_id, found.user, found.last_seen_at = token, row.id, row.user, row.last_seen_at
        found.came_with_row = True
        g.preferred_language = row.user.language
        return found

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Only the cookie; a row is written by `keep_session`, in the transaction of the view."""
        if not isinstance(session, WebSession):
            return
        if session.is_unavailable or (session.is_undone and (session.came_with_row or session.is_new)):
            return
        name = cookie_name(app)
        options: dict[str, Any] = {
            "httponly": True,
            "samesite": "Lax",
            "secure": app.config["SECURE_COOKIES"],
            "path": "/",
        }
        if session.is_ended and not session:
            response.delete_cookie(name, **options)
        elif session.token and session.row_id and session.is_new:
            response.set_cookie(name, session.token, **options)
        elif not session.row_id and session.modified:
            response.set_cookie(name, "v." + sealed(dict(session)), **options)


def asks_by_post(app: Flask) -> bool:
    """A search changes nothing and holds nobody up; Flask would look for the view only after the session."""
    request_ctx.match_request()
    view = app.view_functions.get(request_ctx.request.endpoint or "")
    return getattr(view, "only_reads", False)


def cookie_name(app: Flask) -> str:
    return "__Host-sid" if app.config["SECURE_COOKIES"] else "sid"


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def has_expired(row: UserSession) -> bool:
    config = current_app.config
    is_administrator = row.user.has_role(Role.ADMINISTRATOR)
    idle = config["ADMINISTRATOR_IDLE_MINUTES"] if is_administrator else config["IDLE_MINUTES"]
    is_idle = now() - row.last_seen_at > timedelta(minutes=idle)
    return is_idle or now() - row.created_at > timedelta(hours=config["ABSOLUTE_HOURS"])


def open_sessions(user: User) -> list[UserSession]:
    """The browsers that this person is signed in with now, the last used first."""
    return [row for row in live_sessions(user) if not has_expired(row)]


def start_session(user: User) -> None:
    """A new token, whatever the browser held before: a planted one is never signed in."""
    session.clear()
    g.pop("csrf_token", None)  # a form of this request made one for the session that ends here
    token = secrets.token_urlsafe(32)
    row = UserSession(token_hash=hash_of(token), user_id=user.id, last_seen_at=now(), state={})
    db.session.add(row)
    web: Any = session
    web.token, web.row_id, web.user, web.last_seen_at = token, row.id, user, row.last_seen_at
    web.is_new = True


def end_session() -> None:
    """End the caller's own session; a request still under way in it cannot bring it back."""
    web: Any = session
    if web.row_id and (row := db.session.get(UserSession, web.row_id)):
        row.ended_at = now()
    session.clear()
    web.row_id, web.user, web.is_ended = None, None, True


def keep_session() -> None:
    """Write what changed in the session's row, and once a minute that it was seen."""
    web: Any = session
    if not getattr(web, "row_id", None):
        return
    seen = now() - web.last_seen_at > SEEN_EVERY
    if not (web.modified or seen):
        return
    changes = UserSession.__table__.update().where(  # type: ignore[attr-defined]
        UserSession.id == web.row_id, UserSession.ended_at.is_(None)
    )
    db.session.flush()
    db.session.execute(changes.values(state=dict(web), last_seen_at=now()))


def sealing_key() -> AESGCM:
    return AESGCM(sha256(b"visitor:" + str(current_app.config["SECRET_KEY"]).encode()).digest())


def sealed(state: Any, purpose: bytes = VISITOR) -> str:
    """JSON-able content as text that only this service can read or make, for one purpose only."""
    nonce = os.urandom(NONCE)
    content = sealing_key().encrypt(nonce, json.dumps(state, ensure_ascii=False).encode(), purpose)
    return urlsafe_b64encode(nonce + content).decode().rstrip("=")


def opened(text: str, purpose: bytes = VISITOR) -> Any:
    """What was sealed, or an empty dict when it is not ours."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return json.loads(sealing_key().decrypt(content[:NONCE], content[NONCE:], purpose))
    except (ValueError, InvalidTag):
        return {}


def init_app(app: Flask) -> None:
    app.session_interface = RowSessions()
    login_manager.init_app(app)
    login_manager.user_loader(active_user)
    if keep_session not in database.before_commit:
        database.before_commit.append(keep_session)
