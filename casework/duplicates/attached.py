"""What hangs on a file: every column of every table that points at a case or at a person.

Found in the tables themselves, so that a table made later follows a merge unless it is named below.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, UniqueConstraint

from casework.core.extensions import db

# what does not follow, and why
STAYS = {
    "access_grants.case_id": "it opens the file that was asked for, and ends with it",
    "across_matches.first_id": "it is about two cells; the next comparison finds the file that stays",
    "across_matches.second_id": "as first_id",
    "across_persons.id": "the comparison between cells writes its keys anew",
    "case_members.case_id": "who worked on it then; who goes on is chosen",
    "cases.person_id": "the merged file keeps the person as it was written there, by which it is still found",
    "concerns.case_id": "the list of the file that stays is made of both",
    "transfers.case_id": "which file was proposed then, and where it went",
    "merges.merged_case_id": "which file was joined to which",
    "person_keys.person_id": "written anew for both persons",
}


def target_of(column: Column[Any]) -> str | None:
    """The table that a column points at, when it is one of the two that are merged."""
    targets = {key.column.table.name for key in column.foreign_keys}
    return next(iter(targets & {"cases", "persons"}), None)


def pointing() -> Iterator[Column[Any]]:
    """Every column that points at a case or a person."""
    tables = sorted(db.metadata.tables.values(), key=lambda table: table.name)
    return (column for table in tables for column in table.columns if target_of(column))


def moving() -> list[Column[Any]]:
    return [column for column in pointing() if str(column) not in STAYS]


def unique_with(column: Column[Any]) -> list[list[Column[Any]]]:
    """The other columns of each constraint by which a file has such a row once."""
    constraints = [part for part in column.table.constraints if isinstance(part, UniqueConstraint)]
    within = [list(part.columns) for part in constraints]
    return [[other for other in group if other is not column] for group in within if column in group]
