"""The journal of a merge: what moved, what was changed, what was added; and going back from it."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, inspect, update

from casework.core.answers import plain
from casework.core.extensions import Instant, db
from casework.duplicates.attached import target_of
from casework.duplicates.models import Merge, MergeMove, MoveKind
from casework.duplicates.queries.merging import Ends, rows_of
from casework.people.models import Change, ContactNumber, Person

READERS: dict[Any, Any] = {UUID: UUID, date: date.fromisoformat, datetime: datetime.fromisoformat}
OWN = (Person, ContactNumber)  # what they say was answered


class Journal:
    """Looks at rows before a merge changes them, and writes down what became of them."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.watched: list[tuple[Any, str, Any]] = []

    def watch(self, rows: Iterable[Any], *fields: str) -> None:
        self.watched += [(row, field, as_json(getattr(row, field))) for row in rows for field in fields]

    def note(self, kind: MoveKind, table: str, row_id: UUID, **more: Any) -> None:
        line = MergeMove(
            key_id=self.merge.key_id, merge_id=self.merge.id, kind=kind, of_table=table, row_id=row_id, **more
        )
        db.session.add(line)

    def note_added(self, row: Any) -> None:
        self.note(MoveKind.ADDED, row.__tablename__, row.id)

    def note_changes(self) -> None:
        for row, field, before in self.watched:
            after = as_json(getattr(row, field))
            if after != before:
                said = {"field": field, "before": before, "after": after}
                self.note(MoveKind.CHANGED, row.__tablename__, row.id, **said)

    def move(self, column: Column[Any], row_ids: Collection[UUID], ends: Ends) -> None:
        old, new = ends[str(target_of(column))]
        repoint(column, row_ids, was=old, becomes=new)
        for row_id in row_ids:
            self.note(MoveKind.MOVED, column.table.name, row_id, field=column.name, before_id=old)


def repoint(column: Column[Any], row_ids: Collection[UUID], *, was: UUID, becomes: UUID) -> None:
    """Rows that point elsewhere by now are left alone."""
    rows = update(column.table).where(column.table.c.id.in_(row_ids), column == was)
    db.session.execute(rows.values({column.name: becomes}))


def move_back(lines: Iterable[MergeMove], ends: Ends) -> None:
    """Whatever still points at the file that stayed."""
    by_column: dict[Column[Any], list[UUID]] = {}
    for line in lines:
        if line.kind is MoveKind.MOVED:
            column = db.metadata.tables[line.of_table].c[str(line.field)]
            by_column.setdefault(column, []).append(line.row_id)
    for column, row_ids in by_column.items():
        old, new = ends[str(target_of(column))]
        repoint(column, row_ids, was=new, becomes=old)


def change_back(lines: Iterable[MergeMove]) -> int:
    """What still says what the merge made it say; gives how many answers of the person say something else."""
    n_left = 0
    for table, changed in by_table(lines, MoveKind.CHANGED).items():
        rows = rows_of(table, {line.row_id for line in changed})
        for line in changed:
            row, field = rows.get(line.row_id), str(line.field)
            if row is None:
                continue
            if as_json(getattr(row, field)) == line.after:
                setattr(row, field, as_stored(row, field, line.before))
            elif isinstance(row, OWN):
                n_left += 1
    return n_left


def is_told_by(correction: Change, lines: Iterable[MergeMove]) -> bool:
    """The merge wrote this answer, and wrote down that it did."""
    said = (correction.object_id, correction.field, correction.after)
    return any(said == (line.row_id, line.field, line.after) for line in lines)


def added_rows(lines: Iterable[MergeMove], table: str) -> Collection[Any]:
    """Rows that the merge made and that still exist."""
    return rows_of(table, {line.row_id for line in by_table(lines, MoveKind.ADDED).get(table, ())}).values()


def by_table(lines: Iterable[MergeMove], kind: MoveKind) -> dict[str, list[MergeMove]]:
    found: dict[str, list[MergeMove]] = {}
    for line in lines:
        if line.kind is kind:
            found.setdefault(line.of_table, []).append(line)
    return found


def as_json(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else plain(value)


def column_of(row: Any, field: str) -> Any:
    """None for a sealed one, whose column has another name."""
    return inspect(type(row)).columns.get(field)


def as_stored(row: Any, field: str, value: Any) -> Any:
    """What the journal holds, as the column takes it; a sealed one takes it as it is."""
    column = column_of(row, field)
    if value is None or column is None:
        return value
    kind = datetime if isinstance(column.type, Instant) else column.type.python_type
    return READERS.get(kind, kind)(value)
