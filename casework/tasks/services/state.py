"""Done, cancelled, and what the case keeps for sorting of all that is open on it."""

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.cases.stages import stage_of
from casework.core.clock import now
from casework.core.extensions import db
from casework.tasks.models import Task
from casework.tasks.queries import kinds_done, open_tasks


def finish(case: Case, task: Task, *, by: User) -> None:
    task.done_at, task.done_by_id = now(), by.id
    trail.record(trail.Event.TASK_DONE, case, object_id=task.id, detail=task.kind.value)


def cancel(task: Task) -> None:
    task.done_at, task.is_cancelled = now(), True


def refresh(case: Case) -> None:
    """Bring what the case stores for sorting up to date: next due date, its kind, the review, the stage."""
    db.session.flush()
    tasks = open_tasks(case)
    case.review_due_on = next((task.due_on for task in tasks if task.is_review), None)
    first = next((task for task in tasks if not task.is_review), None)
    case.next_due_on = first.due_on if first else None
    case.next_due_at = first.due_at if first and first.counts_hours else None
    case.next_due_kind = first.clock or first.kind.value if first else None
    case.stage = stage_of(case, done=kinds_done(case))
