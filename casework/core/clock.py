"""The only place that reads the time, so that tests can set it. Days are those of Africa/Casablanca."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

CASABLANCA = ZoneInfo("Africa/Casablanca")
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)  # the end of what has no end, so that one comparison serves

source: Callable[[], datetime] = partial(datetime.now, UTC)


def now() -> datetime:
    return source()


def today() -> date:
    return day_of(now())


def day_of(instant: datetime) -> date:
    return instant.astimezone(CASABLANCA).date()


def start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, CASABLANCA).astimezone(UTC)


def moment_of(day: date) -> datetime:
    """Now for today; a day that is over counts from its beginning."""
    return now() if day == today() else start_of(day)


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), CASABLANCA).astimezone(UTC)
