"""The monthly list of what somebody approved although he had asked it himself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request

from casework.accounts.models import User
from casework.core.clock import start_of, today
from casework.grants.queries import own_approvals
from casework.organisation.models import Cell
from casework.organisation.queries import cells_of

LONGEST = timedelta(days=31)


@dataclass(frozen=True)
class CellMonth:
    cell: Cell
    lines: Sequence[Any]  # (entry, who, reference)


@dataclass(frozen=True)
class MonthPage:
    first: date
    cells: Sequence[CellMonth]

    @property
    def before(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date | None:
        later = first_after(self.first)
        return later if later <= today() else None


def first_after(first: date) -> date:
    return (first + LONGEST).replace(day=1)


def asked_month() -> date:
    """The first day of the month named in the address; of this month when it names none that was."""
    this_month = today().replace(day=1)
    try:
        asked = date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return this_month
    return asked if date(2000, 1, 1) <= asked <= this_month else this_month


def month_page(user: User, first: date) -> MonthPage:
    """Every cell marked single-person, also one without a line, and others in which there was one."""
    lines = own_approvals(user, start_of(first), start_of(first_after(first)))
    months = []
    for cell in cells_of(user.directorate_id):
        of_cell = [line for line in lines if line[0].cell_id == cell.id]
        if of_cell or cell.is_single_person:
            months.append(CellMonth(cell, of_cell))
    return MonthPage(first, months)
