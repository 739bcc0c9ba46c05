"""Who is told of a day, and which deadlines passed so long ago that the supervisor is told."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, or_, select

from casework.accounts.models import User
from casework.cases.models import LIVE, Case
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.digests.models import Digest, DigestKind
from casework.programmes.base import RiskLevel
from casework.tasks.models import Task, TaskKind

# the supervisor is told once a step of the file is late by this much
PATIENCE = {
    RiskLevel.EMERGENCY: timedelta(days=1),
    RiskLevel.HIGH: timedelta(days=3),
    RiskLevel.MEDIUM: timedelta(days=14),
    RiskLevel.LOW: timedelta(days=30),
}
# what the supervisor does himself, and what somebody noted for himself
NOT_TOLD = (TaskKind.SUPERVISOR_REVIEW, TaskKind.BY_HAND)


def very_late() -> Sequence[UUID]:
    """Open steps that are late for too long, in the order of their files."""
    late_for = [
        and_(Case.risk == risk, Task.due_at < now() - patience) for risk, patience in PATIENCE.items()
    ]
    steps = (
        select(Task.id)
        .join(Case, Case.id == Task.case_id)
        .where(
            Case.status.in_(LIVE),
            Case.next_due_on < today(),
            Task.done_at.is_(None),
            Task.escalated_at.is_(None),
            Task.kind.not_in(NOT_TOLD),
            or_(Task.waits_until.is_(None), Task.waits_until < today()),
            or_(*late_for),
        )
    )
    return db.session.scalars(steps.order_by(Task.case_id, Task.id)).all()


def to_be_mailed(kind: DigestKind, day: date) -> Sequence[User]:
    """Who gave an address, wants the digests, and was not told of this one."""
    was_told = exists().where(Digest.user_id == User.id, Digest.kind == kind, Digest.day == day)
    readers = select(User).where(
        User.email.is_not(None), User.wants_digest, User.disabled_at.is_(None), ~was_told
    )
    return db.session.scalars(readers.order_by(User.id)).all()


def told_of(user: User, kind: DigestKind, day: date) -> Digest | None:
    told = select(Digest).where(Digest.user_id == user.id, Digest.kind == kind, Digest.day == day)
    return db.session.scalar(told)
