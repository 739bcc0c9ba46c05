"""Every question asked of the tasks."""

from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Case
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind


def open_tasks(case: Case) -> list[Task]:
    tasks = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.due_at, Task.id)
    return list(db.session.scalars(tasks))


def open_task_of_kind(case: Case, kind: TaskKind) -> Task | None:
    return next((task for task in open_tasks(case) if task.kind is kind), None)


def find_task(case: Case, task_id: UUID) -> Task | None:
    return db.session.scalar(select(Task).where(Task.case_id == case.id, Task.id == task_id))


def kinds_done(case: Case) -> set[str]:
    """Which steps were done at least once; a cancelled one was not."""
    done = select(Task.kind).where(
        Task.case_id == case.id, Task.done_at.is_not(None), Task.is_cancelled.is_(False)
    )
    return {kind.value for kind in db.session.scalars(done.distinct())}


def task_made_with(form_key: UUID) -> Task | None:
    return db.session.scalar(select(Task).where(Task.form_key == form_key))
