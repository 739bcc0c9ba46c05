"""What a search asks. Each question starts from the files that the reader may open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.queries import case_with_reference, in_scope, reachable
from casework.core.extensions import db
from casework.keys.models import DataKey
from casework.keys.ring import keep_opened, loaded_keys
from casework.keys.sealing import bound_to, opened_with
from casework.people.index import SCRIPTS, full_names
from casework.people.models import Person, PersonKey

PARTS = tuple(part for script in SCRIPTS for part in script)


@dataclass(frozen=True)
class Bearer:
    """A person as far as a comparison of names needs her."""

    id: UUID
    names: tuple[str, ...]


def with_keys(user: User) -> Select[UUID]:
    """Persons with a file that the user may find; the caller says by which keys."""
    reached = select(PersonKey.person_id).join(Case, Case.person_id == PersonKey.person_id).join(Case.cell)
    return reached.where(in_scope(user, Action.CASE_SEARCH))


def sharing(user: User, pairs: Sequence[bytes], words: Sequence[bytes], most: int) -> Select[UUID]:
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
        .group_by(PersonKey.person_id)
        .order_by(n_shared.desc(), PersonKey.person_id.desc())
        .limit(most)
    )


def of_each(user: User, keys: Sequence[bytes], most: int) -> Select[UUID]:
    """The newest of each key, whatever the others have: a rare name is not lost among the common ones."""
    pieces = [
        with_keys(user).where(PersonKey.key == key).order_by(PersonKey.person_id.desc()).limit(most)
        for key in keys
    ]
    newest = sa.union(*(select(piece.subquery().c.person_id) for piece in pieces)).subquery()
    return select(newest.c.person_id)


def bearers(chosen: Select[UUID]) -> list[Bearer]:
    """Their names, opened; with their keys in one statement."""
    ids = chosen.subquery()
    sealed = [getattr(Person, f"{part}_sealed") for part in PARTS]
    rows = db.session.execute(
        select(DataKey.id, DataKey.wrapped, DataKey.kek_id, Person.id.label("person_id"), *sealed)
        .join(Person, Person.key_id == DataKey.id)
        .join(ids, ids.c.person_id == Person.id)
    ).all()
    keep_opened(rows)
    return [Bearer(row.person_id, full_names(opened_names(row).get)) for row in rows]


def opened_names(row: sa.Row[tuple[object, ...]]) -> dict[str, str]:
    key = loaded_keys()[row.id]
    values = {part: getattr(row, f"{part}_sealed") for part in PARTS if key}
    return {
        part: opened_with(key, stored, bound_to(Person.__tablename__, part, row.person_id, row.id))
        for part, stored in values.items()
        if stored is not None
    }


def newest_files(user: User, keys: Sequence[bytes], most: int) -> list[Case]:
    """Files of the persons who came last, of those with any of these keys."""
    ids = of_each(user, keys, most)
    files = reachable(user, Action.CASE_SEARCH).where(Case.person_id.in_(ids))
    return list(db.session.scalars(files.order_by(Case.person_id.desc(), Case.id.desc()).limit(most)))


def files_of(user: User, person_ids: Collection[UUID]) -> list[Case]:
    files = reachable(user, Action.CASE_SEARCH).where(Case.person_id.in_(person_ids))
    return list(db.session.scalars(files))


def with_reference(reference: str, user: User) -> list[Case]:
    case = case_with_reference(reference, user, Action.CASE_SEARCH)
    return [case] if case else []
