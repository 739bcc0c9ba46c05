"""How long answers take and how often none comes, counted in the database."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, not_, select

from casework.core.extensions import db
from casework.referrals.models import Referral, ReferralState

A_DAY = 86_400.0
FROM = 5  # fewer say nothing, and might say it of one person


@dataclass(frozen=True)
class Usual:
    """The middle of so many answers, in days."""

    days: float | None = None
    n: int = 0


def days_taken() -> ColumnElement[Any]:
    """An answer written down for its day may seem to come before the hour of the sending: no time at all."""
    seconds = extract("epoch", Referral.answered_at) - extract("epoch", Referral.sent_at)
    return case((seconds < 0, 0.0), else_=seconds / A_DAY)


def is_answered() -> ColumnElement[bool]:
    return and_(Referral.sent_at.is_not(None), Referral.answered_at.is_not(None))


def medians(answered: Select[Any], key: ColumnElement[Any]) -> dict[Any, Usual]:
    """For each key the middle of the days; `answered` selects nothing yet. One statement."""
    ranked = answered.where(is_answered()).with_only_columns(
        key.label("key"),
        days_taken().label("days"),
        func.row_number().over(partition_by=key, order_by=days_taken()).label("place"),
        func.count().over(partition_by=key).label("n"),
        maintain_column_froms=True,
    )
    rows = ranked.order_by(None).subquery()
    is_middle = and_(2 * rows.c.place >= rows.c.n, 2 * rows.c.place <= rows.c.n + 2)
    middle = select(rows.c.key, func.avg(rows.c.days), func.max(rows.c.n)).where(is_middle)
    found = db.session.execute(middle.group_by(rows.c.key))
    return {found_key: Usual(round(float(days), 1), n) for found_key, days, n in found}


def days_to_answer(service_id: UUID) -> Usual:
    answered = select(Referral.id).where(Referral.service_id == service_id)
    found = medians(answered, Referral.service_id.expression)
    return found.get(service_id, Usual())


def sent_to(service_id: UUID) -> tuple[int, int]:
    """How many it received, how many of them stayed without an answer; what was taken back says nothing."""
    is_taken_back = and_(Referral.state == ReferralState.WITHDRAWN, Referral.answered_at.is_(None))
    is_silent = case((Referral.state == ReferralState.EXPIRED, 1), else_=0)
    counts = select(func.count(), func.coalesce(func.sum(is_silent), 0)).where(
        Referral.service_id == service_id, Referral.sent_at.is_not(None), not_(is_taken_back)
    )
    n_sent, n_silent = db.session.execute(counts).one()
    return n_sent, n_silent
