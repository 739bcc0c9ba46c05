"""Visits and persons per cell. A person counts once in a cell, as far as the register can know."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from casework.core.extensions import db
from casework.visits.models import CameBefore, Visit

Received = tuple[int, int]  # visits, and persons not counted before
NOBODY: Received = (0, 0)


def n_new_persons() -> ColumnElement[int]:
    """Nobody of those who came before, nor again the person whose file an earlier visit led to."""
    earlier = aliased(Visit)
    came_first = or_(
        earlier.came_at < Visit.came_at, and_(earlier.came_at == Visit.came_at, earlier.id < Visit.id)
    )
    same_person = and_(earlier.case_id == Visit.case_id, earlier.receiving_cell_id == Visit.receiving_cell_id)
    is_known = exists().where(same_person, came_first).correlate(Visit)
    return case(
        (Visit.came_before == CameBefore.YES, 0), (is_known, Visit.n_persons - 1), else_=Visit.n_persons
    )


def received(*columns: Any) -> Any:
    """Visits and new persons of each cell, by these further columns."""
    by = (Visit.receiving_cell_id.label("cell_id"), *columns)
    counts = (func.count().label("n_visits"), func.sum(n_new_persons()).label("n_persons"))
    return select(*by, *counts).group_by(Visit.receiving_cell_id, *columns)


def received_by_day(since: date, until: date) -> dict[tuple[UUID, date], Received]:
    counts = received(Visit.day).where(Visit.day >= since, Visit.day <= until)
    return {(row.cell_id, row.day): (row.n_visits, int(row.n_persons)) for row in db.session.execute(counts)}


def received_since(cell_ids: Collection[UUID], first: date) -> dict[UUID, Received]:
    """The month that runs, asked of the register itself."""
    counts = received().where(Visit.receiving_cell_id.in_(cell_ids), Visit.day >= first)
    return {row.cell_id: (row.n_visits, int(row.n_persons)) for row in db.session.execute(counts)}


def first_visit_on() -> date | None:
    return db.session.scalar(select(func.min(Visit.day)))
