"""By what a person is found: names, telephones and identity card, as blind keys that only her cell can make.

Kept in step here and nowhere else: whatever writes a person or a number through a session passes by.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import delete, event, insert, inspect
from sqlalchemy.orm import Session

from casework.core.database import hold
from casework.core.extensions import db
from casework.keys.ring import blind_index
from casework.names.keys import index_keys
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, Person, PersonKey
from casework.people.queries import numbers_of

SCRIPTS = (("first_name_ar", "surname_ar"), ("first_name_lat", "surname_lat"))
WAITING = "persons_to_index"
WATCHED: dict[type[Any], tuple[str, ...]] = {
    Person: ("cell_id", "cin_sealed", *(f"{part}_sealed" for script in SCRIPTS for part in script)),
    ContactNumber: ("person_id", "number_sealed"),
}


class FoundBy(StrEnum):
    """The fields of the blind index: each has a key of its own."""

    NAME = "name"
    PHONE = "phone"
    CIN = "cin"


def full_names(part: Callable[[str], str | None]) -> tuple[str, ...]:
    """One name for each script known; `part` gives what the person wrote in a field. The alias is no name."""
    names = (" ".join(filter(None, map(part, script))) for script in SCRIPTS)
    return tuple(filter(None, names))


def written_card(typed: str) -> str:
    """The number of a card, however it was spaced."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def found_by(
    names: Iterable[str], numbers: Iterable[str | None], cin: str | None
) -> Iterator[tuple[FoundBy, str]]:
    """Every (field, value) under which somebody is found."""
    yield from ((FoundBy.NAME, key) for key in index_keys(*names))
    yield from ((FoundBy.PHONE, number) for number in numbers if number)
    if cin:
        yield FoundBy.CIN, written_card(cin)


def keys_of(person: Person, numbers: Iterable[ContactNumber]) -> set[bytes]:
    cell = db.session.get_one(Cell, person.cell_id)
    names = full_names(lambda part: getattr(person, part))
    values = found_by(names, (number.number for number in numbers), person.cin)
    return {blind_index(cell.index_key_id, field, value) for field, value in values}


def index(person_ids: Collection[UUID]) -> None:
    """Write the keys of these persons anew; what was moved without the session must ask for it."""
    persons = [db.session.get_one(Person, person_id) for person_id in sorted(person_ids)]
    for person in persons:
        hold(person)  # somebody else may be correcting the name while a number is added
    numbers = numbers_of(person_ids)
    rows = [
        {"key": key, "person_id": person.id}
        for person in persons
        for key in keys_of(person, [number for number in numbers if number.person_id == person.id])
    ]
    db.session.execute(delete(PersonKey).where(PersonKey.person_id.in_(person_ids)))
    if rows:
        db.session.execute(insert(PersonKey), rows)


def person_touched(row: Any) -> UUID | None:
    """Whose keys are no longer right once this row is written."""
    watched = WATCHED.get(type(row), ())
    if not any(inspect(row).attrs[name].history.has_changes() for name in watched):
        return None
    found: UUID = row.id if isinstance(row, Person) else row.person_id
    return found


@event.listens_for(Session, "after_flush")
def note_persons(session: Session, _context: Any) -> None:
    changed = map(person_touched, (*session.new, *session.dirty))
    gone = (row.person_id for row in session.deleted if isinstance(row, ContactNumber))
    session.info[WAITING] = {*filter(None, changed), *gone}


@event.listens_for(Session, "after_flush_postexec")
def index_persons(session: Session, _context: Any) -> None:
    if person_ids := session.info.pop(WAITING, None):
        index(person_ids)
