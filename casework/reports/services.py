"""Writes the daily lines; done again it corrects them."""

from datetime import date, timedelta

from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
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


def summarise(day: date, *, since: date | None = None) -> int:
    """The line of each cell for a day, or for every day since another. Says how many lines."""
    first = since or day
    opened, closed = by_day(Case.opened_on, first, day), by_day(Case.closed_on, first, day)
    kept, n_open = lines_between(first, day), n_open_before(first)
    received = received_by_day(first, day)
    n_lines = 0
    for cell_id in all_cells():
        now_open, current = n_open.get(cell_id, 0), first
        while current <= day:
            n_new, n_closed = opened.get((cell_id, current), 0), closed.get((cell_id, current), 0)
            now_open += n_new - n_closed
            line = kept.get((cell_id, current)) or DailyFigure(cell_id=cell_id, day=current)
            line.n_open, line.n_new, line.n_closed = now_open, n_new, n_closed
            line.n_visits, line.n_persons = received.get((cell_id, current), NOBODY)
            db.session.add(line)
            current, n_lines = current + A_DAY, n_lines + 1
    return n_lines


def catch_up() -> int:
    """Every day over that has no line yet, and those on which paper may have been entered late."""
    last, firsts = last_line_on(), list(filter(None, (first_opening_on(), first_visit_on())))
    if not firsts:
        return 0
    opening = min(firsts)
    until = today() - A_DAY
    since = max(opening, min(last, until) - ENTERED_LATE) if last else opening
    return summarise(until, since=since)
