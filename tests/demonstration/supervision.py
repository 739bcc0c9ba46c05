"""What holds of supervision, whether services played it today or the demonstration on a clock set back."""

from typing import Any

from casework.appointments.models import Appointment, AppointmentState
from casework.cases.models import Approval, ApprovalKind, Case, MemberRole
from casework.core.clock import FOREVER, now
from casework.core.extensions import db
from casework.measures.models import AuthorityReport, ReportState
from casework.supervision.models import ReviewQuestion
from casework.tasks.declared import CLOCKS
from casework.tasks.services.declaring import follow_clock
from casework.transfers.models import Transfer, TransferState


def check_supervision(case: Case) -> None:
    assert not any(follow_clock(clock, [case]) for clock in CLOCKS.values()), "each clock has its task"
    for appointment in of(Appointment, case):
        assert case.opened_on <= appointment.made_at.date() <= appointment.day
        assert (appointment.ended_at is None) == (appointment.state is AppointmentState.PLANNED)
        assert appointment.is_planned or appointment.has_begun
    for question in of(ReviewQuestion, case):
        assert (question.open_about_id is not None) == question.is_open
        assert question.asked_by_id != question.answered_by_id
        moments = [question.asked_at, question.answered_at, question.closed_at]
        assert moments == sorted(filter(None, moments)) + [None] * moments.count(None)
    check_reports(case)
    check_transfers(case)
    check_covers(case)


def check_reports(case: Case) -> None:
    """What was approved is approved by the supervisor; what waits, waits there."""
    waiting = {row.what["report_id"] for row in waiting_of(case, ApprovalKind.AUTHORITY_REPORT)}
    for report in of(AuthorityReport, case):
        assert (str(report.id) in waiting) == (report.state is ReportState.ASKED)
        is_approved = report.state not in (ReportState.ASKED, ReportState.RETURNED)
        assert (report.approved_by_id is not None) == is_approved
        assert report.approved_by_id != report.asked_by_id
        assert report.rule["lines"]


def check_transfers(case: Case) -> None:
    waiting = {row.what["transfer_id"] for row in waiting_of(case, ApprovalKind.TRANSFER)}
    for transfer in of(Transfer, case):
        assert (str(transfer.id) in waiting) == (transfer.state is TransferState.ASKED)
        assert (transfer.under_way_id == case.id) == transfer.is_under_way
        here = transfer.to_cell_id if transfer.state is TransferState.ACCEPTED else transfer.from_cell_id
        assert case.cell_id == here


def check_covers(case: Case) -> None:
    """A cover ends by itself; who leads a file or works on it is not shut out of it."""
    covers = [member for member in case.members if member.role is MemberRole.COVER]
    assert all(member.until_at < FOREVER and member.user_id != case.lead_id for member in covers)
    assert not case.member_ids & case.barred_ids
    assert all(member.from_at <= member.until_at for member in case.members)
    assert case.unassigned_at is None or case.unassigned_at <= now()


def waiting_of(case: Case, kind: ApprovalKind) -> list[Approval]:
    return [row for row in of(Approval, case) if row.kind is kind and row.decided_at is None]


def of(model: Any, case: Case) -> list[Any]:
    return db.session.query(model).filter_by(case_id=case.id).all()
