"""Every question asked to compare cells. `flask tick` asks them; the last ones are the officer's page."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased, contains_eager

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.duplicates.models import AcrossKey, AcrossMatch, AcrossPerson
from casework.duplicates.queries.matches import NO_FILE, whole_person
from casework.organisation.models import Cell, Directorate
from casework.people.models import ContactNumber, Person

PAGE = 50


def comparing_directorates() -> list[Directorate]:
    return [place for place in db.session.scalars(select(Directorate)) if place.compares_cells]


def persons_after(directorate_id: UUID, last: UUID | None, size: int) -> Sequence[Any]:
    """(id, version, stamp) of persons in the order of their ids; the stamp is None for somebody new."""
    persons = (
        select(Person.id, Person.version, AcrossPerson.stamp)
        .join(Cell, Cell.id == Person.cell_id)
        .outerjoin(AcrossPerson, AcrossPerson.id == Person.id)
        .where(Cell.directorate_id == directorate_id)
    )
    if last:
        persons = persons.where(Person.id > last)
    return db.session.execute(persons.order_by(Person.id).limit(size)).all()


def numbers_of(person_ids: Collection[UUID]) -> Sequence[Any]:
    """(person, id, version) of their telephones."""
    numbers = select(ContactNumber.person_id, ContactNumber.id, ContactNumber.version)
    return db.session.execute(numbers.where(ContactNumber.person_id.in_(person_ids))).all()


def files_of(person_ids: Collection[UUID]) -> list[Case]:
    """Their files, with all that weighing reads."""
    files = (
        select(Case)
        .join(Case.cell)
        .join(Case.person)
        .options(contains_eager(Case.cell), contains_eager(Case.person).options(*whole_person()))
        .where(Case.person_id.in_(person_ids), Case.status.not_in(NO_FILE))
    )
    return list(db.session.scalars(files).unique())


def persons_with(keys: Collection[bytes]) -> Sequence[Any]:
    """(key, person) for each of these keys that somebody has."""
    return db.session.execute(select(AcrossKey.key, AcrossKey.person_id).where(AcrossKey.key.in_(keys))).all()


def cells_of(person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Asked apart: joined with the keys, a database may read every person of the cells instead."""
    cells = select(Person.id, Person.cell_id).where(Person.id.in_(person_ids))
    return {row.id: row.cell_id for row in db.session.execute(cells)}


def persons_kept(directorate_id: UUID) -> Select[UUID]:
    return select(AcrossPerson.id).where(AcrossPerson.directorate_id == directorate_id)


def matches_with(case_ids: Collection[UUID]) -> list[AcrossMatch]:
    either = or_(AcrossMatch.first_id.in_(case_ids), AcrossMatch.second_id.in_(case_ids))
    return list(db.session.scalars(select(AcrossMatch).where(either)))


def found_in(user: User) -> Select[AcrossMatch]:
    """Those of the officer's directorate, while it compares cells, with the two references."""
    first, second = aliased(Case), aliased(Case)
    return (
        select(AcrossMatch)
        .join(AcrossMatch.first.of_type(first))
        .join(AcrossMatch.second.of_type(second))
        .options(
            contains_eager(AcrossMatch.first.of_type(first)).load_only(first.reference),
            contains_eager(AcrossMatch.second.of_type(second)).load_only(second.reference),
        )
        .where(AcrossMatch.directorate_id == user.directorate_id)
        .where(first.status.not_in(NO_FILE), second.status.not_in(NO_FILE))
    )


def matches_page(user: User, cursor: tuple[datetime, UUID] | None) -> ListPage[AcrossMatch]:
    """Newest first; the cursor is (found_at, id) of the last line shown."""
    place = (AcrossMatch.found_at, AcrossMatch.id)
    found = found_in(user)
    if cursor:
        found = found.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(found.order_by(*(column.desc() for column in place)).limit(PAGE + 1)))
    return cut(rows, PAGE, lambda row: (row.found_at.isoformat(), row.id), is_first=cursor is None)


def find_match(match_id: UUID, user: User) -> AcrossMatch | None:
    return db.session.scalar(found_in(user).where(AcrossMatch.id == match_id))


def persons_of_file(case: Case) -> list[UUID]:
    """Hers, and of the files that were joined to it."""
    files = or_(Case.id == case.id, Case.merged_into_id == case.id)
    return list(db.session.scalars(select(Case.person_id).where(files)))
