"""Every question asked of directorates and cells."""

from datetime import date
from uuid import UUID

from sqlalchemy import inspect, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from casework.core.extensions import db
from casework.organisation.models import Cell, Directorate, Holiday


def cells_of(directorate_id: UUID) -> list[Cell]:
    cells = select(Cell).where(Cell.directorate_id == directorate_id).order_by(Cell.programme_key, Cell.id)
    return list(db.session.scalars(cells))


def cells_with_deputies(directorate_id: UUID) -> list[Cell]:
    cells = select(Cell).where(Cell.directorate_id == directorate_id).options(joinedload(Cell.deputy))
    return list(db.session.scalars(cells.order_by(Cell.programme_key, Cell.id)))


def cell_with_staff(cell_id: UUID, directorate_id: UUID) -> Cell | None:
    """A cell, with the roles held in it and who holds them."""
    cell = select(Cell).where(Cell.id == cell_id, Cell.directorate_id == directorate_id)
    staff = selectinload(Cell.positions).joinedload("*")  # positions are known here by name only
    return db.session.scalar(cell.options(staff))


def names_in(directorate_id: UUID) -> list[str]:
    """Of the directorate and its cells, in both scripts: no password is built from them."""
    names = union_all(
        select(Directorate.name_ar, Directorate.name_fr).where(Directorate.id == directorate_id),
        select(Cell.name_ar, Cell.name_fr).where(Cell.directorate_id == directorate_id),
    )
    return [name for row in db.session.execute(names) for name in row]


def find_directorate(directorate_id: UUID) -> Directorate:
    return db.session.get_one(Directorate, directorate_id)


def find_cell(cell_id: UUID, directorate_id: UUID) -> Cell | None:
    return db.session.scalar(select(Cell).where(Cell.id == cell_id, Cell.directorate_id == directorate_id))


def first_directorate() -> Directorate | None:
    return db.session.scalar(select(Directorate).order_by(Directorate.id).limit(1))


def is_demonstration() -> bool:
    """False as well for a database that has no tables yet."""
    if not inspect(db.engine).has_table(Directorate.__tablename__):
        return False
    return bool(db.session.scalar(select(Directorate.id).where(Directorate.is_demonstration).limit(1)))


def days_off_of(directorate_id: UUID) -> frozenset[date]:
    """The days off without a fixed date, as its administrator entered them."""
    return frozenset(db.session.scalars(select(Holiday.day).where(Holiday.directorate_id == directorate_id)))
