"""Clocks that a feature declares: what it keeps has a last day, and a task says so in time.

    declare(DeclaredClock(key="…", label=_l("…"), raise_before=timedelta(days=14), find=measures_ending))

`flask tick` raises the tasks, and cancels those whose reason went or moved. A service that changes such a
reason calls `tasks.services.follow_declared(case)` under its hold of the case: the file is right at once.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask_babel.speaklater import LazyString


class Due(NamedTuple):
    """What a clock counts for, on which file, and its last moment."""

    case_id: UUID
    about_id: UUID  # the measure, say; the case's own id when the clock is about the file
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeclaredClock:
    """`find(until, case_ids)`: all that stands and is due by then, the late ones too; None: of every file.

    Of live files alone, and of one object one moment. The task falls to whoever leads the file.
    """

    key: str  # kept on the tasks: never changed
    label: LazyString  # of the task
    raise_before: timedelta
    find: Callable[[datetime, Collection[UUID] | None], Iterable[Due]]


CLOCKS: dict[str, DeclaredClock] = {}


def declare(clock: DeclaredClock) -> None:
    if clock.key in CLOCKS:
        raise ValueError(f"Two clocks have the key {clock.key}.")
    CLOCKS[clock.key] = clock
