"""Writing down who somebody is, and keeping what was written before."""

from typing import Any
from uuid import UUID

from casework.core.answers import plain
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.models import Cell
from casework.organisation.territory import territory_of
from casework.people.models import BirthPrecision, Change, Person


def create_person(cell: Cell, **answers: Any) -> Person:
    """A person of this cell, with a key of her own; `birth` is a PartialDate."""
    key = new_key(KeyOwner.PERSON)
    db.session.flush()
    person = Person(key_id=key.id, cell_id=cell.id)
    db.session.add(person)
    describe(person, **answers)
    return person


def describe(person: Person, **answers: Any) -> None:
    """Set identity fields from the answers of a form."""
    for name, value in columns_of(**answers).items():
        setattr(person, name, value)


def columns_of(
    *, birth: PartialDate | None = None, is_presumed: bool = False, **answers: Any
) -> dict[str, Any]:
    """What is kept of these answers; the year of birth and the territory follow from the sealed ones."""
    columns = answers | {
        "birth_year": birth.year if birth else None,
        "born_on": birth.day.isoformat() if birth and birth.day else None,
        "birth_precision": precision_of(birth, is_presumed),
    }
    if "commune" in answers:
        columns["territory"] = territory_of(answers["commune"]) if answers["commune"] else None
    return columns


def precision_of(birth: PartialDate | None, is_presumed: bool) -> BirthPrecision | None:
    if birth is None:
        return None
    if is_presumed:
        return BirthPrecision.PRESUMED
    return BirthPrecision.EXACT if birth.day else BirthPrecision.YEAR


def change(row: Any, person: Person, by_id: UUID, **answers: Any) -> list[str]:
    """Set fields of a row about this person and keep what they said before; gives the names that changed."""
    changed = []
    for field, after in answers.items():
        before = getattr(row, field)
        if plain(before) == plain(after):
            continue
        setattr(row, field, after)
        kept = Change(
            key_id=person.key_id,
            person_id=person.id,
            object_kind=row.__tablename__,
            object_id=row.id,
            field=field,
            by_id=by_id,
            before=plain(before),
            after=plain(after),
        )
        db.session.add(kept)
        changed.append(field)
    return changed
