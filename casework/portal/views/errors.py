"""What stops a partner: one light page with a sentence, whatever it was, and what was typed."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from casework.core import errors
from casework.core.errors import RuleBroken
from casework.portal.services import SHUT, Shut
from casework.portal.views.blueprint import bp

OVERTAKEN = _l("Another answer was recorded just before yours. Open the page again to see where it stands.")
LATE_FORM = _l("This form is no longer valid. Open the page again and send it once more.")
MAY_GO_ON = (400, 403, 409, 429, 503)


def stopped(status: int, sentence: Any, *, shows_typed: bool = True) -> Response:
    token = (request.view_args or {}).get("token")
    page = render_template(
        "portal/stopped.html",
        sentence=sentence,
        token=token,
        may_go_on=status in MAY_GO_ON,
        kept=errors.kept() if shows_typed else [],
    )
    response = make_response(page, status)
    if status == 503:
        response.headers["Retry-After"] = "30"
    return response


def comes_by_link() -> bool:
    """Somebody with an account has the pages of the service, and its pages of errors."""
    return "token" in (request.view_args or {})


@bp.errorhandler(Shut)
def explain_shut(error: Shut) -> ResponseReturnValue:
    return stopped(410, SHUT[error.why])


@bp.errorhandler(RuleBroken)
def explain_rule(error: RuleBroken) -> ResponseReturnValue:
    return stopped(409, str(error)) if comes_by_link() else errors.explain_rule(error)


def explain_overtaken(error: Exception) -> ResponseReturnValue:
    return stopped(409, OVERTAKEN) if comes_by_link() else errors.explain_overtaken(error)


def explain_busy(error: Exception) -> ResponseReturnValue:
    ordinary = errors.explain_busy(error)
    return stopped(503, errors.BUSY) if comes_by_link() else ordinary


@bp.errorhandler(CSRFError)
def explain_csrf(error: CSRFError) -> ResponseReturnValue:
    """What was typed is left out: another site may have sent it."""
    return stopped(400, LATE_FORM, shows_typed=False) if comes_by_link() else errors.explain_csrf(error)


@bp.errorhandler(HTTPException)
def explain_http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or not comes_by_link():
        return errors.explain_http(error)
    status = error.code or 500
    return stopped(status, errors.SENTENCES.get(status, errors.SENTENCES[400 if status < 500 else 500]))


for late in errors.LATE:
    bp.register_error_handler(late, explain_overtaken)
for unavailable in errors.UNAVAILABLE:
    bp.register_error_handler(unavailable, explain_busy)
