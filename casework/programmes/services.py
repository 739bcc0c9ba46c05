"""What an administrator sets of the rules: how soon a step is due, and the days off of the year."""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.core.clock import now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.organisation.models import Holiday
from casework.organisation.queries import find_directorate
from casework.programmes.feasts import feasts
from casework.programmes.models import ResponseTimeSetting
from casework.programmes.queries import forget_rules, history_of, holidays_on
from casework.programmes.rules import Rule

# what was counted in working days; whoever counted it says how it follows
when_days_off_change: list[Callable[[UUID, Collection[date]], None]] = []


def set_deadline(rule: Rule, *, effective_from: date, version: int, by: User, **time: Any) -> None:
    """From a day to come, so that no due date already given was counted by it; `time`: see ResponseTime."""
    hold(find_directorate(by.directorate_id))
    if effective_from <= today():
        raise RuleBroken(_("A rule takes effect tomorrow at the earliest: what is due today was counted."))
    history = history_of(by.directorate_id, rule)
    same_day = [setting for setting in history.settings if setting.effective_from == effective_from]
    if any(all(getattr(setting, name) == value for name, value in time.items()) for setting in same_day):
        return
    check_version(history, version)
    where = {"programme_key": rule.programme, "risk": rule.risk, "clock": rule.clock}
    setting = next(iter(same_day), None) or ResponseTimeSetting(
        directorate_id=by.directorate_id, effective_from=effective_from, **where
    )
    for name, value in time.items():
        setattr(setting, name, value)
    setting.set_by, setting.set_at = by, now()
    db.session.add(setting)
    trail.record(trail.Event.SETTING_CHANGED, object_id=setting.id, detail="deadline.set")
    forget_rules(db.session)


def enter_days_off(
    *, day: date, feast: str, by: User, name_ar: str | None = None, name_fr: str | None = None
) -> None:
    """All the days of a feast from its first on, or one day with names of its own."""
    hold(find_directorate(by.directorate_id))
    if known := feasts().get(feast):
        name_ar, name_fr = known.name.ar, known.name.fr
    days = [day + timedelta(days=n) for n in range(known.n_days if known else 1)]
    entered = holidays_on(by.directorate_id, days)
    names = {"name_ar": name_ar, "name_fr": name_fr}
    if taken := [one.day for one in entered.values() if (one.name_ar, one.name_fr) != (name_ar, name_fr)]:
        raise RuleBroken(_("%(day)s is already a day off: remove it first.", day=short_day(taken[0])))
    for missing in sorted(set(days) - entered.keys()):
        holiday = Holiday(directorate_id=by.directorate_id, day=missing, **names)
        db.session.add(holiday)
        trail.record(trail.Event.SETTING_CHANGED, object_id=holiday.id, detail="day_off.entered")
    tell_days_off(by.directorate_id, set(days) - entered.keys())


def remove_day_off(holiday: Holiday) -> None:
    hold(find_directorate(holiday.directorate_id))
    db.session.delete(holiday)
    trail.record(trail.Event.SETTING_CHANGED, object_id=holiday.id, detail="day_off.removed")
    tell_days_off(holiday.directorate_id, {holiday.day})


def tell_days_off(directorate_id: UUID, days: Collection[date]) -> None:
    db.session.flush()
    forget_rules(db.session)
    for follow in when_days_off_change if days else ():
        follow(directorate_id, days)
