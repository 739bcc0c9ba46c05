"""Due dates follow the risk (deadlines.csv); each change of a task brings the case's next due date up to date."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.cases.stages import stage_of
from casework.cases.timeline import Happening, tell
from casework.core.clock import day_of, end_of, now, start_of, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import Clock
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import kinds_done, open_tasks, task_made_with

STEPS = (Clock.FIRST_CONTACT, Clock.ASSESSMENT, Clock.PLAN, Clock.FOLLOW_UP, Clock.SUPERVISOR_REVIEW)


def start_clocks(case: Case, *, start: datetime, had_contact: bool, by: User) -> None:
    """The steps of a new case, from its first contact: the interview counts, however late it was typed in."""
    for step in STEPS:
        add_step(case, step, start=start)
    db.session.flush()
    if had_contact:
        record_contact(case, happened_on=day_of(start), by=by)
    else:
        refresh(case)


def add_step(case: Case, step: Clock, *, start: datetime) -> Task:
    due_at = case.programme.response_time(case.risk, step, day_of(start)).due(start)
    task = Task(key_id=case.key_id, case_id=case.id, kind=TaskKind(step.value), due_at=due_at)
    db.session.add(task)
    return task


def follow_risk(case: Case, *, by: User) -> None:
    """A new level gives every open step a new due date, counted from now; one moved by hand stays."""
    for task in open_tasks(case):
        if task.kind.value in Clock and not task.moved_from:
            step = Clock(task.kind.value)
            task.due_at = case.programme.response_time(case.risk, step, today()).due(now())
    refresh(case)


def record_contact(case: Case, *, happened_on: date, by: User) -> None:
    """Whoever met the person did the first contact or the follow-up; the next one is due from that day."""
    for task in open_tasks(case):
        if task.kind in (TaskKind.FIRST_CONTACT, TaskKind.FOLLOW_UP):
            finish(task, by=by)
    case.last_contact_on = max(filter(None, (case.last_contact_on, happened_on)))
    add_step(case, Clock.FOLLOW_UP, start=start_of(case.last_contact_on))
    refresh(case)


def finish(task: Task, *, by: User) -> None:
    task.done_at, task.done_by_id = now(), by.id
    trail.record(trail.Event.TASK_DONE, case_id=task.case_id, object_id=task.id, detail=task.kind.value)


def complete(case: Case, task: Task, *, by: User, why: str | None = None) -> None:
    """Done by hand. A step that comes again (follow-up, review) is planned anew."""
    if not task.is_open:
        return
    finish(task, by=by)
    task.why = why or task.why
    if task.kind in (TaskKind.FOLLOW_UP, TaskKind.SUPERVISOR_REVIEW):
        add_step(case, Clock(task.kind.value), start=now())
    story = {"text": task.title} if task.title else {}
    tell(
        case,
        Happening.TASK,
        happened_at=now(),
        author_id=by.id,
        object_id=task.id,
        detail=task.kind.value,
        story=story,
    )
    refresh(case)


def move(case: Case, task: Task, due_on: date, why: str, *, by: User) -> None:
    """Another due date than the rule's, with a reason that the file keeps."""
    if due_on < today():
        raise RuleBroken(_("A due date cannot be in the past."))
    task.moved_from = task.moved_from or task.due_at
    task.due_at, task.why = end_of(due_on), why
    reason_id = trail.give_reason(why, case.key_id)
    trail.record(
        trail.Event.TASK_MOVED, cell_id=case.cell_id, case_id=case.id, object_id=task.id, reason_id=reason_id
    )
    refresh(case)


def wait_for_person(case: Case, task: Task, until_on: date, *, by: User) -> None:
    """ "Waiting for her, agreed": as good as a follow-up, in a programme where it is agreed with the person."""
    if not case.programme.follow_up_is_agreed or task.kind is not TaskKind.FOLLOW_UP:
        raise RuleBroken(_("In this programme the follow-up keeps its due date."))
    if until_on < today():
        raise RuleBroken(_("A due date cannot be in the past."))
    task.waits_until, task.due_at = until_on, end_of(until_on)
    trail.record(
        trail.Event.TASK_MOVED, cell_id=case.cell_id, case_id=case.id, object_id=task.id, detail="waits"
    )
    refresh(case)


def add_task(
    case: Case,
    *,
    by: User,
    title: str | None,
    due_on: date,
    kind: TaskKind = TaskKind.BY_HAND,
    form_key: UUID | None = None,
    assignee_id: UUID | None = None,
) -> Task:
    """Something to do on a case; sent twice it is still one task."""
    if form_key and (made := task_made_with(form_key)):
        return made
    task = Task(
        key_id=case.key_id,
        case_id=case.id,
        kind=kind,
        due_at=end_of(due_on),
        title=title,
        created_by_id=by.id,
        form_key=form_key,
        assignee_id=assignee_id,
    )
    db.session.add(task)
    trail.record(
        trail.Event.TASK_ADDED, cell_id=case.cell_id, case_id=case.id, object_id=task.id, detail=kind.value
    )
    refresh(case)
    return task


def cancel_open(case: Case) -> None:
    """A closed case has nothing due."""
    for task in open_tasks(case):
        task.done_at, task.is_cancelled = now(), True
    refresh(case)


def refresh(case: Case) -> None:
    """Bring what the case stores for sorting up to date: next due date, its kind, the stage."""
    db.session.flush()
    tasks = open_tasks(case)
    first = min(tasks, key=lambda task: (task.due_on, task.id), default=None)
    case.next_due_on = first.due_on if first else None
    case.next_due_kind = first.kind.value if first else None
    case.stage = stage_of(case, done=kinds_done(case))
