"""Reporting to an authority: prepared, approved, handed over by hand, answered. Nothing is sent from here."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import STANDS, ask_for, decide
from casework.cases.entries import register
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.timeline import Happening, tell
from casework.consents.models import GroundKind
from casework.core.clock import day_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.measures.models import Authority, AuthorityReport, ReportDecision, ReportState
from casework.measures.queries import find_report, newer_than, report_made_with, request_of
from casework.measures.rules import age_of, rule_shown
from casework.programmes.reporting import ADULT
from casework.tasks.models import TaskKind
from casework.tasks.services import add_task

SUPERVISOR_DECIDES_WITHIN = timedelta(hours=24)
TO_COMPLETE_WITHIN = timedelta(days=1)
APPROVED = (ReportState.APPROVED, ReportState.SENT, ReportState.ANSWERED)
WORDS = ("why", "told", "reference", "answer")  # that somebody typed


def ask_report(
    case: Case, *, by: User, form_key: UUID, replaces: AuthorityReport | None = None, **answers: Any
) -> AuthorityReport:
    """What was decided is for the supervisor to approve, with the rule as it was read. Asked once."""
    hold(case)
    if made := report_made_with(case, form_key):
        return made
    check_may_ask(case, replaces)
    check_is_complete(age_of(case), **answers)
    report = AuthorityReport(
        key_id=case.key_id,
        case_id=case.id,
        replaces_id=replaces.id if replaces else None,
        asked_by_id=by.id,
        form_key=form_key,
        rule=rule_shown(case),
        state=ReportState.ASKED,
        **answers,
    )
    db.session.add(report)
    due_at = now() + SUPERVISOR_DECIDES_WITHIN
    what = {"report_id": str(report.id)}
    ask_for(case, ApprovalKind.AUTHORITY_REPORT, by=by, what=what, due_at=due_at)
    trail.record(trail.Event.REPORT_PREPARED, case, object_id=report.id, detail=report.decision.value)
    tell_report(case, report, by)
    return report


def check_may_ask(case: Case, replaces: AuthorityReport | None) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: a supervisor can reopen it."))
    if replaces is None:
        return
    hold(replaces)
    if replaces.state is ReportState.ASKED:
        raise RuleBroken(_("This report waits for the supervisor: it can be changed once it is decided on."))
    if newer_than(replaces):
        raise RuleBroken(_("This report was already changed. Open the newer one."))


def check_is_complete(
    age: str,
    *,
    decision: ReportDecision,
    authority: Authority | None,
    person_agrees: bool | None = None,
    ground: GroundKind | None = None,
    **_more: Any,
) -> None:
    """An adult's refusal stands, unless a life or a child is in danger; nobody reports to no authority."""
    reports = decision is ReportDecision.REPORT
    if reports and authority is None:
        raise RuleBroken(_("Say to which authority."))
    if age == ADULT and person_agrees is None:
        raise RuleBroken(_("Say whether the person agrees: an adult decides herself."))
    if age == ADULT and reports and not person_agrees and ground is None:
        raise RuleBroken(
            _("An adult's refusal stands, unless a life or a child is in danger: give the ground.")
        )


def tell_report(case: Case, report: AuthorityReport, by: User) -> None:
    """The words stay out of the story, which is printed."""
    tell(case, Happening.AUTHORITY_REPORT, author_id=by.id, object_id=report.id, detail=report.state.value)


def report_asked_in(case: Case, approval: Approval) -> AuthorityReport | None:
    asked = approval.what.get("report_id")
    return find_report(case, UUID(asked)) if asked else None


def still_as_asked(case: Case, approval: Approval) -> bool:
    """Its words were not withdrawn, and the rule that was read is still the one for this person's age."""
    report = report_asked_in(case, approval)
    return report is not None and report.why is not None and report.rule["age"] == age_of(case)


STANDS[ApprovalKind.AUTHORITY_REPORT] = still_as_asked


def decide_report(
    case: Case, approval: Approval, decision: Decision, *, by: User, comment: str | None = None
) -> None:
    """Approved it stays as it is; returned, the worker finds it filled in, and asks again."""
    decide(case, approval, decision, by=by, comment=comment)
    report = report_asked_in(case, approval)
    if report is None:
        return
    hold(report)
    if decision is Decision.APPROVED:
        report.state, report.approved_by_id, report.approved_at = ReportState.APPROVED, by.id, now()
    else:
        report.state = ReportState.RETURNED
        ask_to_complete(case, approval, by)
    tell_report(case, report, by)


def ask_to_complete(case: Case, approval: Approval, by: User) -> None:
    if case.is_live:
        add_task(
            case,
            by=by,
            title=None,
            due_on=today() + TO_COMPLETE_WITHIN,
            kind=TaskKind.COMPLETE_FILE,
            assignee_id=approval.asked_by_id,
        )


def record_delivery(
    case: Case, report: AuthorityReport, *, by: User, version: int, sent_on: date, reference: str | None
) -> None:
    """Handed over by somebody of the service, outside the software. A second click keeps the first."""
    hold(case)
    hold(report)
    if (report.sent_on, report.reference) == (sent_on, reference):
        return
    is_report = report.decision is ReportDecision.REPORT and report.why is not None
    if report.state is not ReportState.APPROVED or not is_report:
        raise RuleBroken(_("Only an approved report is handed over, and once."))
    check_version(report, version)
    check_is_last(report)
    if report.approved_at and sent_on < day_of(report.approved_at):
        raise RuleBroken(_("It was not approved yet on that day."))
    report.sent_on, report.reference, report.state = sent_on, reference, ReportState.SENT
    trail.record(trail.Event.REPORT_SENT, case, object_id=report.id)
    tell_report(case, report, by)


def check_is_last(report: AuthorityReport) -> None:
    if newer_than(report):
        raise RuleBroken(_("A change of this report was asked for: the newer one is handed over."))


def record_answer(
    case: Case, report: AuthorityReport, *, by: User, version: int, answered_on: date, answer: str
) -> None:
    """What the authority answered, were the file closed in the meantime."""
    hold(case)
    hold(report)
    if (report.answered_on, report.answer) == (answered_on, answer):
        return
    if report.state is not ReportState.SENT:
        raise RuleBroken(_("Only a report that was handed over is answered, and once."))
    check_version(report, version)
    if report.sent_on and answered_on < report.sent_on:
        raise RuleBroken(_("It was not handed over yet on that day."))
    report.answered_on, report.answer, report.state = answered_on, answer, ReportState.ANSWERED
    trail.record(trail.Event.REPORT_ANSWERED, case, object_id=report.id)
    tell_report(case, report, by)


def check_may_print(report: AuthorityReport) -> None:
    if report.state not in APPROVED or report.decision is not ReportDecision.REPORT or report.why is None:
        raise RuleBroken(_("Only an approved report is printed."))
    if report.state is ReportState.APPROVED:  # what was handed over is printed as it was
        check_is_last(report)


def forget_words(_case: Case, report_id: UUID) -> None:
    """That it was decided, approved and answered stays; the words go."""
    report = db.session.get_one(AuthorityReport, report_id)
    for name in WORDS:
        setattr(report, name, None)
    if asked := request_of(report):
        asked.comment = None


register(Happening.AUTHORITY_REPORT, withdraw=forget_words)
