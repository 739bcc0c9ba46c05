"""Writes the daily lines; done again it corrects them."""

from datetime import date, timedelta
from uuid import UUID

from casework.audit.batches import in_batches
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.database import held
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.reports.models import DailyFigure
from casework.reports.queries.daily import (
    all_cells,
    by_day,
    first_opening_on,
    last_line_on,
    lines_between,
    n_open_before,
)
from casework.reports.queries.visits import NOBODY, first_visit_on, received_by_day

A_DAY = timedelta(days=1)
ENTERED_LATE = timedelta(days=62)  # paper that is typed in later counts on its own day


SAID = ("n_open", "n_new", "n_closed", "n_visits", "n_persons")
Lines = dict[date, tuple[int, ...]]  # of one cell: what each day says


def summarise(day: date, *, since: date | None = None) -> int:
    """The line of each cell for a day, or for every day since another. Says how many were written."""
    return in_batches(lambda: differing(since or day, day), write)


def differing(first: date, last: date) -> list[tuple[UUID, Lines]]:
    """What has to be written of each cell, a month at a time."""
    kept = {place: said(line) for place, line in lines_between(first, last).items()}
    parts: dict[tuple[UUID, date], Lines] = {}
    for cell_id, lines in counted(first, last).items():
        for day, line in lines.items():
            if kept.get((cell_id, day)) != line:
                parts.setdefault((cell_id, day.replace(day=1)), {})[day] = line
    return [(cell_id, lines) for (cell_id, _month), lines in parts.items()]


def counted(first: date, last: date) -> dict[UUID, Lines]:
    opened, closed = by_day(Case.opened_on, first, last), by_day(Case.closed_on, first, last)
    n_open, received = n_open_before(first), received_by_day(first, last)
    found: dict[UUID, Lines] = {cell_id: {} for cell_id in all_cells()}
    for cell_id, lines in found.items():
        now_open, day = n_open.get(cell_id, 0), first
        while day <= last:
            n_new, n_closed = opened.get((cell_id, day), 0), closed.get((cell_id, day), 0)
            now_open += n_new - n_closed
            lines[day] = (now_open, n_new, n_closed, *received.get((cell_id, day), NOBODY))
            day += A_DAY
    return found


def said(line: DailyFigure) -> tuple[int, ...]:
    return tuple(getattr(line, name) for name in SAID)


def write(part: tuple[UUID, Lines]) -> int:
    """The cell is held meanwhile: of two who write at once the second finds the lines of the first."""
    cell_id, lines = part
    held(Cell, cell_id)
    kept = lines_between(min(lines), max(lines))
    n_written = 0
    for day, line in lines.items():
        row = kept.get((cell_id, day)) or DailyFigure(cell_id=cell_id, day=day)
        if said(row) != line:
            for name, number in zip(SAID, line, strict=True):
                setattr(row, name, number)
            db.session.add(row)
            n_written += 1
    db.session.flush()
    return n_written


def catch_up() -> int:
    """Every day over that has no line yet, and those on which paper may have been entered late."""
    last, firsts = last_line_on(), list(filter(None, (first_opening_on(), first_visit_on())))
    if not firsts:
        return 0
    opening = min(firsts)
    until = today() - A_DAY
    since = max(opening, min(last, until) - ENTERED_LATE) if last else opening
    return summarise(until, since=since)
