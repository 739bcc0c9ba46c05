"""Every question asked of the details of a case, and of what an administrator set of the rules."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.orm import Session, joinedload

from casework.core.extensions import db
from casework.organisation.models import Holiday
from casework.organisation.queries import days_off_of
from casework.programmes.base import Details, Programme
from casework.programmes.deadlines import ResponseTime
from casework.programmes.models import ResponseTimeSetting, RuleHistory
from casework.programmes.rules import Rule, Rules

KEPT = "response times"  # in the session, until its transaction ends


def details_of(programme: Programme, case_id: UUID) -> Details | None:
    return db.session.scalar(select(programme.details).where(programme.details.case_id == case_id))


def rules_of(directorate_id: UUID) -> Rules:
    """Read once in a transaction: one statement, and one more when working days are counted."""
    kept: dict[UUID, Rules] = db.session.info.setdefault(KEPT, {})
    if directorate_id not in kept:
        kept[directorate_id] = Rules(times_set_in(directorate_id), partial(days_off_of, directorate_id))
    return kept[directorate_id]


def forget_rules(session: Any) -> None:
    session.info.pop(KEPT, None)


event.listen(Session, "after_commit", forget_rules)
event.listen(Session, "after_rollback", forget_rules)


def times_set_in(directorate_id: UUID) -> dict[Rule, dict[date, ResponseTime]]:
    found: dict[Rule, dict[date, ResponseTime]] = {}
    settings = select(ResponseTimeSetting).where(ResponseTimeSetting.directorate_id == directorate_id)
    for setting in db.session.scalars(settings.order_by(ResponseTimeSetting.effective_from)):
        found.setdefault(setting.rule, {})[setting.effective_from] = setting.time
    return found


def history_of(directorate_id: UUID, rule: Rule) -> RuleHistory:
    """Each with who set it."""
    settings = select(ResponseTimeSetting).where(
        ResponseTimeSetting.directorate_id == directorate_id,
        ResponseTimeSetting.programme_key == rule.programme,
        ResponseTimeSetting.risk == rule.risk,
        ResponseTimeSetting.clock == rule.clock,
    )
    named = settings.options(joinedload(ResponseTimeSetting.set_by))
    return RuleHistory(list(db.session.scalars(named.order_by(ResponseTimeSetting.effective_from))))


def holidays_of(directorate_id: UUID) -> list[Holiday]:
    """The days off that were entered, newest first."""
    holidays = select(Holiday).where(Holiday.directorate_id == directorate_id)
    return list(db.session.scalars(holidays.order_by(Holiday.day.desc())))


def find_holiday(directorate_id: UUID, holiday_id: UUID) -> Holiday | None:
    return db.session.scalar(
        select(Holiday).where(Holiday.directorate_id == directorate_id, Holiday.id == holiday_id)
    )


def holidays_on(directorate_id: UUID, days: Collection[date]) -> dict[date, Holiday]:
    entered = select(Holiday).where(Holiday.directorate_id == directorate_id, Holiday.day.in_(days))
    return {holiday.day: holiday for holiday in db.session.scalars(entered)}
