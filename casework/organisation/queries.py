"""Every question asked of directorates and cells."""

from uuid import UUID

from sqlalchemy import inspect, select

from casework.core.extensions import db
from casework.organisation.models import Cell, Directorate


def cells_of(directorate_id: UUID) -> list[Cell]:
    cells = select(Cell).where(Cell.directorate_id == directorate_id).order_by(Cell.programme_key, Cell.id)
    return list(db.session.scalars(cells))


def find_cell(cell_id: UUID, directorate_id: UUID) -> Cell | None:
    return db.session.scalar(select(Cell).where(Cell.id == cell_id, Cell.directorate_id == directorate_id))


def first_directorate() -> Directorate | None:
    return db.session.scalar(select(Directorate).order_by(Directorate.id).limit(1))


def is_demonstration() -> bool:
    """False as well for a database that has no tables yet."""
    if not inspect(db.engine).has_table(Directorate.__tablename__):
        return False
    return bool(db.session.scalar(select(Directorate.id).where(Directorate.is_demonstration).limit(1)))
