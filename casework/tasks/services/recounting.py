"""Steps counted in working days follow the days off: a few at once, many in batches by `flask tick`."""

from collections.abc import Collection
from datetime import date
from functools import partial
from uuid import UUID

from casework.audit import trail
from casework.audit.batches import in_batches
from casework.core.clock import now
from casework.core.database import hold
from casework.core.extensions import db
from casework.programmes.base import Clock
from casework.programmes.rules import Rule
from casework.programmes.services import when_days_off_change
from casework.tasks.models import Task
from casework.tasks.queries.counted import (
    ask_recount,
    directorates_to_recount,
    due_now,
    end_recount,
    miscounted_steps,
    steps_around,
)
from casework.tasks.services.state import refresh

AT_ONCE = 100


def follow_days_off(directorate_id: UUID, days: Collection[date]) -> None:
    """The page that enters a day off waits for a hundred steps at most."""
    around = steps_around(directorate_id, days, AT_ONCE + 1)
    if len(around) > AT_ONCE:
        ask_recount(directorate_id, now())
        return
    for task_id in around:
        recount(task_id)


def recount_steps() -> int:
    """Run by `flask tick`; says how many due dates moved."""
    n_moved = 0
    for directorate_id, asked_at in directorates_to_recount():
        n_moved += in_batches(partial(miscounted_steps, directorate_id), recount)
        end_recount(directorate_id, asked_at)
    return n_moved


def recount(task_id: UUID) -> bool:
    task = db.session.get_one(Task, task_id)
    case = task.case
    hold(case)
    hold(task)
    if not task.is_as_counted or not task.counted_from or not task.counted_for:
        return False
    directorate_id = case.cell.directorate_id
    rule = Rule(case.cell.programme_key, task.counted_for, Clock(task.kind.value))
    due_at = due_now(directorate_id, rule, task.counted_from)
    if due_at is None or due_at == task.due_at:
        return False
    task.due_at = due_at
    event, detail = trail.Event.TASK_MOVED, "days_off"
    trail.record(event, case, directorate_id=directorate_id, object_id=task.id, detail=detail)
    refresh(case)
    return True


when_days_off_change.append(follow_days_off)
