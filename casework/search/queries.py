"""What a search asks. Each question starts from the files that the reader may open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from casework.access.policy import Action, Scope
from casework.accounts.models import User
from casework.cases.models import BarredUser, Case, Member
from casework.cases.queries import case_with_reference, cells_held, in_scope, reachable
from casework.core.clock import now
from casework.core.extensions import db
from casework.keys.models import DataKey
from casework.keys.ring import keep_opened, loaded_keys
from casework.keys.sealing import bound_to, opened_with
from casework.people.index import SCRIPTS, full_names
from casework.people.models import Person, PersonKey

PARTS = tuple(part for script in SCRIPTS for part in script)


@dataclass(frozen=True)
class Bearer:
    """A person as far as a comparison of names needs her, and the file that she leads to."""

    id: UUID
    case_id: UUID
    names: tuple[str, ...]


def with_keys(user: User) -> Select[UUID, UUID]:
    """Persons, each with a file that the user may find; the caller says by which keys.

    Who was written down in a file that was merged leads to the file that it was made one with.
    """
    named = aliased(Case)
    persons = (
        select(PersonKey.person_id, Case.id.label("case_id"))
        .join(named, named.person_id == PersonKey.person_id)
        .join(Case, Case.id == func.coalesce(named.merged_into_id, named.id))
        .join(Case.cell)
        .where(in_scope(user, Action.CASE_SEARCH))
    )
    if cells_held(user, Action.CASE_SEARCH, Scope.CELL):
        return persons
    return persons.where(PersonKey.person_id.in_(own_persons(user)))


def own_persons(user: User) -> sa.CompoundSelect[UUID]:
    """All whose files may be open to him one by one: so few that no common name need be read to its end."""
    works_on = select(Member.case_id).where(Member.user_id == user.id, Member.until_at > now())
    in_place_of_supervisor = select(BarredUser.case_id).where(BarredUser.is_supervisor)
    theirs = sa.union_all(works_on, in_place_of_supervisor)
    own = select(Case.person_id).where(Case.id.in_(theirs)).correlate(None)
    merged = select(Case.person_id).where(Case.merged_into_id.in_(theirs)).correlate(None)
    return sa.union(own, merged)


def sharing(user: User, pairs: Sequence[bytes], words: Sequence[bytes], most: int) -> Select[UUID, UUID]:
    """Those who share a pair, which two short words do by chance too: who shares most keys comes first."""
    of_theirs = aliased(PersonKey)
    n_shared = (
        select(func.count())
        .where(of_theirs.person_id == PersonKey.person_id, of_theirs.key.in_([*pairs, *words]))
        .scalar_subquery()
    )
    return (
        with_keys(user)
        .where(PersonKey.key.in_(pairs))
        .group_by(PersonKey.person_id, Case.id)
        .order_by(n_shared.desc(), PersonKey.person_id.desc())
        .limit(most)
    )


def of_each(user: User, keys: Sequence[bytes], most: int) -> Select[UUID, UUID]:
    """The newest of each key, whatever the others have: a rare name is not lost among the common ones."""
    pieces = [
        with_keys(user).where(PersonKey.key == key).order_by(PersonKey.person_id.desc()).limit(most)
        for key in keys
    ]
    newest = sa.union(*(select(*piece.subquery().c) for piece in pieces)).subquery()
    return select(newest.c.person_id, newest.c.case_id)


def bearers(chosen: Select[UUID, UUID]) -> list[Bearer]:
    """Their names, opened; with their keys in one statement."""
    found = chosen.subquery()
    sealed = [getattr(Person, f"{part}_sealed") for part in PARTS]
    rows = db.session.execute(
        select(DataKey.id, DataKey.wrapped, DataKey.kek_id, found.c.person_id, found.c.case_id, *sealed)
        .join(Person, Person.key_id == DataKey.id)
        .join(found, found.c.person_id == Person.id)
    ).all()
    keep_opened(rows)
    return [Bearer(row.person_id, row.case_id, full_names(opened_names(row).get)) for row in rows]


def opened_names(row: sa.Row[tuple[object, ...]]) -> dict[str, str]:
    key = loaded_keys()[row.id]
    values = {part: getattr(row, f"{part}_sealed") for part in PARTS if key}
    return {
        part: opened_with(key, stored, bound_to(Person.__tablename__, part, row.person_id, row.id))
        for part, stored in values.items()
        if stored is not None
    }


def newest_files(user: User, keys: Sequence[bytes], most: int) -> list[Case]:
    """The files that were opened last, of persons with any of these keys."""
    found = of_each(user, keys, most).subquery()
    files = reachable(user, Action.CASE_SEARCH).where(Case.id.in_(select(found.c.case_id)))
    return list(db.session.scalars(files.order_by(Case.id.desc()).limit(most)))


def files_of(user: User, case_ids: Collection[UUID]) -> list[Case]:
    return list(db.session.scalars(reachable(user, Action.CASE_SEARCH).where(Case.id.in_(case_ids))))


def with_reference(reference: str, user: User) -> list[Case]:
    case = case_with_reference(reference, user, Action.CASE_SEARCH)
    return [case] if case else []
