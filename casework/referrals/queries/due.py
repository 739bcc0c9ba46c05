"""Which referrals have waited too long for an answer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from casework.cases.models import LIVE, Case
from casework.core.clock import start_of, today
from casework.core.extensions import db
from casework.referrals.delays import DELAYS
from casework.referrals.models import Referral, ReferralState

UNANSWERED = (ReferralState.SENT, ReferralState.RECEIVED)


def to_be_called() -> Sequence[UUID]:
    """The day for the call has come, and nobody was told yet."""
    return those_where(and_(Referral.called_at.is_(None), or_(*has_waited(call=True))))


def to_expire() -> Sequence[UUID]:
    return those_where(or_(*has_waited(call=False)))


def has_waited(*, call: bool) -> list[ColumnElement[bool]]:
    """By urgency; from the day on which an answer was expected, or from the sending where none was said."""
    ways: list[ColumnElement[bool]] = []
    for urgency, delay in DELAYS.items():
        since_expected = today() if call else today() - delay.grace
        since_sent = today() - (delay.call_after if call else delay.expire_after)
        is_due = or_(
            Referral.answer_by <= since_expected if call else Referral.answer_by < since_expected,
            and_(Referral.answer_by.is_(None), Referral.sent_at < start_of(since_sent)),
        )
        ways.append(and_(Referral.urgency == urgency, is_due))
    return ways


def those_where(is_due: ColumnElement[bool]) -> Sequence[UUID]:
    """In the order of their files: whoever holds several files holds them in this order."""
    waiting = (
        select(Referral.id)
        .join(Referral.case)
        .where(Referral.state.in_(UNANSWERED), Case.status.in_(LIVE), is_due)
        .order_by(Referral.case_id, Referral.id)
    )
    return db.session.scalars(waiting).all()
