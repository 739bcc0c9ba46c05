"""Files, visits and persons per cell and month; the current month is counted as it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import dropwhile
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from casework.access.policy import Action, Scope, scope_of
from casework.accounts.models import User
from casework.core.clock import today
from casework.organisation.models import Cell
from casework.organisation.queries import cells_of
from casework.reports.queries import daily
from casework.reports.queries.visits import NOBODY, Received, received_since

N_MONTHS = 12


@dataclass(frozen=True)
class Month:
    first: date
    n_open: int | None  # None: the last day of that month has no line
    n_new: int
    n_closed: int
    n_visits: int = 0
    n_persons: int = 0  # not counted before in this cell

    @property
    def label(self) -> str:
        return str(format_date(self.first, "LLLL y"))


@dataclass(frozen=True)
class Sheet:
    """The figures of one cell, or of one worker's own files."""

    title: str
    months: list[Month]

    @property
    def current(self) -> Month:
        return self.months[-1]

    @property
    def received(self) -> list[Month]:
        """From the month of the first visit on: before it there was no register."""
        return list(dropwhile(lambda month: not month.n_visits, self.months))

    def rows(self, name: str) -> list[tuple[str, int]]:
        """For the charts, the newest month first."""
        numbers = [(month.label, getattr(month, name)) for month in reversed(self.months)]
        return [(label, n) for label, n in numbers if n is not None]


def sheets_for(user: User) -> list[Sheet]:
    """Every cell of the directorate, the supervisor's own, or a worker's own files."""
    scopes = {scope_of(place.role, Action.FIGURES_VIEW): place for place in user.positions}
    if Scope.DIRECTORATE in scopes:
        return sheets_of(cells_of(user.directorate_id))
    held = [place for place in user.positions if scope_of(place.role, Action.FIGURES_VIEW) is Scope.CELL]
    supervised = [place.cell for place in held if place.cell]
    own = [own_sheet(user)] if Scope.OWN in scopes or not supervised else []
    return sheets_of(supervised) + own


def sheets_of(cells: Iterable[Cell]) -> list[Sheet]:
    found = {cell.id: cell for cell in cells}
    *past, current = months()
    rows = daily.monthly_sums(found, [last_day(month) for month in past], current)
    sums = {(row.cell_id, row.year, row.month): row for row in rows}
    running, received = daily.month_so_far(found, current), received_since(found, current)
    sheets = []
    for cell_id, cell in found.items():
        lines = [
            month_over(month, row) for month in past if (row := sums.get((cell_id, month.year, month.month)))
        ]
        this_month = so_far(current, running.get(cell_id), received.get(cell_id))
        sheets.append(Sheet(cell.name, [*lines, this_month]))
    return sheets


def month_over(month: date, row: Any) -> Month:
    sums = (int(row.n_new), int(row.n_closed), int(row.n_visits), int(row.n_persons))
    return Month(month, row.n_open, *sums)


def so_far(month: date, row: Any, received: Received | None) -> Month:
    n_open, n_new, n_closed = (row.n_open, row.n_new, row.n_closed) if row else (0, 0, 0)
    return Month(month, n_open, n_new, n_closed, *(received or NOBODY))


def own_sheet(user: User) -> Sheet:
    """Few files: counted one by one."""
    days = daily.days_of_files_led_by(user)
    first = min((opened for opened, _closed in days), default=today())
    shown = [month for month in months() if last_day(month) >= first]
    return Sheet(_("Files that I lead"), [month_of(month, days) for month in shown])


def month_of(first: date, days: Iterable[Any]) -> Month:
    last = last_day(first)
    n_open = n_new = n_closed = 0
    for opened, closed in days:
        n_open += opened <= last and (closed is None or closed > last)
        n_new += first <= opened <= last
        n_closed += closed is not None and first <= closed <= last
    return Month(first, n_open, n_new, n_closed)


def months() -> list[date]:
    """The first days of the last twelve months, the current one last."""
    return list(reversed(list(months_back(today().replace(day=1)))))


def months_back(first: date) -> Iterator[date]:
    for _n in range(N_MONTHS):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


def last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
