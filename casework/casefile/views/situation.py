"""Correcting concerns, details and risk, and answering a worker who asks for a lower risk."""

from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.casefile import queries, situation
from casework.casefile.comparison import stamp_of
from casework.casefile.forms import RiskForm, SeenForm
from casework.casefile.services import check_open
from casework.casefile.views.blueprint import back_to, bp, edit_page
from casework.cases.approvals import PAGES, may_decide
from casework.cases.forms import ConcernsForm, DecisionForm
from casework.cases.guards import with_case
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import find_approval
from casework.programmes.base import RiskLevel
from casework.programmes.queries import details_of


@bp.route("/concerns", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_concerns(case: Case) -> ResponseReturnValue:
    situation.check_corrects_concerns(case, signed_in_user())
    stored = situation.concerns_of(case)
    form = ConcernsForm(data=stored | {"version": stamp_of(stored)})
    form.offer(case.programme, keeping=case.concern_codes)
    if form.validate_on_submit():
        situation.edit_concerns(case, form, by=signed_in_user())
        flash(_("The concerns were saved. What they were before is kept."), "success")
        return back_to(case, "casefile.person")
    return edit_page(case, form, _("Concerns"), _("Save the concerns"), back="casefile.person")


@bp.route("/details", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_details(case: Case) -> ResponseReturnValue:
    check_open(case)
    user = signed_in_user()
    stored = situation.details_shown_to(case, user, details_of(case.programme, case.id))
    form, seen = case.programme.details_form(data=stored), SeenForm(version=stamp_of(stored))
    form.leave_out(situation.hidden_fields(case, user))
    if form.validate_on_submit() and seen.validate_on_submit():
        situation.edit_details(case, form, seen.version.data, by=user)
        flash(_("The details were saved. What they said before is kept."), "success")
        return back_to(case, "casefile.person")
    title, submit = _("Details"), _("Save the details")
    return edit_page(case, form, title, submit, back="casefile.person", version=seen.version)


@bp.route("/risk", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def change_risk(case: Case) -> ResponseReturnValue:
    check_open(case)
    form = RiskForm(version=stamp_of({"level": case.risk}))
    if form.validate_on_submit():
        waiting = situation.change_risk(case, form, by=signed_in_user())
        asked, saved = _("The supervisor was asked. Until then the risk stays."), _("The risk was saved.")
        flash(asked if waiting else saved, "success")
        return back_to(case)
    asks = situation.needs_approval(case, RiskLevel.LOW, signed_in_user())
    return render_template("casefile/change_risk.html", case=case, form=form, asks=asks), form.status


@bp.route("/risk/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.CASE_VIEW)
def decide_risk(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(case, approval_id, ApprovalKind.RISK_LOWERED) or refuse(404, approval_id)
    form, user = DecisionForm(), signed_in_user()
    if form.validate_on_submit():
        situation.decide_risk(case, approval, form, by=user)
        flash(_("Your answer was saved."), "success")
        return back_to(case)
    levels = [RiskLevel(approval.what[end]) for end in ("from", "to")]
    page = render_template(
        "casefile/decide_risk.html",
        case=case,
        form=form,
        approval=approval,
        levels=levels,
        may_decide=approval.decided_at is None and may_decide(user, approval, case),
    )
    return page, form.status


@bp.get("/decisions")
@with_case(Action.CASE_VIEW)
def decisions(case: Case) -> ResponseReturnValue:
    """What was asked of the supervisor, as it was asked, and what he answered."""
    asked = queries.asked_of_supervisor(case)
    deciders = queries.names_of({row.decided_by_id for row in asked if row.decided_by_id})
    return render_template("casefile/decisions.html", case=case, asked=asked, deciders=deciders, pages=PAGES)
