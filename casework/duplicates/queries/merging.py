"""Every question asked about files that were, or are to be, made one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.extensions import Model, db
from casework.duplicates.attached import moving, target_of, unique_with
from casework.duplicates.models import Merge, MergeMove
from casework.people.models import Change, Person, Relative

# by table: the id of the row that is merged, and of the one that stays
Ends = Mapping[str, tuple[UUID, UUID]]


def ends_of(kept: Case, merged: Case) -> Ends:
    return {"cases": (merged.id, kept.id), "persons": (merged.person_id, kept.person_id)}


def attached_rows(ends: Ends) -> dict[Column[Any], list[UUID]]:
    """What follows a merge: the ids of the rows, by the column that points at the file; in one statement."""
    columns = moving()
    pieces = [
        select(literal(number).label("number"), column.table.c.id.label("id")).where(*follows(column, ends))
        for number, column in enumerate(columns)
    ]
    found: dict[Column[Any], list[UUID]] = {}
    for number, row_id in db.session.execute(union_all(*pieces)):
        found.setdefault(columns[number], []).append(row_id)
    return found


def follows(column: Column[Any], ends: Ends) -> list[ColumnElement[bool]]:
    """It points at what is merged, and what stays has none where there can be only one."""
    old, new = ends[str(target_of(column))]
    conditions: list[ColumnElement[bool]] = [column == old]
    for others in unique_with(column):
        twin = column.table.alias()
        same = [twin.c[other.name] == column.table.c[other.name] for other in others]
        conditions.append(~exists().where(twin.c[column.name] == new, *same))
    return conditions


def are_linked(one: Case, other: Case) -> bool:
    """One file says that the other is about somebody else of the household."""
    between = or_(
        (Relative.person_id == one.person_id) & (Relative.known_person_id == other.person_id),
        (Relative.person_id == other.person_id) & (Relative.known_person_id == one.person_id),
    )
    return bool(db.session.scalar(select(exists().where(between))))


def merge_made_with(form_key: UUID, *cases: Case) -> Merge | None:
    ids = [case.id for case in cases]
    made = select(Merge).where(Merge.form_key == form_key, Merge.kept_case_id.in_(ids))
    return db.session.scalar(made.where(Merge.merged_case_id.in_(ids)))


def merges_since(moment: datetime) -> Sequence[UUID]:
    """Not undone, the oldest first."""
    merges = select(Merge.id).where(Merge.at >= moment, Merge.undone_at.is_(None))
    return db.session.scalars(merges.order_by(Merge.id)).all()


def find_merge(case: Case, merge_id: UUID) -> Merge | None:
    """Of two files, asked of either; with who did it and the file that was joined."""
    merges = select(Merge).where(Merge.id == merge_id)
    merges = merges.where(or_(Merge.kept_case_id == case.id, Merge.merged_case_id == case.id))
    of_both = joinedload(Merge.by), joinedload(Merge.undone_by)
    return db.session.scalar(merges.options(*of_both, joinedload(Merge.merged).joinedload(Case.person)))


def joined_files(case: Case) -> dict[UUID, str]:
    """The files that were joined to this one, each with its reference."""
    joined = select(Case.id, Case.reference).where(Case.merged_into_id == case.id)
    return {row.id: row.reference for row in db.session.execute(joined.order_by(Case.id))}


def n_told_since(merge: Merge) -> int:
    """Lines that the story of the file has gained since: they stay with it."""
    told = select(TimelineEntry.id).where(
        TimelineEntry.object_id == merge.id, TimelineEntry.kind == Happening.MERGE
    )
    last = told.order_by(TimelineEntry.id.desc()).limit(1).scalar_subquery()
    lines = select(func.count()).where(TimelineEntry.case_id == merge.kept_case_id, TimelineEntry.id > last)
    return db.session.scalar(lines) or 0


def journal_of(merge: Merge) -> list[MergeMove]:
    lines = select(MergeMove).where(MergeMove.merge_id == merge.id).order_by(MergeMove.id)
    return list(db.session.scalars(lines))


def corrections_since(merge: Merge) -> list[Change]:
    """Those that whoever made the merge wrote from then on."""
    said = select(Change).join(MergeMove, MergeMove.row_id == Change.object_id)
    said = said.where(MergeMove.merge_id == merge.id, MergeMove.field == Change.field)
    return list(db.session.scalars(said.where(Change.id > merge.id, Change.by_id == merge.by_id)).unique())


def household_of(person: Person) -> list[Person]:
    """Everybody of it, the person included."""
    if person.household_id is None:
        return []
    return list(db.session.scalars(select(Person).where(Person.household_id == person.household_id)))


def rows_of(table: str, ids: Collection[UUID]) -> dict[UUID, Any]:
    """Those rows of a table that still exist."""
    kinds = {mapper.local_table.description: mapper.class_ for mapper in Model.registry.mappers}
    rows = db.session.scalars(select(kinds[table]).where(kinds[table].id.in_(ids)))
    return {row.id: row for row in rows}
