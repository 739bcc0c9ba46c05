"""Due dates follow the risk (deadlines.csv); each change of a task updates the case's next due date."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.stages import stage_of
from casework.cases.timeline import Happening, entry_of, tell
from casework.core.clock import day_of, end_of, now, start_of, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.programmes.base import Clock
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import (
    CONTACTS,
    kinds_done,
    last_contact_kept,
    open_tasks,
    task_made_with,
    tasks_done_in,
    tasks_planned_in,
)

AT_FIRST = (Clock.FIRST_CONTACT, Clock.ASSESSMENT, Clock.PLAN, Clock.SUPERVISOR_REVIEW)
COMES_AGAIN = {
    TaskKind.FIRST_CONTACT: Clock.FOLLOW_UP,
    TaskKind.FOLLOW_UP: Clock.FOLLOW_UP,
    TaskKind.SUPERVISOR_REVIEW: Clock.SUPERVISOR_REVIEW,
}


def start_clocks(case: Case, *, start: datetime, had_contact: bool, by: User) -> None:
    """The steps of a new case, from its first contact: the interview counts, however late it was typed in.

    The follow-up is counted from a contact, so that without one the first contact alone is due.
    """
    for step in AT_FIRST:
        plan_step(case, step, start=start)
    db.session.flush()
    if had_contact:
        record_contact(case, happened_on=day_of(start), by=by)
    else:
        refresh(case)


def plan_step(case: Case, step: Clock, *, start: datetime, note_id: UUID | None = None) -> None:
    """One of a kind is due at a time: a step still open keeps its due date."""
    kind = TaskKind(step.value)
    if any(task.kind is kind for task in open_tasks(case)):
        return
    due_at = case.programme.response_time(case.risk, step, day_of(start)).due(start)
    task = Task(
        key_id=case.key_id,
        case_id=case.id,
        kind=kind,
        due_at=due_at,
        counted_for=case.risk,
        planned_in_id=note_id,
    )
    db.session.add(task)


def follow_risk(case: Case, *, by: User) -> None:
    """A new level gives open steps a new due date, counted from now; what somebody moved or agreed stays.

    A higher level never gives more time than there was.
    """
    for task in open_tasks(case):
        was = task.counted_for
        if was is None or was is case.risk or task.moved_from or task.waits_until:
            continue
        due_at = case.programme.response_time(case.risk, Clock(task.kind.value), today()).due(now())
        is_raised = case.risk.rank > was.rank
        task.due_at = min(task.due_at, due_at) if is_raised else due_at
        task.counted_for = case.risk
    refresh(case)


def record_contact(case: Case, *, happened_on: date, by: User, note_id: UUID | None = None) -> None:
    """Whoever met the person did the first contact or the follow-up; the next one is due from that day.

    An older contact typed in later changes nothing of what is due.
    """
    if case.last_contact_on and happened_on < case.last_contact_on:
        return
    for task in open_tasks(case):
        if task.kind in CONTACTS:
            finish(case, task, by=by)
            task.done_in_id, task.contact_on = note_id, happened_on
    db.session.flush()
    case.last_contact_on = happened_on
    plan_step(case, Clock.FOLLOW_UP, start=start_of(happened_on), note_id=note_id)
    refresh(case)


def undo_contact(case: Case, note_id: UUID, *, last_noted_on: date | None) -> None:
    """The note was wrong to say that the person was met: what it did is due again, what followed is not.

    After a later contact nothing is due again: the steps were done then.
    """
    planned = tasks_planned_in(case, note_id)
    following = [task for task in planned if task.kind is TaskKind.FOLLOW_UP and task.is_open]
    for task in following:
        cancel(task)
    for task in tasks_done_in(case, note_id):
        task.done_in_id, task.contact_on = None, None
        if following:
            task.done_at, task.done_by_id = None, None
    db.session.flush()
    case.last_contact_on = max(filter(None, (last_contact_kept(case), last_noted_on)), default=None)
    refresh(case)


def finish(case: Case, task: Task, *, by: User) -> None:
    task.done_at, task.done_by_id = now(), by.id
    trail.record(
        trail.Event.TASK_DONE,
        cell_id=case.cell_id,
        case_id=case.id,
        object_id=task.id,
        detail=task.kind.value,
    )


def complete(case: Case, task: Task, *, version: int, by: User, why: str | None = None) -> None:
    """Done by hand, a step with a word on how. A step that comes again is planned anew."""
    hold_both(case, task)
    if not task.is_open:
        return
    check_version(task, version)
    if task.kind is TaskKind.SUPERVISOR_REVIEW and not can(by, Action.CASE_SUPERVISE, case):
        raise RuleBroken(_("Only the supervisor does this review."))
    finish(case, task, by=by)
    task.why = why or task.why
    db.session.flush()
    if again := COMES_AGAIN.get(task.kind):
        plan_step(case, again, start=now())
    text = task.title or why
    tell(
        case,
        Happening.TASK,
        happened_at=now(),
        author_id=by.id,
        object_id=task.id,
        detail=task.kind.value,
        story={"text": text} if text else {},
    )
    refresh(case)


def move(case: Case, task: Task, *, due_on: date, why: str, version: int) -> None:
    """Another due date than the rule's, with a reason that the file keeps."""
    hold_both(case, task)
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
    trail.record(trail.Event.TASK_MOVED, cell_id=case.cell_id, case_id=case.id, object_id=task.id, **more)
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
    note_id: UUID | None = None,
) -> Task:
    """Something to do on a case; sent twice it is still one task."""
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
        created_by_id=by.id,
        form_key=form_key,
        assignee_id=assignee_id,
        planned_in_id=note_id,
    )
    db.session.add(task)
    trail.record(
        trail.Event.TASK_ADDED, cell_id=case.cell_id, case_id=case.id, object_id=task.id, detail=kind.value
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


def cancel(task: Task) -> None:
    task.done_at, task.is_cancelled = now(), True


def cancel_open(case: Case) -> None:
    """A closed case has nothing due."""
    for task in open_tasks(case):
        cancel(task)
    refresh(case)


def drop_planned(case: Case, note_id: UUID) -> None:
    """The note is gone from this file: so are the words of what it asked for."""
    for task in tasks_planned_in(case, note_id):
        if task.kind is not TaskKind.BY_HAND:
            continue
        task.title = task.why = None
        if task.is_open:
            cancel(task)
        elif entry := entry_of(case, task.id):
            entry.story = None
    refresh(case)


def refresh(case: Case) -> None:
    """Bring what the case stores for sorting up to date: next due date, its kind, the stage."""
    db.session.flush()
    first = min(open_tasks(case), key=lambda task: (task.due_at, task.id), default=None)
    case.next_due_on = first.due_on if first else None
    case.next_due_kind = first.kind.value if first else None
    case.stage = stage_of(case, done=kinds_done(case))


def forget_words(case: Case, task_id: UUID) -> None:
    """That it was done stays; the words go."""
    task = db.session.get_one(Task, task_id)
    task.title = task.why = None


entries.register(Happening.TASK, withdraw=forget_words)
