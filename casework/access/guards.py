"""Wraps every view: who may enter, and one transaction from its first read to its last audit entry."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, NoReturn
from uuid import UUID

from flask import Flask, Response, abort, g, make_response, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError, validate_csrf
from wtforms import ValidationError

from casework.access.policy import Action, can
from casework.audit import trail
from casework.core import database
from casework.core.errors import Overtaken
from casework.core.extensions import db, login_manager

View = Callable[..., ResponseReturnValue]
READING = ("GET", "HEAD", "OPTIONS")


def requires(action: Action, *, only_reads: bool = False) -> Callable[[View], View]:
    """Open to those who may do this, somewhere; `only_reads` is for a question that is sent by POST."""

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(**address: Any) -> ResponseReturnValue:
            if getattr(session, "is_unavailable", False):
                abort(503)
            if not current_user.is_authenticated:
                answer: ResponseReturnValue = login_manager.unauthorized()
                return answer
            if not can(current_user, action):
                refuse(403, address.get("case_id"), detail=action)
            return view(**address)

        return in_transaction(entered, rule=action, only_reads=only_reads)

    return decorate


def public(reason: str, *, writes: bool = False) -> Callable[[View], View]:
    """Open to all, for the reason given; `writes` is for the quick exit, a link that ends a session."""
    return lambda view: in_transaction(view, rule=f"public: {reason}", writes=writes)


def in_transaction(view: View, *, rule: str, writes: bool = False, only_reads: bool = False) -> View:
    """Keep all that the view did, its audit entries last, or nothing of it."""

    @wraps(view)
    def guarded(**address: Any) -> Response:
        reads_only = only_reads or (request.method in READING and not writes)
        if writes:
            db.session.rollback()  # what was read before the view began was read in a reading transaction
        database.set_may_write(not reads_only)
        check_token()
        with ExitStack() as on_failure:
            on_failure.callback(undo)
            response = make_response(view(**address))
            if response.status_code < 400:
                refuse_without_token()
                if reads_only:
                    leave_reading()
                close_transaction()
                on_failure.pop_all()
        return response

    guarded.rule, guarded.only_reads = rule, only_reads  # type: ignore[attr-defined]
    return guarded


def check_token() -> None:
    """Remember whether the request carries its token; a form without it comes back filled in."""
    g.csrf_valid = False
    if request.method in READING:
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise CSRFError
    try:
        validate_csrf(request.form.get("csrf_token"))
        g.csrf_valid = True
    except ValidationError:
        pass


def refuse_without_token() -> None:
    """Nothing is kept of a post without its token, whether or not the view had a form to check it."""
    if request.method not in READING and not g.csrf_valid and current_user.is_authenticated:
        raise CSRFError


def leave_reading() -> None:
    """End the reading transaction; the audit entry of a page goes into a short one of its own.

    By a commit of nothing: a rollback would make psycopg forget the statements that it has prepared.
    """
    db.session.commit()
    database.set_may_write(True)


def close_transaction() -> None:
    for act in database.before_commit:
        act()
    trail.append_entries()
    db.session.commit()


def undo() -> None:
    db.session.rollback()
    for kept in ("audit", "data_keys"):
        db.session.info.pop(kept, None)
    session.pop("_flashes", None)  # "The note was saved." is no longer true
    session.is_undone = True  # type: ignore[attr-defined]


def refuse(status: int, object_id: UUID | None, *, detail: str | None = None) -> NoReturn:
    """Undo the request, then write the refusal in a transaction of its own."""
    actor_id, directorate_id = current_user.id, current_user.directorate_id
    undo()
    database.set_may_write(True)
    trail.record(
        trail.Event.REFUSED,
        actor_id=actor_id,
        directorate_id=directorate_id,
        object_id=object_id,
        detail=detail,
    )
    trail.append_entries()
    db.session.commit()
    abort(status)


def check_version(row: Any, seen: int, fields: list[tuple[Any, str, str]] | None = None) -> None:
    """Raises Overtaken when the row is no longer the version seen; `fields`: (label, yours, stored)."""
    if row.version != seen:
        raise Overtaken(fields)


def visitor_can(action: str, case: Any = None) -> bool:
    user = current_user._get_current_object()  # the proxy would look for the user at each attribute
    return can(user, Action(action), case)


def init_app(app: Flask) -> None:
    """Comes after the views: raises RuntimeError when one of them has no rule."""
    app.jinja_env.globals["can"] = visitor_can
    forgotten = {name for name, view in app.view_functions.items() if not hasattr(view, "rule")} - {"static"}
    if forgotten:
        raise RuntimeError(f"Views without an access rule: {sorted(forgotten)}")
