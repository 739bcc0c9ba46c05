"""Every question asked of persons and of those around them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, literal, select

from casework.core.extensions import db
from casework.people.models import Change, ContactNumber, Person, Relative, SuspectedAuthor


def persons_after(person_id: UUID | None, n: int) -> list[Person]:
    """Every person, so many at a time."""
    persons = select(Person).order_by(Person.id).limit(n)
    return list(db.session.scalars(persons.where(Person.id > person_id) if person_id else persons))


def numbers_of(person_ids: Collection[UUID]) -> list[ContactNumber]:
    """As they stand now, whatever was read of them before."""
    numbers = select(ContactNumber).where(ContactNumber.person_id.in_(person_ids))
    return list(db.session.scalars(numbers.execution_options(populate_existing=True)))


def relatives_of(person: Person) -> list[Relative]:
    return list(
        db.session.scalars(select(Relative).where(Relative.person_id == person.id).order_by(Relative.id))
    )


def find_relative(person: Person, relative_id: UUID) -> Relative | None:
    return db.session.scalar(
        select(Relative).where(Relative.person_id == person.id, Relative.id == relative_id)
    )


def find_number(person: Person, number_id: UUID) -> ContactNumber | None:
    numbers = select(ContactNumber).where(ContactNumber.person_id == person.id, ContactNumber.id == number_id)
    return db.session.scalar(numbers)


def suspected_authors(person: Person) -> list[SuspectedAuthor]:
    authors = select(SuspectedAuthor).where(SuspectedAuthor.person_id == person.id)
    return list(db.session.scalars(authors.order_by(SuspectedAuthor.id)))


def find_author(person: Person, author_id: UUID) -> SuspectedAuthor | None:
    authors = select(SuspectedAuthor).where(SuspectedAuthor.person_id == person.id)
    return db.session.scalar(authors.where(SuspectedAuthor.id == author_id))


Suspect = tuple[SuspectedAuthor, Relative | None]  # and the relative that he is, when he is one


def authors_around(person: Person) -> list[Suspect]:
    return authors_where(SuspectedAuthor.person_id == person.id)


def authors_near(person: Person) -> list[Suspect]:
    """Those of the person, and of whoever has a file and lives in the same home."""
    if person.household_id is None:
        return authors_around(person)
    # one list of ids, each of them searched for: with "or" the whole table would be read
    whose = known_at_home(person).union_all(select(literal(person.id)))
    return authors_where(SuspectedAuthor.person_id.in_(whose))


def authors_where(condition: ColumnElement[bool]) -> list[Suspect]:
    authors = (
        select(SuspectedAuthor, Relative)
        .outerjoin(Relative, Relative.id == SuspectedAuthor.relative_id)
        .where(condition)
        .order_by(SuspectedAuthor.id)
    )
    return [(author, relative) for author, relative in db.session.execute(authors)]


def known_at_home(person: Person) -> Select[Any]:
    """Ids of those with a file of their own who live with the person."""
    return select(Relative.known_person_id).where(
        Relative.person_id == person.id, Relative.known_person_id.is_not(None), Relative.lives_there.is_(True)
    )


def household_numbers(person: Person, *, at_home: bool) -> list[ContactNumber]:
    """The other members' own numbers, as their files have them."""
    if person.household_id is None:
        return []
    others = select(Person.id).where(Person.household_id == person.household_id, Person.id != person.id)
    whose = known_at_home(person) if at_home else others
    return list(db.session.scalars(select(ContactNumber).where(ContactNumber.person_id.in_(whose))))


def line_about(person: Person, known: Person) -> Relative | None:
    """What the file of one says of the other, when the two are linked."""
    lines = select(Relative).where(Relative.person_id == person.id, Relative.known_person_id == known.id)
    return db.session.scalars(lines.limit(1)).first()


def changes_of(person: Person, limit: int = 50) -> list[Change]:
    changes = select(Change).where(Change.person_id == person.id).order_by(Change.at.desc(), Change.id.desc())
    return list(db.session.scalars(changes.limit(limit)))
