"""Every question asked of the tasks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.orm import aliased, contains_eager

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import LIVE, Case, Member, MemberRole
from casework.cases.queries import in_scope, is_current
from casework.core.clock import end_of, today
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind

CONTACTS = (TaskKind.FIRST_CONTACT, TaskKind.FOLLOW_UP)
AT_ONCE = 50  # a longer list of what is due helps nobody: the page says that there is more


def open_tasks(case: Case) -> list[Task]:
    tasks = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.due_at, Task.id)
    return list(db.session.scalars(tasks))


def find_task(case: Case, task_id: UUID) -> Task | None:
    return db.session.scalar(select(Task).where(Task.case_id == case.id, Task.id == task_id))


def kinds_done(case: Case) -> set[str]:
    """Which steps were done at least once; a cancelled one was not."""
    done = select(Task.kind).where(
        Task.case_id == case.id, Task.done_at.is_not(None), Task.is_cancelled.is_(False)
    )
    return {kind.value for kind in db.session.scalars(done.distinct())}


def task_made_with(case: Case, form_key: UUID) -> Task | None:
    return db.session.scalar(select(Task).where(Task.case_id == case.id, Task.form_key == form_key))


def tasks_done_in(case: Case, note_id: UUID) -> list[Task]:
    return list(db.session.scalars(select(Task).where(Task.case_id == case.id, Task.done_in_id == note_id)))


def tasks_planned_in(case: Case, note_id: UUID) -> list[Task]:
    """What the note asked for, and the follow-up counted from it, done or not."""
    planned = select(Task).where(Task.case_id == case.id, Task.planned_in_id == note_id)
    return list(db.session.scalars(planned))


def last_contact_kept(case: Case) -> date | None:
    """The newest day on which a contact did one of the steps."""
    days = select(func.max(Task.contact_on)).where(Task.case_id == case.id)
    return db.session.scalar(days)


@dataclass(frozen=True)
class DueTasks:
    """What a person has to do, soonest first; `is_cut` when there is more than the page shows."""

    tasks: list[Task]
    is_cut: bool

    @property
    def late(self) -> list[Task]:
        return [task for task in self.tasks if task.is_late]

    @property
    def today(self) -> list[Task]:
        return [task for task in self.tasks if not task.is_late and task.due_on == today()]

    @property
    def later(self) -> list[Task]:
        return [task for task in self.tasks if task.due_on > today()]


def tasks_due(user: User, until: date) -> DueTasks:
    """What this person has to do up to that day, each with its case and person, in one statement."""
    due = (
        select(Task)
        .join(Task.case)
        .join(Case.cell)
        .join(Case.person)
        .options(
            contains_eager(Task.case).contains_eager(Case.person),
            contains_eager(Task.case).contains_eager(Case.cell),
        )
        .where(Task.id.in_(falling_to(user.id, until)), is_open_to(user))
        .order_by(Task.due_at, Task.id)
        .limit(AT_ONCE + 1)
    )
    rows = list(db.session.scalars(due))
    return DueTasks(rows[:AT_ONCE], len(rows) > AT_ONCE)


def falling_to(user_id: UUID, until: date) -> Select[Any]:
    """Open tasks given to the user, and those of the files he leads or covers that no other member has.

    Three ways in rather than one OR: each follows an index, also in a database that has no statistics yet.
    """
    is_due = (Task.done_at.is_(None), Task.due_at <= end_of(until), Case.status.in_(LIVE))
    cover = aliased(Member)
    given = select(Task.id).join(Task.case).where(*is_due)
    covering = select(Task.id).select_from(cover).join(Case, Case.id == cover.case_id).join(Task)
    covered = covering.where(
        cover.user_id == user_id,
        is_current(cover),
        cover.role == MemberRole.COVER,
        is_nobody_elses(user_id),
        *is_due,
    )
    led = given.where(Case.lead_id == user_id, is_nobody_elses(user_id))
    found = union(given.where(Task.assignee_id == user_id), led, covered).subquery()
    return select(found.c.id)


def is_open_to(user: User) -> ColumnElement[bool]:
    """Asked of each task found, so that the cell is no way in: that would read all of its files."""
    may_see = select(Case.id).join(Case.cell).where(Case.id == Task.case_id, in_scope(user, Action.CASE_VIEW))
    return may_see.correlate(Task).exists()


def is_nobody_elses(user_id: UUID) -> ColumnElement[bool]:
    """Given to no one, or to somebody who has left the file; a review is the supervisor's."""
    holder = aliased(Member)
    still_there = exists().where(
        holder.case_id == Task.case_id,
        holder.user_id == Task.assignee_id,
        holder.user_id != user_id,
        is_current(holder),
    )
    return or_(Task.assignee_id.is_(None), ~still_there) & (Task.kind != TaskKind.SUPERVISOR_REVIEW)
