"""Every question asked of the closures."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Approval, ApprovalKind, Case
from casework.closure.models import Closure
from casework.core.clock import now
from casework.core.extensions import db


def closure_asked_in(approval: Approval) -> Closure:
    return db.session.get_one(Closure, UUID(approval.what["closure_id"]))


def requests_of(case: Case, closure: Closure) -> list[Approval]:
    """What was asked of the supervisor about this closure, decided or not."""
    asked = select(Approval).where(Approval.case_id == case.id, Approval.kind == ApprovalKind.CLOSURE)
    return [row for row in db.session.scalars(asked) if row.what["closure_id"] == str(closure.id)]


def last_approved(case: Case) -> Closure | None:
    """The closure that a reopening would undo."""
    approved = select(Closure).where(Closure.case_id == case.id, Closure.approved_at.is_not(None))
    return db.session.scalars(approved.order_by(Closure.approved_at.desc()).limit(1)).first()


def closure_made_with(case: Case, form_key: UUID) -> Closure | None:
    return db.session.scalar(select(Closure).where(Closure.case_id == case.id, Closure.form_key == form_key))


def expired_reopenings() -> Sequence[UUID]:
    """Returns that no supervisor decided on in time."""
    expired = select(Approval.id).where(
        Approval.kind == ApprovalKind.REOPENING, Approval.decided_at.is_(None), Approval.due_at < now()
    )
    return db.session.scalars(expired).all()
