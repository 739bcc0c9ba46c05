"""What the figures count. Totals per cell and month only: any finer crossing could point at somebody."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, extract, func, or_, select

from casework.accounts.models import User
from casework.cases.models import LIVE, Case, CaseStatus
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.reports.models import DailyFigure

Counts = dict[tuple[UUID, date], int]


def is_counted() -> ColumnElement[bool]:
    """Open, or closed on a day that is known; never one entered in error, nor one merged into another."""
    is_known = or_(Case.status.in_(LIVE), Case.closed_on.is_not(None))
    return and_(Case.status.not_in((CaseStatus.MERGED, CaseStatus.ENTERED_IN_ERROR)), is_known)


def all_cells() -> list[UUID]:
    return list(db.session.scalars(select(Cell.id).order_by(Cell.id)))


def n_open_before(day: date) -> dict[UUID, int]:
    """Files of each cell that were open when the day began."""
    was_open = or_(Case.closed_on.is_(None), Case.closed_on >= day)
    counts = (
        select(Case.cell_id, func.count().label("n"))
        .where(is_counted(), Case.opened_on < day, was_open)
        .group_by(Case.cell_id)
    )
    return {row.cell_id: row.n for row in db.session.execute(counts)}


def by_day(column: Any, since: date, until: date) -> Counts:
    """How many files of each cell have this date, for each day of a period."""
    counts = (
        select(Case.cell_id, column.label("day"), func.count().label("n"))
        .where(is_counted(), column >= since, column <= until)
        .group_by(Case.cell_id, column)
    )
    return {(row.cell_id, row.day): row.n for row in db.session.execute(counts)}


def lines_between(since: date, until: date) -> dict[tuple[UUID, date], DailyFigure]:
    lines = select(DailyFigure).where(DailyFigure.day >= since, DailyFigure.day <= until)
    return {(line.cell_id, line.day): line for line in db.session.scalars(lines)}


def last_line_on() -> date | None:
    return db.session.scalar(select(func.max(DailyFigure.day)))


def first_opening_on() -> date | None:
    return db.session.scalar(select(func.min(Case.opened_on)))


def monthly_sums(cell_ids: Collection[UUID], last_days: Collection[date], until: date) -> Sequence[Any]:
    """Files, visits and persons per cell and month that ended on one of these days, before `until`.

    `n_open` is what the last day of the month says; None without its line.
    """
    since = min(last_days).replace(day=1)
    at_end = case((DailyFigure.day.in_(last_days), DailyFigure.n_open))
    year, month = extract("year", DailyFigure.day), extract("month", DailyFigure.day)
    sums = (
        select(
            DailyFigure.cell_id,
            year.label("year"),
            month.label("month"),
            func.max(at_end).label("n_open"),
            func.sum(DailyFigure.n_new).label("n_new"),
            func.sum(DailyFigure.n_closed).label("n_closed"),
            func.sum(DailyFigure.n_visits).label("n_visits"),
            func.sum(DailyFigure.n_persons).label("n_persons"),
        )
        .where(DailyFigure.cell_id.in_(cell_ids), DailyFigure.day >= since, DailyFigure.day < until)
        .group_by(DailyFigure.cell_id, year, month)
    )
    return db.session.execute(sums).all()


def month_so_far(cell_ids: Collection[UUID], first: date) -> dict[UUID, Any]:
    """The month that runs, asked of the files themselves."""
    is_new, is_closed = Case.opened_on >= first, Case.closed_on >= first
    is_open = Case.status.in_(LIVE)
    counts = (
        select(
            Case.cell_id,
            func.count(case((is_open, 1))).label("n_open"),
            func.count(case((is_new, 1))).label("n_new"),
            func.count(case((is_closed, 1))).label("n_closed"),
        )
        .where(Case.cell_id.in_(cell_ids), is_counted(), or_(is_open, is_new, is_closed))
        .group_by(Case.cell_id)
    )
    return {row.cell_id: row for row in db.session.execute(counts)}


def days_of_files_led_by(user: User) -> Sequence[Any]:
    """When each file that somebody leads was opened and closed."""
    days = select(Case.opened_on, Case.closed_on).where(is_counted(), Case.lead_id == user.id)
    return db.session.execute(days).all()
