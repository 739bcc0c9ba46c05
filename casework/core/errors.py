"""What may go wrong without being a bug, and the page that says so, which asks the database nothing."""

import logging
import secrets
from typing import Any

from flask import Flask, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from casework.core.sent import texts_to_show

log = logging.getLogger("casework")


class RuleBroken(Exception):
    """A rule of the service forbids this; the message is shown to the person."""


class Overtaken(Exception):
    """Somebody saved a change to the same row first; `fields` are (label, yours, stored)."""

    def __init__(self, fields: list[tuple[Any, str, str]] | None = None) -> None:
        super().__init__("overtaken")
        self.fields = fields or []


# somebody else was first; the database cannot be had
LATE = (Overtaken, StaleDataError, IntegrityError)
UNAVAILABLE = (OperationalError, TimeoutError)
OVERTAKEN = _l("Someone saved a change just before you. Compare the two texts, then open the page again.")
BUSY = _l("The service is busy and saved nothing. Try again in a minute.")
SENTENCES = {
    400: _l("This request could not be read."),
    403: _l("Your role does not allow this."),
    404: _l("There is no such page, or it is not open to you."),
    405: _l("This page cannot be used in this way."),
    409: OVERTAKEN,
    413: _l("This is too long to be received. Shorten the text and send it again."),
    429: _l("Too many attempts. Wait a few minutes."),
    500: _l("Something went wrong on our side, and nothing was saved."),
    503: BUSY,
}


def error_page(status: int, message: Any = None, **more: Any) -> Response:
    sentence = message or SENTENCES.get(status, SENTENCES[400 if status < 500 else 500])
    page = render_template("errors/page.html", status=status, message=sentence, **{"kept": kept()} | more)
    response = make_response(page, status)
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response


def kept() -> list[tuple[Any, str]]:
    """What was typed into the form that is refused, so that nothing is lost."""
    return texts_to_show(otherwise=_("Text"))


def explain_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    if isinstance(error, SecurityError):
        return "400", 400  # for a host that is not ours no address can be built, so no page either
    return error_page(error.code or 500)


def explain_rule(error: RuleBroken) -> ResponseReturnValue:
    return error_page(409, str(error))


def explain_overtaken(error: Exception) -> ResponseReturnValue:
    fields = getattr(error, "fields", [])
    texts = [] if fields else kept()
    page = render_template("errors/conflict.html", status=409, message=OVERTAKEN, fields=fields, kept=texts)
    return make_response(page, 409)


def explain_busy(error: Exception) -> ResponseReturnValue:
    log.warning("database unavailable: %s", type(error).__name__)
    return error_page(503)


def explain_csrf(_error: CSRFError) -> ResponseReturnValue:
    message = _l("This form is no longer valid. Open the page again and send it once more.")
    return error_page(400, message, kept=[])  # another site may have sent it


def explain_bug(error: Exception) -> ResponseReturnValue:
    number = secrets.token_hex(4)
    log.error("error %s", number, exc_info=error)
    return error_page(500, number=number)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, explain_http)
    app.register_error_handler(CSRFError, explain_csrf)
    app.register_error_handler(RuleBroken, explain_rule)
    for overtaken in LATE:
        app.register_error_handler(overtaken, explain_overtaken)
    for busy in UNAVAILABLE:
        app.register_error_handler(busy, explain_busy)
    if not app.config.get("TESTING"):
        app.register_error_handler(Exception, explain_bug)
