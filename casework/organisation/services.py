"""Setting up a directorate and its cells."""

from typing import Any

from casework.audit import trail
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.models import Cell, Directorate


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
