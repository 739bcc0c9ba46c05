"""What the address of the agenda asks for: which days, of whom, and of what."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l

from casework.core.choices import LabelledEnum
from casework.core.clock import today

LIST_DAYS = 30
YEARS = 50  # nobody has anything to do farther away
WHOLE_CELL = "cell"


class View(LabelledEnum):
    WEEK = "week", _l("Week")
    DAY = "day", _l("One day")
    LIST = "list", _l("Next 30 days")


class Part(LabelledEnum):
    ALL = "all", _l("Everything")
    APPOINTMENTS = "appointments", _l("Appointments")
    TASKS = "tasks", _l("Tasks")


LENGTHS = {View.DAY: 1, View.WEEK: 7, View.LIST: LIST_DAYS}


@dataclass(frozen=True)
class Asked:
    view: View = View.WEEK
    part: Part = Part.ALL
    day: date | None = None  # None: today
    who: str = ""  # one's own, the whole cell, or the id of somebody of it

    @property
    def first(self) -> date:
        """A week begins on Monday."""
        day = self.day or today()
        return day - timedelta(days=day.weekday()) if self.view is View.WEEK else day

    @property
    def last(self) -> date:
        return self.first + timedelta(days=LENGTHS[self.view] - 1)

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range(LENGTHS[self.view]))

    @property
    def is_now(self) -> bool:
        return self.first <= today() <= self.last

    @property
    def earlier(self) -> dict[str, Any]:
        return self.but(day=self.first - timedelta(days=LENGTHS[self.view]))

    @property
    def later(self) -> dict[str, Any]:
        return self.but(day=self.last + timedelta(days=1))

    @property
    def address(self) -> dict[str, Any]:
        """Only what differs from the agenda that everybody finds."""
        plain = Asked()
        said = {name: getattr(self, name) for name in ("view", "part", "day", "who")}
        return {name: value for name, value in said.items() if value != getattr(plain, name)}

    def but(self, **other: Any) -> dict[str, Any]:
        """The address of the same agenda with something else."""
        return replace(self, **other).address


def asked_agenda() -> Asked:
    """What the address says; a word that it does not know is as good as none."""
    typed = request.args
    return Asked(
        view=typed.get("view", View.WEEK, type=View),
        part=typed.get("part", Part.ALL, type=Part),
        day=asked_day(typed.get("day", "")),
        who=asked_person(typed.get("who", "")),
    )


def asked_day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if abs(day.year - today().year) <= YEARS else None


def asked_person(typed: str) -> str:
    if typed == WHOLE_CELL:
        return typed
    try:
        return str(UUID(typed))
    except ValueError:
        return ""
