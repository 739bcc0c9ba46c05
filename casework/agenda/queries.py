"""Every question asked for the agenda and for the feed: what falls on some days, in one statement."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from casework.access.policy import Action
from casework.accounts.models import Absence, User
from casework.accounts.queries import WITH_POSITIONS, works_in
from casework.agenda.asked import Asked, Part
from casework.agenda.models import CalendarFeed
from casework.appointments.models import Appointment, AppointmentState
from casework.appointments.queries import falling_to as appointments_falling_to
from casework.appointments.queries import has_worker
from casework.cases.models import LIVE, Case
from casework.cases.queries import has_member, in_scope
from casework.core.clock import day_of, end_of, now, start_of
from casework.core.extensions import db
from casework.keys.models import DataKey
from casework.keys.ring import keep_opened
from casework.measures.models import Measure, MeasureKind
from casework.organisation.models import Holiday
from casework.people.models import Person, SuspectedAuthor
from casework.tasks.models import Task
from casework.tasks.queries import falling_to as tasks_falling_to
from casework.tasks.queries import is_open_to

MOST = 500  # lines; nobody reads more, and the page says that there are more
AN_ID = Case.id.type


@dataclass(frozen=True)
class Whose:
    """Whose agenda, and who looks at it: one person's, or that of whole cells."""

    reader: User
    person_id: UUID | None
    cell_ids: Collection[UUID] = ()


def lines_between(whose: Whose, asked: Asked) -> list[Any]:
    """Rows of a case (with cell, person and numbers) and of one appointment, task or measure each.

    The keys of what is sealed come along: a statement less.
    """
    parts = {
        Part.ALL: (appointments_in, tasks_in, measures_in),
        Part.APPOINTMENTS: (appointments_in,),
        Part.TASKS: (tasks_in,),
    }
    found = union_all(*(part(whose, asked.first, asked.last) for part in parts[asked.part])).subquery()
    changes = reached(found, whose.reader, Action.CASE_EDIT).label("may_change")
    lines = (
        select(Case, Appointment, Task, Measure, DataKey)
        .add_columns(has_worker().label("is_kept"), has_suspect().label("is_guarded"), changes)
        .select_from(found)
        .join(Case, Case.id == found.c.case_id)
        .join(Case.cell)
        .join(Case.person)
        .join(DataKey, DataKey.id == Case.key_id)
        .outerjoin(Appointment, Appointment.id == found.c.appointment_id)
        .outerjoin(Task, Task.id == found.c.task_id)
        .outerjoin(Measure, Measure.id == found.c.measure_id)
        .options(
            contains_eager(Case.cell),
            contains_eager(Case.person).joinedload(Person.numbers),
            joinedload(Case.lead),
            joinedload(Appointment.worker),
            joinedload(Task.assignee),
        )
        .where(reached(found, whose.reader, Action.CASE_VIEW), Case.status.in_(LIVE))
        .order_by(func.coalesce(Appointment.starts_at, Task.due_at), Case.id)
    )
    rows = list(db.session.execute(lines.limit(MOST + 1)).unique())
    keep_opened({row.DataKey for row in rows})
    return rows


def reached(found: Any, user: User, action: Action) -> ColumnElement[bool]:
    """Asked of each line found, so that the cell is no way in: that would read all of its files."""
    may = select(Case.id).join(Case.cell).where(Case.id == found.c.case_id, in_scope(user, action))
    return may.correlate(found).exists()


def has_suspect() -> ColumnElement[bool]:
    """Somebody around the person must not be contacted; who it is stands in the file alone."""
    near = aliased(Person)
    at_home = exists().where(near.household_id == Person.household_id, SuspectedAuthor.person_id == near.id)
    return or_(exists().where(SuspectedAuthor.person_id == Person.id), at_home)


def found_by(case_id: Any, **ids: Any) -> Select[Any]:
    """The columns of one part: its own id beside those of the others, which are empty."""
    names = ("appointment_id", "task_id", "measure_id")
    columns = [ids.get(name, cast(null(), AN_ID)).label(name) for name in names]
    return select(case_id.label("case_id"), *columns)


def appointments_in(whose: Whose, first: date, last: date) -> Select[Any]:
    begins, ends = start_of(first), end_of(last)
    found = found_by(Appointment.case_id, appointment_id=Appointment.id).join(Appointment.case)
    found = found.where(Appointment.state != AppointmentState.CANCELLED)
    if whose.person_id:
        return found.where(Appointment.id.in_(appointments_falling_to(whose.person_id, begins, ends)))
    return found.where(Case.cell_id.in_(whose.cell_ids), Appointment.starts_at.between(begins, ends))


def tasks_in(whose: Whose, first: date, last: date) -> Select[Any]:
    """Open ones whose day it is: a task that waits, by agreement, stands on the day that was agreed."""
    found = found_by(Task.case_id, task_id=Task.id).join(Task.case)
    due = or_(
        and_(Task.waits_until.is_(None), Task.due_at.between(start_of(first), end_of(last))),
        and_(Task.due_at <= end_of(last), Task.waits_until.is_not(None), Task.waits_until >= first),
    )
    if whose.person_id:
        return found.where(Task.id.in_(tasks_falling_to(whose.person_id, last)), due)
    return found.where(Case.cell_id.in_(whose.cell_ids), Task.done_at.is_(None), due)


def measures_in(whose: Whose, first: date, last: date) -> Select[Any]:
    """Those that expire, and hearings."""
    found = found_by(Measure.case_id, measure_id=Measure.id).join(Measure.case)
    is_hearing = and_(Measure.kind == MeasureKind.HEARING, Measure.from_on.between(first, last))
    found = found.where(Measure.ended_at.is_(None), or_(Measure.until_on.between(first, last), is_hearing))
    if whose.person_id:
        return found.where(has_member(whose.person_id, now()))
    return found.where(Case.cell_id.in_(whose.cell_ids))


def people_and_days_off(whose: Whose, cell_ids: Collection[UUID], first: date, last: date) -> list[Any]:
    """Who works in these cells (without any: the reader alone) with when each is away, then the holidays."""
    away = and_(Absence.user_id == User.id, Absence.from_on <= last, Absence.until_on >= first)
    works_there = works_in(cell_ids, User.id) & User.disabled_at.is_(None)
    is_asked = works_there if cell_ids else User.id == whose.reader.id
    people = (
        select(User.id, User.name_ar, User.name_lat, Absence.from_on, Absence.until_on)
        .outerjoin(Absence, away)
        .where(is_asked)
    )
    holidays = select(cast(null(), AN_ID), Holiday.name_ar, Holiday.name_fr, Holiday.day, Holiday.day).where(
        Holiday.directorate_id == whose.reader.directorate_id, Holiday.day.between(first, last)
    )
    rows = union_all(people, holidays).order_by("name_lat")
    return list(db.session.execute(rows))


def live_feeds(user: User) -> list[CalendarFeed]:
    live = select(CalendarFeed).where(CalendarFeed.user_id == user.id, CalendarFeed.revoked_at.is_(None))
    return list(db.session.scalars(live))


def feed_with(token_hash: str) -> CalendarFeed | None:
    """One that lives, with its owner and the owner's roles."""
    live = (
        select(CalendarFeed)
        .join(CalendarFeed.user)
        .where(CalendarFeed.token_hash == token_hash, CalendarFeed.revoked_at.is_(None))
        .options(contains_eager(CalendarFeed.user).options(WITH_POSITIONS))
    )
    return db.session.scalars(live).unique().one_or_none()


def mark_read(feed_id: UUID, moment: datetime, since: datetime) -> None:
    """Once in a while is enough to see that somebody reads it."""
    is_long_ago = or_(CalendarFeed.read_at.is_(None), CalendarFeed.read_at < since)
    marked = update(CalendarFeed).where(CalendarFeed.id == feed_id, is_long_ago)
    db.session.execute(marked.values(read_at=moment).execution_options(synchronize_session=False))


def days_with_tasks(user: User, first: date, last: date) -> list[date]:
    """The day of each open task that falls to the user, on files that he may still open."""
    due = select(Task.due_at, Task.waits_until).where(
        Task.id.in_(tasks_falling_to(user.id, last)), is_open_to(user)
    )
    days = [max(day_of(row.due_at), row.waits_until or date.min) for row in db.session.execute(due)]
    return [day for day in days if first <= day <= last]
