"""Every question asked of the appointments."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union
from sqlalchemy.orm import aliased, contains_eager, joinedload

from casework.access.policy import Action
from casework.accounts.models import User
from casework.appointments.models import Appointment, AppointmentState
from casework.cases.models import LIVE, Case, Member
from casework.cases.queries import in_scope, is_current
from casework.core.clock import end_of, now, today
from casework.core.extensions import db

LONGEST = 12 * 60  # minutes: what began earlier than that is over
ON_THE_PAGE = 100
NEXT = 6  # on a home


def find_appointment(case: Case, appointment_id: UUID) -> Appointment | None:
    found = select(Appointment).where(Appointment.case_id == case.id, Appointment.id == appointment_id)
    return db.session.scalar(found)


def appointment_made_with(case: Case, form_key: UUID) -> Appointment | None:
    made = select(Appointment).where(Appointment.case_id == case.id, Appointment.form_key == form_key)
    return db.session.scalar(made)


def appointments_of(case: Case) -> list[Appointment]:
    """The newest hundred with whom each is, the last one first."""
    found = select(Appointment).where(Appointment.case_id == case.id).options(joinedload(Appointment.worker))
    return list(db.session.scalars(found.order_by(Appointment.starts_at.desc()).limit(ON_THE_PAGE)))


def ids_waiting(case: Case) -> Select[Any]:
    """The first of those to come, and of those of which nobody has said yet whether they took place."""
    return is_waiting(case, select(Appointment.id)).order_by(Appointment.starts_at).limit(NEXT)


def n_waiting(case: Case) -> int:
    return db.session.scalars(is_waiting(case, select(func.count(Appointment.id)))).one()


def is_waiting(case: Case, rows: Select[Any]) -> Select[Any]:
    return rows.where(Appointment.case_id == case.id, Appointment.state == AppointmentState.PLANNED)


def overlapping(
    case: Case, user: User, starts_at: datetime, minutes: int, *, apart_from: Appointment | None
) -> list[Appointment]:
    """What else the worker or the person of this file has planned at that time, in whatever file."""
    ends_at = starts_at + timedelta(minutes=minutes)
    planned = select(Appointment).where(
        or_(Appointment.with_id == user.id, Appointment.case_id == case.id),
        Appointment.state == AppointmentState.PLANNED,
        Appointment.starts_at > starts_at - timedelta(minutes=LONGEST),
        Appointment.starts_at < ends_at,
    )
    found = db.session.scalars(planned.order_by(Appointment.starts_at))
    return [row for row in found if row.ends_at > starts_at and row is not apart_from]


def falling_to(user_id: UUID, first: datetime, last: datetime) -> Select[Any]:
    """His own, and on the files that he leads those of whoever has left them: ids."""
    within = Appointment.starts_at.between(first, last)
    own = select(Appointment.id).where(Appointment.with_id == user_id, within)
    led = select(Appointment.id).join(Appointment.case)
    left = led.where(Case.lead_id == user_id, Appointment.with_id != user_id, ~has_worker(), within)
    found = union(own, left).subquery()
    return select(found.c.id)


def has_worker() -> ColumnElement[bool]:
    """Whoever it is with still works on the file; a condition on Appointment."""
    holder = aliased(Member)
    works_on = (holder.case_id == Appointment.case_id, holder.user_id == Appointment.with_id)
    return exists().where(*works_on, is_current(holder))


def is_open_to(user: User) -> ColumnElement[bool]:
    """Asked of each appointment found: the file is live and the user may open it."""
    may_see = select(Case.id).join(Case.cell).where(Case.id == Appointment.case_id, Case.status.in_(LIVE))
    return may_see.where(in_scope(user, Action.CASE_VIEW)).correlate(Appointment).exists()


def next_appointments(user: User) -> list[Appointment]:
    """Today's and tomorrow's, and those that nobody has told the end of; each with its case and person."""
    first, last = now() - timedelta(days=7), end_of(today() + timedelta(days=1))
    found = (
        select(Appointment)
        .join(Appointment.case)
        .join(Case.person)
        .options(contains_eager(Appointment.case).contains_eager(Case.person), joinedload(Appointment.worker))
        .where(Appointment.id.in_(falling_to(user.id, first, last)), is_open_to(user))
        .where(Appointment.state == AppointmentState.PLANNED)
        .order_by(Appointment.starts_at, Appointment.id)
    )
    return list(db.session.scalars(found.limit(NEXT)))


def told_to_calendars(user: User, first: datetime, last: datetime, since: datetime) -> list[Appointment]:
    """The user's own, those cancelled only if that was lately; of files that he may still open."""
    is_recent = or_(Appointment.state != AppointmentState.CANCELLED, Appointment.ended_at >= since)
    found = select(Appointment).where(Appointment.with_id == user.id, is_recent, is_open_to(user))
    found = found.where(Appointment.starts_at.between(first, last)).order_by(Appointment.starts_at)
    return list(db.session.scalars(found.limit(500)))
