"""The question put to a supervisor who opens a file that he does not work on."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases import services
from casework.cases.forms import PurposeForm
from casework.cases.guards import with_case
from casework.cases.models import Case

bp = Blueprint("cases", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.route("/purpose", methods=["GET", "POST"])
@with_case(Action.CASE_VIEW, opens=False)
def state_purpose(case: Case) -> ResponseReturnValue:
    form = PurposeForm()
    if form.validate_on_submit():
        services.state_purpose(case, signed_in_user(), str(form.purpose.data))
        asked = request.args.get("next", "")
        inside = asked.startswith(f"/cases/{case.id}") and ".." not in asked and "\\" not in asked
        return redirect(asked if inside else url_for("casefile.show", case_id=case.id))
    return render_template("cases/state_purpose.html", case=case, form=form), form.status
