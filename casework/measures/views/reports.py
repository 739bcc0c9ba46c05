"""Reports to an authority: the rule, the decision, the supervisor's answer, what came of it, the sheet."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.approvals import may_decide
from casework.cases.forms import DecisionForm
from casework.cases.guards import with_case
from casework.cases.models import ApprovalKind, Case, Decision
from casework.cases.queries import find_approval
from casework.core.clock import today
from casework.measures import queries
from casework.measures.forms import AnswerForm, DeliveryForm, PrintReportForm, ReportForm
from casework.measures.models import AuthorityReport, ReportDecision, ReportState
from casework.measures.rules import age_of, rule_shown
from casework.measures.services import reports as services
from casework.measures.views.blueprint import bp


def report_or_404(case: Case, report_id: UUID) -> AuthorityReport:
    return queries.find_report(case, report_id) or refuse(404, report_id)


def page_of(report: AuthorityReport) -> str:
    return url_for("measures.show_report", case_id=report.case_id, report_id=report.id)


@bp.get("/reports")
@with_case(Action.REPORT_MAKE)
def list_reports(case: Case) -> ResponseReturnValue:
    return render_template("measures/list_reports.html", case=case, reports=queries.reports_of(case))


@bp.route("/reports/new", methods=["GET", "POST"])
@bp.route("/reports/<uuid:report_id>/change", methods=["GET", "POST"])
@with_case(Action.REPORT_MAKE)
def ask_report(case: Case, report_id: UUID | None = None) -> ResponseReturnValue:
    """A first one, or another in the place of one that was returned, or approved and is to be changed."""
    earlier = report_or_404(case, report_id) if report_id else None
    form = ReportForm()
    form.prepare(age_of(case), earlier)
    if form.validate_on_submit():
        report = services.ask_report(case, by=signed_in_user(), replaces=earlier, **form.values)
        flash(_("The supervisor was asked. Nothing was sent to anybody."), "success")
        return redirect(page_of(report))
    page = render_template("measures/ask_report.html", case=case, form=form, rule=rule_shown(case))
    return page, form.status


@bp.get("/reports/<uuid:report_id>")
@with_case(Action.REPORT_MAKE)
def show_report(case: Case, report_id: UUID) -> ResponseReturnValue:
    report = report_or_404(case, report_id)
    return render_template(
        "measures/show_report.html",
        case=case,
        report=report,
        asked=queries.request_of(report),
        may_deliver=report.state is ReportState.APPROVED and report.decision is ReportDecision.REPORT,
        may_print=report.state in services.APPROVED and report.decision is ReportDecision.REPORT,
        newer=queries.newer_than(report),
    )


@bp.route("/reports/decide/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.REPORT_MAKE)
def decide_report(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(case, approval_id, ApprovalKind.AUTHORITY_REPORT) or refuse(404, approval_id)
    user, form = signed_in_user(), DecisionForm()
    if form.validate_on_submit():
        decision = form.decision.data or Decision.RETURNED
        services.decide_report(case, approval, decision, by=user, comment=form.comment.data)
        flash(_("Your answer was saved."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    page = render_template(
        "measures/decide_report.html",
        case=case,
        approval=approval,
        report=services.report_asked_in(case, approval),
        form=form,
        may_decide=approval.decided_at is None and may_decide(user, approval, case),
    )
    return page, form.status


@bp.route("/reports/<uuid:report_id>/delivered", methods=["GET", "POST"])
@with_case(Action.REPORT_MAKE)
def record_delivery(case: Case, report_id: UUID) -> ResponseReturnValue:
    report = report_or_404(case, report_id)
    form = DeliveryForm(data={"version": report.version})
    if form.validate_on_submit():
        services.record_delivery(case, report, by=signed_in_user(), **form.values)
        flash(_("It is recorded that the service handed over the report."), "success")
        return redirect(page_of(report))
    page = render_template("measures/record_delivery.html", case=case, form=form, report=report)
    return page, form.status


@bp.route("/reports/<uuid:report_id>/answer", methods=["GET", "POST"])
@with_case(Action.REPORT_MAKE)
def record_answer(case: Case, report_id: UUID) -> ResponseReturnValue:
    report = report_or_404(case, report_id)
    form = AnswerForm(data={"version": report.version})
    if form.validate_on_submit():
        services.record_answer(case, report, by=signed_in_user(), **form.values)
        flash(_("The answer of the authority was saved."), "success")
        return redirect(page_of(report))
    page = render_template("measures/record_answer.html", case=case, form=form, report=report)
    return page, form.status


@bp.route("/reports/<uuid:report_id>/print", methods=["GET", "POST"])
@with_case(Action.REPORT_MAKE)
def print_report(case: Case, report_id: UUID) -> ResponseReturnValue:
    """A form that asks why; its answer is the sheet itself. Who makes no report prints none."""
    report, form = report_or_404(case, report_id), PrintReportForm()
    services.check_may_print(report)
    if form.validate_on_submit():
        reason_id = trail.give_reason(str(form.why.data), case.key_id)
        ticked = [name for name in ("with_name", "with_douar") if form[name].data]
        detail = " ".join(["report", *ticked])
        trail.record(trail.Event.CASE_PRINTED, case, object_id=report.id, reason_id=reason_id, detail=detail)
        return render_template(
            "measures/report_sheet.html", case=case, report=report, ticked=ticked, today=today
        )
    return render_template("measures/print_report.html", case=case, form=form, report=report), form.status
