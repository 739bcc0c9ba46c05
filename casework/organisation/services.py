"""Setting up a directorate and its cells."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from casework.audit import trail
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.models import Cell, Directorate
from casework.organisation.queries import find_cell

# what must go when cells are no longer compared; whoever keeps it says so
when_comparison_ends: list[Callable[[Directorate], None]] = []
# what bears the names of a cell elsewhere; whoever keeps it says so
when_a_cell_changes: list[Callable[[Cell], None]] = []


def create_directorate(
    *, name_ar: str, name_fr: str, code: str, is_demonstration: bool = False
) -> Directorate:
    """A directorate and its audit chain."""
    directorate = Directorate(name_ar=name_ar, name_fr=name_fr, code=code, is_demonstration=is_demonstration)
    db.session.add(directorate)
    trail.start_chain(directorate.id)
    db.session.flush()
    return directorate


def create_cell(directorate: Directorate, **answers: Any) -> Cell:
    key = new_key(KeyOwner.CELL)
    db.session.flush()
    cell = Cell(directorate_id=directorate.id, index_key_id=key.id, **answers)
    db.session.add(cell)
    trail.record(
        trail.Event.SETTING_CHANGED, directorate_id=directorate.id, cell_id=cell.id, detail="cell.created"
    )
    return cell


def create_cell_once(directorate: Directorate, *, id: UUID, **answers: Any) -> Cell:
    """The cell that this form made, whether now or a click ago."""
    if made := find_cell(id, directorate.id):
        return made
    cell = create_cell(directorate, id=id, **answers)
    tell_of(cell)
    return cell


def tell_of(cell: Cell) -> None:
    for follow in when_a_cell_changes:
        follow(cell)


def change(row: Cell | Directorate, event: str, **answers: Any) -> None:
    """Set the names, and for a cell its place, limit and deputy; the version was checked by the caller."""
    for name, answer in answers.items():
        setattr(row, name, answer)
    trail.record(trail.Event.SETTING_CHANGED, object_id=row.id, detail=event)
    if isinstance(row, Cell):
        tell_of(row)


def change_directorate(directorate: Directorate, **answers: Any) -> None:
    """Set the names, and whether its cells may be compared, which the log says in an entry of its own."""
    compared = directorate.compares_cells
    change(directorate, "directorate.changed", **answers)
    if directorate.compares_cells is compared:
        return
    turned = "comparison.off" if compared else "comparison.on"
    trail.record(trail.Event.SETTING_CHANGED, object_id=directorate.id, detail=turned)
    if compared:
        for forget in when_comparison_ends:
            forget(directorate)
