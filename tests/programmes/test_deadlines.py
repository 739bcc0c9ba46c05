"""When a step is due: hours to the minute, days to their end, working time only on working days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.core.clock import CASABLANCA, day_of, start_of
from casework.programmes import PROGRAMMES, deadlines
from casework.programmes.deadlines import (
    Clock,
    DaysCounted,
    ResponseTime,
    RiskLevel,
    Unit,
    is_working_day,
    response_time,
)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.integers(1, 90)
units = st.sampled_from(Unit)
countings = st.sampled_from(DaysCounted)
some_days_off = st.sets(st.dates(date(2024, 1, 1), date(2031, 6, 30)), max_size=12)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CASABLANCA)


def due(amount: int, unit: Unit, counted: DaysCounted, start: str, *days_off: date) -> str:
    moment = ResponseTime(amount, unit, counted).due(at(start), days_off)
    return moment.strftime("%Y-%m-%d %H:%M")


@given(amounts, units, countings, moments, some_days_off)
def test_it_is_always_later_and_in_local_time(
    amount: int, unit: Unit, counted: DaysCounted, start: datetime, days_off: set[date]
) -> None:
    moment = ResponseTime(amount, unit, counted).due(start, days_off)
    assert moment > start
    assert moment.tzinfo is CASABLANCA


@given(amounts, units, countings, moments, st.timedeltas(timedelta(0), timedelta(days=30)), some_days_off)
def test_starting_later_is_never_due_earlier(
    amount: int, unit: Unit, counted: DaysCounted, start: datetime, later: timedelta, days_off: set[date]
) -> None:
    time = ResponseTime(amount, unit, counted)
    assert time.due(start, days_off) <= time.due(start + later, days_off)


@given(amounts, units, moments, some_days_off)
def test_working_time_is_never_shorter_than_calendar_time(
    amount: int, unit: Unit, start: datetime, days_off: set[date]
) -> None:
    working = ResponseTime(amount, unit, DaysCounted.WORKING).due(start, days_off)
    assert working >= ResponseTime(amount, unit, DaysCounted.CALENDAR).due(start)


@given(amounts, moments)
def test_hours_are_exact_whatever_the_clocks_do(amount: int, start: datetime) -> None:
    moment = ResponseTime(amount, Unit.HOURS, DaysCounted.CALENDAR).due(start)
    assert moment.astimezone(UTC) - start == timedelta(hours=amount)


@given(amounts, moments, some_days_off)
def test_working_days_are_counted_one_by_one(amount: int, start: datetime, days_off: set[date]) -> None:
    moment = ResponseTime(amount, Unit.DAYS, DaysCounted.WORKING).due(start, days_off)
    first, last = day_of(start), day_of(moment)
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert is_working_day(last, days_off)
    assert sum(is_working_day(day, days_off) for day in between) == amount


@given(amounts, moments, some_days_off)
def test_the_working_hours_elapsed_add_up(amount: int, start: datetime, days_off: set[date]) -> None:
    moment = ResponseTime(amount, Unit.HOURS, DaysCounted.WORKING).due(start, days_off).astimezone(UTC)
    days = [day_of(start) + timedelta(days=n) for n in range((day_of(moment) - day_of(start)).days + 1)]
    worked = [
        min(moment, start_of(day + timedelta(days=1))) - max(start, start_of(day))
        for day in days
        if is_working_day(day, days_off)
    ]
    assert sum(worked, timedelta(0)) == timedelta(hours=amount)


@given(amounts, countings, moments)
def test_days_end_with_the_day(amount: int, counted: DaysCounted, start: datetime) -> None:
    moment = ResponseTime(amount, Unit.DAYS, counted).due(start)
    assert moment.strftime("%H:%M:%S") == "23:59:59"


@given(amounts, units, moments, some_days_off, some_days_off)
def test_more_days_off_are_never_due_earlier(
    amount: int, unit: Unit, start: datetime, days_off: set[date], more: set[date]
) -> None:
    time = ResponseTime(amount, unit, DaysCounted.WORKING)
    assert time.due(start, days_off) <= time.due(start, days_off | more)


@given(moments, some_days_off, st.sampled_from(Clock), st.sampled_from(list(PROGRAMMES)))
def test_a_higher_risk_never_has_more_time(
    start: datetime, days_off: set[date], clock: Clock, programme: str
) -> None:
    day = day_of(start)
    due_at = [response_time(programme, risk, clock, day).due(start, days_off) for risk in RiskLevel]
    assert due_at == sorted(due_at)


# 2026: 13 November is a Friday, 18 November a Wednesday and Independence Day
@pytest.mark.parametrize(
    ("amount", "unit", "counted", "start", "expected"),
    [
        (3, Unit.HOURS, DaysCounted.CALENDAR, "2026-11-13 22:30", "2026-11-14 01:30"),
        (1, Unit.DAYS, DaysCounted.CALENDAR, "2026-11-13 22:30", "2026-11-14 23:59"),
        (7, Unit.DAYS, DaysCounted.WORKING, "2026-11-13 10:00", "2026-11-25 23:59"),
        (72, Unit.HOURS, DaysCounted.WORKING, "2026-11-13 10:00", "2026-11-19 10:00"),
        (72, Unit.HOURS, DaysCounted.WORKING, "2026-11-14 10:00", "2026-11-20 00:00"),
        (24, Unit.HOURS, DaysCounted.WORKING, "2026-11-10 10:00", "2026-11-11 10:00"),
        (1, Unit.DAYS, DaysCounted.CALENDAR, "2026-11-30 23:59", "2026-12-01 23:59"),  # the end of a month
        (4, Unit.DAYS, DaysCounted.WORKING, "2026-12-30 10:00", "2027-01-06 23:59"),  # and of a year
        (2, Unit.DAYS, DaysCounted.CALENDAR, "2028-02-27 10:00", "2028-02-29 23:59"),  # a leap year
        (2, Unit.DAYS, DaysCounted.CALENDAR, "2027-02-27 10:00", "2027-03-01 23:59"),
        (24, Unit.HOURS, DaysCounted.CALENDAR, "2028-02-29 08:00", "2028-03-01 08:00"),
    ],
)
def test_some_known_days(amount: int, unit: Unit, counted: DaysCounted, start: str, expected: str) -> None:
    assert due(amount, unit, counted, start) == expected


def test_a_lunar_feast_entered_by_the_administrator_moves_the_day() -> None:
    assert due(1, Unit.DAYS, DaysCounted.WORKING, "2026-05-26 09:00") == "2026-05-27 23:59"
    feast = date(2026, 5, 27), date(2026, 5, 28)
    assert due(1, Unit.DAYS, DaysCounted.WORKING, "2026-05-26 09:00", *feast) == "2026-05-29 23:59"


def clock_changes(first: date, last: date) -> list[tuple[datetime, timedelta]]:
    """Read from the zone itself: when Morocco's clock moves (around Ramadan), and by how much."""
    days = (datetime(first.year, 1, 1, tzinfo=UTC) + timedelta(days=n) for n in range((last - first).days))
    found = []
    for day, after in pairwise(days):
        if shift := offset(after) - offset(day):
            hours = (day + timedelta(hours=n) for n in range(1, 25))
            found.append((next(hour for hour in hours if offset(hour) == offset(after)), shift))
    return found


def offset(moment: datetime) -> timedelta:
    return moment.astimezone(CASABLANCA).utcoffset() or timedelta(0)


CHANGES = clock_changes(date(2026, 1, 1), date(2029, 1, 1))


def test_the_clock_moves_twice_a_year() -> None:
    hour = timedelta(hours=1)
    assert [shift for _moment, shift in CHANGES] == [-hour, hour] * (len(CHANGES) // 2)
    assert len(CHANGES) >= 6


@pytest.mark.parametrize(("moment", "shift"), CHANGES)
def test_when_ramadan_moves_the_clock_hours_are_hours_and_days_are_days(
    moment: datetime, shift: timedelta
) -> None:
    before = moment.astimezone(CASABLANCA) - timedelta(hours=10)  # the same wall clock, ten hours earlier
    for counted in DaysCounted:
        due_at = ResponseTime(72, Unit.HOURS, counted).due(before.astimezone(UTC))
        elapsed = due_at.astimezone(UTC) - before.astimezone(UTC)
        assert elapsed >= timedelta(hours=72)
    hours = ResponseTime(24, Unit.HOURS, DaysCounted.CALENDAR).due(before.astimezone(UTC))
    assert hours.replace(tzinfo=None) - before.replace(tzinfo=None) == timedelta(hours=24) + shift
    days = ResponseTime(1, Unit.DAYS, DaysCounted.CALENDAR).due(before.astimezone(UTC))
    assert (days.date(), days.strftime("%H:%M:%S")) == (before.date() + timedelta(days=1), "23:59:59")
    day = day_of(moment)
    assert start_of(day + timedelta(days=1)) - start_of(day) == timedelta(hours=24) - shift


@pytest.mark.parametrize(
    ("day", "is_off"),
    [
        (date(2024, 1, 11), True),
        (date(2023, 1, 13), False),
        (date(2025, 1, 14), True),
        (date(2022, 1, 14), False),  # the Amazigh new year is a day off since 2024
        (date(2025, 10, 31), False),
        (date(2028, 10, 31), True),  # Unity Day, since 2026
        (date(2026, 7, 30), True),
        (date(2026, 8, 14), True),
        (date(2026, 8, 20), True),
        (date(2026, 8, 21), True),
        (date(2026, 11, 6), True),
        (date(2026, 5, 1), True),
        (date(2026, 11, 14), True),  # a Saturday
        (date(2026, 11, 16), False),
    ],
)
def test_days_off(day: date, is_off: bool) -> None:
    assert is_working_day(day) is not is_off


def test_every_programme_answers_for_every_risk_and_clock() -> None:
    day = date(2026, 11, 23)
    for programme in PROGRAMMES.values():
        for clock in Clock:
            rules = [response_time(programme.key, risk, clock, day) for risk in RiskLevel]
            times = [rule.due(at("2026-11-23 09:00")) for rule in rules]
            assert times == sorted(times), (programme.key, clock)
    assert {key for key, _risk, _clock in deadlines.settings()} == set(PROGRAMMES)


def test_the_rule_is_the_one_in_force_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (ResponseTime(amount, Unit.DAYS, DaysCounted.CALENDAR) for amount in (7, 5))
    rules = {("some", RiskLevel.LOW, Clock.PLAN): {date(2026, 1, 1): old, date(2027, 1, 1): new}}
    monkeypatch.setattr(deadlines, "settings", lambda: rules)
    days = {date(2019, 2, 27): old, date(2026, 12, 31): old, date(2027, 1, 1): new}
    assert {day: response_time("some", RiskLevel.LOW, Clock.PLAN, day) for day in days} == days


def test_the_gravest_risk_ranks_highest() -> None:
    assert [risk.rank for risk in RiskLevel] == [4, 3, 2, 1]
