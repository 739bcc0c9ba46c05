"""Every question asked of persons and of those around them."""

from uuid import UUID

from sqlalchemy import select

from casework.core.extensions import db
from casework.people.models import Change, ContactNumber, Person, Relative, SuspectedAuthor


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


def authors_around(person: Person) -> list[tuple[SuspectedAuthor, Relative | None]]:
    """Suspected authors, each with the relative that he is when he is one."""
    authors = (
        select(SuspectedAuthor, Relative)
        .outerjoin(Relative, Relative.id == SuspectedAuthor.relative_id)
        .where(SuspectedAuthor.person_id == person.id)
        .order_by(SuspectedAuthor.id)
    )
    return [(author, relative) for author, relative in db.session.execute(authors)]


def changes_of(person: Person, limit: int = 50) -> list[Change]:
    changes = select(Change).where(Change.person_id == person.id).order_by(Change.at.desc(), Change.id.desc())
    return list(db.session.scalars(changes.limit(limit)))
