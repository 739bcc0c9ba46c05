"""Every question asked of the tasks that declared clocks raise."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.cases.models import Case
from casework.core.extensions import db
from casework.tasks.declared import Due
from casework.tasks.models import Task


def counted(row: Any) -> Due:
    """What the clock gave, of a task or of its columns, whatever day somebody moved it to since."""
    return Due(row.case_id, row.about_id or row.case_id, row.moved_from or row.due_at)


def files_to_change(clock: str, due: Iterable[Due]) -> list[UUID]:
    """Where a task is missing, and where one is open whose reason went or moved."""
    wanted = set(due)
    columns = (Task.case_id, Task.about_id, Task.due_at, Task.moved_from, Task.done_at, Task.is_cancelled)
    kept, gone = set(), set()
    for row in db.session.execute(select(*columns).where(Task.clock == clock)):
        if not row.is_cancelled:
            kept.add(counted(row))
        if row.done_at is None and counted(row) not in wanted:
            gone.add(row.case_id)
    return sorted(gone | {missing.case_id for missing in wanted - kept})


def tasks_of_clock(clock: str, case_ids: Collection[UUID]) -> list[Task]:
    tasks = select(Task).where(Task.clock == clock, Task.case_id.in_(case_ids)).order_by(Task.id)
    return list(db.session.scalars(tasks))


def files_held(case_ids: Collection[UUID]) -> list[Case]:
    """As they are now; nobody else changes them until the transaction ends."""
    cases = select(Case).where(Case.id.in_(case_ids)).order_by(Case.id).options(joinedload(Case.cell))
    held = cases.with_for_update(key_share=True, of=Case).execution_options(populate_existing=True)
    return list(db.session.scalars(held))
