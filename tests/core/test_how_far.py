"""How far away a deadline is, in words: hours within a day when it is a moment, else days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from casework.core.i18n import days_from_today, long_day, until
from casework.tasks.models import Task, TaskKind

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "words", "days"),
    [
        (NOON + timedelta(hours=5, minutes=59), "in 5 hours", 0),
        (NOON + timedelta(hours=1), "in 1 hour", 0),
        (NOON + timedelta(hours=23), "in 23 hours", 1),
        (NOON + timedelta(hours=24), "tomorrow", 1),
        (NOON + timedelta(hours=72), "in 3 days", 3),
        (NOON + timedelta(minutes=20), "in less than an hour", 0),
        (NOON - timedelta(minutes=20), "less than an hour late", -1),
        (NOON - timedelta(hours=2), "2 hours late", -1),
        (NOON - timedelta(hours=49), "2 days late", -2),
        (date(2026, 11, 23), "today", 0),
        (date(2026, 11, 25), "in 2 days", 2),
        (date(2026, 11, 22), "1 day late", -1),
    ],
)
def test_in_words(database: Flask, set_time: Callable[..., None], when: date, words: str, days: int) -> None:
    set_time(NOON)
    with database.app_context(), force_locale("en"):
        assert (until(when), days_from_today(when)) == (words, days)


def test_a_day_is_shown_as_a_day_and_a_moment_as_a_moment() -> None:
    last = datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC)  # the end of the day in Casablanca, at UTC+1
    shown = [Task(kind=TaskKind.PLAN, due_at=due_at).due_when for due_at in (last, NOON)]
    assert shown == [date(2026, 11, 23), NOON]


def test_the_first_of_a_month_has_its_own_word_in_french(database: Flask) -> None:
    with database.app_context():
        with force_locale("fr"):
            assert [long_day(date(2026, 12, day)) for day in (1, 2)] == [
                "mardi 1er décembre 2026",
                "mercredi 2 décembre 2026",
            ]
        with force_locale("ar"):
            assert "er" not in long_day(date(2026, 12, 1))
