"""The tasks of a case, as tests look for them."""

from casework.cases.models import Case
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import open_tasks


def open_task_of_kind(case: Case, kind: TaskKind) -> Task | None:
    return next((task for task in open_tasks(case) if task.kind is kind), None)
