"""What a person adds, does, moves or leaves to wait. Each change takes the case first, then the task."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import lending
from casework.cases.models import Case
from casework.cases.timeline import Happening, tell
from casework.core.clock import end_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.programmes.base import Clock
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import task_made_with
from casework.tasks.services.clocks import plan_step
from casework.tasks.services.state import finish, refresh

COMES_AGAIN = {
    TaskKind.FIRST_CONTACT: Clock.FOLLOW_UP,
    TaskKind.FOLLOW_UP: Clock.FOLLOW_UP,
    TaskKind.SUPERVISOR_REVIEW: Clock.SUPERVISOR_REVIEW,
}


def complete(case: Case, task: Task, *, version: int, by: User, why: str | None = None) -> None:
    """Done by hand, a step with a word on how. A step that comes again is planned anew."""
    hold_both(case, task)
    if not task.is_open:
        return
    check_version(task, version)
    check_whose(case, task, by)
    finish(case, task, by=by)
    task.why = why or task.why
    db.session.flush()
    if again := COMES_AGAIN.get(task.kind):
        plan_step(case, again, start=now())
    text = task.title or why
    tell(
        case,
        Happening.TASK,
        author_id=by.id,
        object_id=task.id,
        detail=task.kind.value,
        story={"text": text} if text else {},
    )
    refresh(case)


def check_whose(case: Case, task: Task, by: User) -> None:
    """A worker neither does the review of his own work nor puts it off."""
    if task.is_review and not can(by, Action.CASE_SUPERVISE, case):
        raise RuleBroken(_("Only the supervisor does this review."))


def move(case: Case, task: Task, *, due_on: date, why: str, version: int, by: User) -> None:
    """Another due date than the rule's, with a reason that the file keeps."""
    hold_both(case, task)
    check_whose(case, task, by)
    if task.is_open and task.due_on == due_on and task.why == why:
        return
    check_still_open(task)
    check_version(task, version, [(_("New due date"), short_day(due_on), short_day(task.due_on))])
    if due_on < today():
        raise RuleBroken(_("A due date cannot be in the past."))
    task.moved_from = task.moved_from or task.due_at
    task.due_at, task.waits_until, task.why = end_of(due_on), None, why
    record_move(case, task, reason_id=trail.give_reason(why, case.key_id))


def wait_for_person(case: Case, task: Task, *, until_on: date, version: int) -> None:
    """ "Waiting for her, agreed": as good as a follow-up where a programme agrees it with the person."""
    check_can_wait(case, task)
    hold_both(case, task)
    if task.is_open and task.waits_until == until_on:
        return
    check_still_open(task)
    check_version(task, version, [(_("Waiting until"), short_day(until_on), short_day(task.due_on))])
    if until_on < today():
        raise RuleBroken(_("A due date cannot be in the past."))
    task.waits_until, task.due_at = until_on, end_of(until_on)
    record_move(case, task, detail="waits")


def can_wait(case: Case, task: Task) -> bool:
    return case.programme.follow_up_is_agreed and task.kind is TaskKind.FOLLOW_UP


def check_can_wait(case: Case, task: Task) -> None:
    if not can_wait(case, task):
        raise RuleBroken(_("In this programme the follow-up keeps its due date."))


def record_move(case: Case, task: Task, **more: Any) -> None:
    trail.record(trail.Event.TASK_MOVED, case, object_id=task.id, **more)
    refresh(case)


def add_task(
    case: Case,
    *,
    by: User | None,
    title: str | None,
    due_on: date,
    kind: TaskKind = TaskKind.BY_HAND,
    form_key: UUID | None = None,
    assignee_id: UUID | None = None,
    note_id: UUID | None = None,
) -> Task:
    """Something to do on a case; sent twice it is still one task. `note_id`: of what it is planned for."""
    if form_key:
        hold(case)
        if made := task_made_with(case, form_key):
            return made
    check_takes_tasks(case)
    task = Task(
        key_id=case.key_id,
        case_id=case.id,
        kind=kind,
        due_at=end_of(due_on),
        title=title,
        created_by_id=by.id if by else None,
        form_key=form_key,
        assignee_id=assignee_id,
        planned_in_id=note_id,
    )
    if by:
        lending.count_task(case, by, task.id)
    db.session.add(task)
    directorate_id = case.cell.directorate_id  # said, since nobody is signed in while the clock adds one
    trail.record(
        trail.Event.TASK_ADDED, case, directorate_id=directorate_id, object_id=task.id, detail=kind.value
    )
    refresh(case)
    return task


def check_takes_tasks(case: Case) -> None:
    if not case.is_live:
        raise RuleBroken(_("Nothing can be planned on a closed file."))


def check_still_open(task: Task) -> None:
    if not task.is_open:
        raise RuleBroken(_("This task was done in the meantime."))


def hold_both(case: Case, task: Task) -> None:
    """The case first, always: two people who change two tasks of one file wait for one another."""
    hold(case)
    hold(task)
    check_takes_tasks(case)
