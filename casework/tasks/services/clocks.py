"""The clocks of a case: its steps, a new risk level, a contact made, what is due next (deadlines.csv)."""

from datetime import date, datetime
from uuid import UUID

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import day_of, now, start_of
from casework.core.extensions import db
from casework.programmes.base import Clock
from casework.programmes.queries import rules_of
from casework.programmes.rules import Rule
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import (
    CONTACTS,
    last_contact_kept,
    open_tasks,
    tasks_done_in,
    tasks_planned_in,
)
from casework.tasks.queries.standing import NO_CONTACT
from casework.tasks.services.state import cancel, finish, refresh

AT_FIRST = (Clock.FIRST_CONTACT, Clock.ASSESSMENT, Clock.PLAN, Clock.SUPERVISOR_REVIEW)


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
    task = Task(
        key_id=case.key_id,
        case_id=case.id,
        kind=kind,
        due_at=due_of(case, step, start),
        counted_for=case.risk,
        counted_from=start,
        planned_in_id=note_id,
    )
    db.session.add(task)


def due_of(case: Case, step: Clock, start: datetime) -> datetime:
    """By the rule in force where the file is, on the day from which it is counted."""
    rules = rules_of(case.cell.directorate_id)
    return rules.due(Rule(case.cell.programme_key, case.risk, step), start)


def follow_risk(case: Case, *, by: User) -> None:
    """A new level gives open steps a new due date, counted from now; what somebody moved or agreed stays.

    A higher level never gives more time than there was.
    """
    for task in open_tasks(case):
        was = task.counted_for
        if was is None or was is case.risk or not task.is_as_counted:
            continue
        count_anew(case, task, never_later=case.risk.rank > was.rank)
    refresh(case)


def count_anew(case: Case, task: Task, *, never_later: bool) -> None:
    """From now, by the rule of today; `never_later`: not later than it was."""
    due_at = due_of(case, Clock(task.kind.value), now())
    task.counted_for = case.risk
    if never_later and task.due_at <= due_at:
        task.counted_from = None  # given by a rule of before: a day off entered later does not move it
        return
    task.due_at, task.counted_from = due_at, now()


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
        elif task.clock == NO_CONTACT:
            cancel(task)
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


def cancel_open(case: Case) -> None:
    """A closed case has nothing due."""
    for task in open_tasks(case):
        cancel(task)
    refresh(case)
