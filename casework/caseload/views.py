"""The page on which everybody starts."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action

bp = Blueprint("caseload", __name__)


@bp.get("/")
@requires(Action.ACCOUNT_OWN)
def home() -> ResponseReturnValue:
    return render_template("caseload/home.html")
