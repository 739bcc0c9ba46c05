"""How soon each step is due: data with an effective date, counted in the days of Africa/Casablanca."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from casework.core.choices import LabelledEnum
from casework.core.clock import CASABLANCA, day_of, end_of, start_of
from casework.programmes.lists import HERE, Option, rows_of

SATURDAY = 5


class RiskLevel(LabelledEnum):
    EMERGENCY = "emergency", _l("Emergency")
    HIGH = "high", _l("High risk")
    MEDIUM = "medium", _l("Medium risk")
    LOW = "low", _l("Low risk")

    @property
    def rank(self) -> int:
        """From 1, low, to 4, emergency."""
        levels = list(RiskLevel)
        return len(levels) - levels.index(self)


GRAVE = (RiskLevel.EMERGENCY, RiskLevel.HIGH)


class Clock(LabelledEnum):
    FIRST_CONTACT = "first_contact", _l("First contact")
    ASSESSMENT = "assessment", _l("Assessment")
    PLAN = "plan", _l("Plan")
    FOLLOW_UP = "follow_up", _l("Follow-up")
    SUPERVISOR_REVIEW = "supervisor_review", _l("Supervisor's review")


class Unit(LabelledEnum):
    HOURS = "hours", _l("In hours")
    DAYS = "days", _l("In days")


class DaysCounted(LabelledEnum):
    CALENDAR = "calendar", _l("All days")
    WORKING = "working", _l("Working days only")


@dataclass(frozen=True)
class ResponseTime:
    """So many hours, or so many days to the end of the last one; working time stands still on days off."""

    amount: int
    unit: Unit
    days_counted: DaysCounted

    @property
    def is_working(self) -> bool:
        return self.days_counted is DaysCounted.WORKING

    @property
    def text(self) -> str:
        if self.unit is Unit.HOURS and self.is_working:
            return ngettext("%(num)d working hour", "%(num)d working hours", self.amount)
        if self.unit is Unit.HOURS:
            return ngettext("%(num)d hour", "%(num)d hours", self.amount)
        if self.is_working:
            return ngettext("%(num)d working day", "%(num)d working days", self.amount)
        return ngettext("%(num)d day", "%(num)d days", self.amount)

    def due(self, start: datetime, days_off: Collection[date] = ()) -> datetime:
        """The last moment that is in time; `days_off` are those without a fixed date (the lunar feasts)."""
        if self.unit is Unit.DAYS:
            last = working_day_after(day_of(start), self.amount, days_off) if self.is_working else None
            moment = end_of(last or day_of(start) + timedelta(days=self.amount))
        elif self.is_working:
            moment = after_working_hours(start, timedelta(hours=self.amount), days_off)
        else:
            moment = start.astimezone(UTC) + timedelta(hours=self.amount)
        return moment.astimezone(CASABLANCA)


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    return day.weekday() < SATURDAY and day not in days_off and not is_fixed_holiday(day)


def working_day_after(day: date, amount: int, days_off: Collection[date]) -> date:
    while amount:
        day += timedelta(days=1)
        amount -= is_working_day(day, days_off)
    return day


def after_working_hours(start: datetime, left: timedelta, days_off: Collection[date]) -> datetime:
    """The clock runs day and night on working days. It is kept in UTC: the local one jumps around Ramadan."""
    moment = start.astimezone(UTC)
    while True:
        midnight = start_of(day_of(moment) + timedelta(days=1))
        if is_working_day(day_of(moment), days_off):
            if left <= midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight


@dataclass(frozen=True)
class FixedHoliday:
    month: int
    day: int
    since_year: int | None  # None: always
    name: Option


@cache
def named_holidays() -> list[FixedHoliday]:
    return [
        FixedHoliday(
            int(row["month"]),
            int(row["day"]),
            int(row["since_year"]) if row["since_year"] else None,
            Option(code="", ar=row["ar"], fr=row["fr"], en=row["en"]),
        )
        for row in rows_of(HERE / "holidays.csv")
    ]


@cache
def fixed_holidays() -> dict[tuple[int, int], int]:
    """Month and day of each, with the first year in which it was a day off."""
    return {(one.month, one.day): one.since_year or date.min.year for one in named_holidays()}


def is_fixed_holiday(day: date) -> bool:
    return day.year >= fixed_holidays().get((day.month, day.day), date.max.year + 1)


@cache
def settings() -> dict[tuple[str, RiskLevel, Clock], dict[date, ResponseTime]]:
    """Every response time by programme, risk and clock, then by the day it takes effect, oldest first."""
    found: dict[tuple[str, RiskLevel, Clock], dict[date, ResponseTime]] = {}
    for row in sorted(rows_of(HERE / "deadlines.csv"), key=lambda row: row["effective_from"]):
        key = row["programme"], RiskLevel(row["risk"]), Clock(row["clock"])
        time = ResponseTime(int(row["amount"]), Unit(row["unit"]), DaysCounted(row["days_counted"]))
        found.setdefault(key, {})[date.fromisoformat(row["effective_from"])] = time
    return found


def response_time(programme: str, risk: RiskLevel, clock: Clock, day: date) -> ResponseTime:
    """The rule in force that day; before the first rule, the first: a paper entry may be older than it."""
    rules = settings()[programme, risk, clock]
    in_force = [time for since, time in rules.items() if since <= day]
    return in_force[-1] if in_force else next(iter(rules.values()))
