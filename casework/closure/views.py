"""Closing a file and opening it again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.approvals import decides_alone, may_decide
from casework.cases.forms import DecisionForm
from casework.cases.guards import with_case
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.open_matters import in_words, open_matters
from casework.cases.queries import find_approval, last_decided
from casework.closure import queries, services
from casework.closure.forms import ReopenForm, closure_form
from casework.closure.models import CheckAnswer, Closure

bp = Blueprint("closure", __name__, url_prefix="/cases/<uuid:case_id>/closure")


def page_of(case: Case) -> str:
    return url_for("casefile.show", case_id=case.id)


@bp.route("/ask", methods=["GET", "POST"])
@with_case(Action.CLOSURE_ASK)
def ask_closure(case: Case) -> ResponseReturnValue:
    decided = last_decided(case, ApprovalKind.CLOSURE)
    returned = decided if decided and decided.decision is Decision.RETURNED else None
    form, still_open = closure_form(case.programme)(), in_words(open_matters(case))
    last = queries.closure_asked_in(returned) if returned else None
    form.prepare(case, last, is_something_open=bool(still_open))
    if form.validate_on_submit():
        services.ask_closure(case, by=signed_in_user(), **form.values)
        flash(_("The supervisor was asked to close the file."), "success")
        return redirect(page_of(case))
    page = render_template(
        "closure/ask_closure.html", case=case, form=form, returned=returned, still_open=still_open
    )
    return page, form.status


def approval_or_404(case: Case, approval_id: UUID, kind: ApprovalKind) -> Approval:
    return find_approval(case, approval_id, kind) or refuse(404, approval_id)


def is_for(case: Case, approval: Approval) -> bool:
    return approval.decided_at is None and may_decide(signed_in_user(), approval, case)


@bp.route("/decide/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.CLOSURE_ASK)
def decide_closure(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval, form = approval_or_404(case, approval_id, ApprovalKind.CLOSURE), DecisionForm()
    if form.validate_on_submit():
        user, comment = signed_in_user(), form.comment.data
        if form.is_approved:
            services.approve_closure(case, approval, by=user, comment=comment)
        else:
            services.return_closure(case, approval, str(comment), by=user)
        flash(_("The file is closed.") if form.is_approved else _("The file was returned."), "success")
        return redirect(page_of(case))
    return show_request(case, approval, form), form.status


def show_request(case: Case, approval: Approval, form: DecisionForm) -> str:
    closure = queries.closure_asked_in(approval)
    return render_template(
        "closure/decide_closure.html",
        case=case,
        approval=approval,
        closure=closure,
        reason=case.programme.closure_reasons.label(closure.reason),
        checks=answered(case, closure),
        left_open=in_words(closure.left_open or {}),
        form=form,
        may_decide=is_for(case, approval),
    )


def answered(case: Case, closure: Closure) -> list[tuple[LazyString, CheckAnswer, str | None]]:
    """Each point of the checklist with its answer, in the words of the programme's list."""
    listed = case.programme.closure_checks
    return [
        (listed.label(code), CheckAnswer(check["answer"]), check["why"])
        for code, check in (closure.checks or {}).items()
        if code in listed
    ]


@bp.route("/reopen", methods=["GET", "POST"])
@with_case(Action.CLOSURE_ASK)
def reopen(case: Case) -> ResponseReturnValue:
    user, form = signed_in_user(), ReopenForm()
    if form.validate_on_submit():
        waiting = services.reopen(case, str(form.why.data), by=user, form_key=form.key)
        flash(
            _("The supervisor was asked to reopen it.") if waiting else _("The file is open again."),
            "success",
        )
        return redirect(page_of(case))
    about = {"closure": queries.last_approved(case), "asks": not decides_alone(user, case)}
    return render_template("closure/reopen.html", case=case, form=form, **about), form.status


@bp.route("/reopening/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.CLOSURE_ASK)
def confirm_reopening(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval, form = approval_or_404(case, approval_id, ApprovalKind.REOPENING), DecisionForm()
    if form.validate_on_submit():
        user, comment = signed_in_user(), form.comment.data
        if form.is_approved:
            services.confirm_reopening(case, approval, by=user, comment=comment)
        else:
            services.decline_reopening(case, approval, str(comment), by=user)
        flash(_("The file stays open.") if form.is_approved else _("The file is closed again."), "success")
        return redirect(page_of(case))
    page = render_template(
        "closure/confirm_reopening.html",
        case=case,
        approval=approval,
        form=form,
        may_decide=is_for(case, approval),
    )
    return page, form.status
