"""Making, moving and ending appointments; what speaks against an hour is said, and the worker decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.appointments.models import LATEST, OUTCOMES, Appointment, AppointmentKind, AppointmentState
from casework.appointments.queries import (
    appointment_made_with,
    find_appointment,
    n_waiting,
    overlapping,
)
from casework.audit import trail
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.open_matters import OPEN_MATTERS, OpenMatter
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, tell
from casework.core.clock import CASABLANCA, day_of, now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import clock_time, short_day
from casework.core.text import excerpt, in_its_direction, isolated
from casework.organisation.queries import days_off_of
from casework.partners.hours import read_spans
from casework.people.models import ContactNumber
from casework.people.safety import forbidden_contacts
from casework.programmes.deadlines import is_working_day


def make_appointment(case: Case, *, by: User, form_key: UUID, **answers: Any) -> Appointment:
    """Sent twice it is still one appointment."""
    hold(case)
    if made := appointment_made_with(case, form_key):
        return made
    check_takes_appointments(case)
    check_hour(answers["starts_at"])
    check_worker(case, answers["with_id"])
    made = Appointment(key_id=case.key_id, case_id=case.id, made_by_id=by.id, form_key=form_key, **answers)
    db.session.add(made)
    trail.record(trail.Event.APPOINTMENT_MADE, case, object_id=made.id)
    tell(
        case,
        Happening.APPOINTMENT,
        author_id=by.id,
        object_id=made.id,
        detail=AppointmentState.PLANNED.value,
        story=story_of(made),
    )
    return made


def check_takes_appointments(case: Case) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: it takes no appointments."))
    if not case.current_members:
        raise RuleBroken(_("Nobody works on this file. Give it to somebody first."))


def check_hour(starts_at: datetime) -> None:
    if starts_at < now() - LATEST:
        raise RuleBroken(_("This hour is already past."))


def check_worker(case: Case, user_id: UUID) -> None:
    if user_id not in case.member_ids:
        raise RuleBroken(_("An appointment is with somebody who works on the file."))


def story_of(appointment: Appointment) -> dict[str, Any]:
    """What for, and when: in figures that every language reads."""
    told = {"text": excerpt(appointment.about)} if appointment.about else {}
    return told | {"next": said(appointment.starts_at)}


def said(moment: datetime) -> str:
    return isolated(f"{short_day(moment)} {clock_time(moment)}")


def change_appointment(
    case: Case, appointment: Appointment, *, by: User, version: int, **answers: Any
) -> None:
    """Another hour, another place, or a colleague who takes it over."""
    hold(case)
    hold(appointment)
    before, after = appointment.answers, appointment.answers | answers
    if after == before:
        return
    check_is_planned(case, appointment)
    check_version(appointment, version, compared(before, after))
    if after["starts_at"] != before["starts_at"]:
        check_hour(after["starts_at"])
    check_worker(case, after["with_id"])
    for name, value in answers.items():
        setattr(appointment, name, value)
    for entry in entries_of(case, appointment.id):
        if entry.detail == AppointmentState.PLANNED.value:
            entry.story = story_of(appointment)
    trail.record(trail.Event.APPOINTMENT_CHANGED, case, object_id=appointment.id, detail="moved")


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Any, str, str]]:
    """Both texts, for the page that says that somebody saved first."""
    labels = {"place": _("Place"), "about": _("Purpose of the appointment")}
    when = (_("Day and hour"), said(after["starts_at"]), said(before["starts_at"]))
    return [when, *((labels[name], after[name] or "", before[name] or "") for name in labels)]


def check_is_planned(case: Case, appointment: Appointment) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: it takes no appointments."))
    if not appointment.is_planned:
        raise RuleBroken(_("This appointment is over or cancelled. Make another one."))


def cancel_appointment(case: Case, appointment: Appointment, *, by: User, version: int) -> None:
    hold(case)
    hold(appointment)
    if appointment.state is AppointmentState.CANCELLED:
        return
    check_is_planned(case, appointment)
    check_version(appointment, version)
    appointment.state, appointment.ended_at = AppointmentState.CANCELLED, now()
    for entry in entries_of(case, appointment.id):
        entry.detail = AppointmentState.CANCELLED.value
        entry.story = {name: told for name, told in (entry.story or {}).items() if name != "next"}
    trail.record(trail.Event.APPOINTMENT_CHANGED, case, object_id=appointment.id, detail="cancelled")


def record_outcome(
    case: Case, appointment: Appointment, *, by: User, version: int, state: AppointmentState
) -> None:
    """Whether it took place; said wrongly, it is said again. The note of the contact is written apart."""
    hold(case)
    hold(appointment)
    if appointment.state is state:
        return
    check_has_outcome(appointment, state)
    check_version(appointment, version)
    appointment.state, appointment.ended_at = state, now()
    trail.record(trail.Event.APPOINTMENT_CHANGED, case, object_id=appointment.id, detail=state.value)
    tell(
        case,
        Happening.APPOINTMENT,
        happened_at=appointment.starts_at,
        author_id=by.id,
        object_id=appointment.id,
        detail=state.value,
    )


def check_has_outcome(appointment: Appointment, state: AppointmentState = AppointmentState.HELD) -> None:
    if state not in OUTCOMES:
        raise RuleBroken(_("An appointment takes place, or the person does not come."))
    if appointment.state is AppointmentState.CANCELLED:
        raise RuleBroken(_("This appointment was cancelled."))
    if not appointment.has_begun:
        raise RuleBroken(_("This appointment has not begun yet."))


def warnings_of(
    case: Case, *, worker: User, apart_from: Appointment | None = None, **answers: Any
) -> list[str]:
    """What speaks against it, each in a sentence."""
    starts_at = answers["starts_at"]
    day = day_of(starts_at)
    warnings = []
    if worker.absence_between(day, day):
        warnings.append(_("%(who)s is away on that day.", who=in_its_direction(worker.name)))
    if not is_working_day(day, days_off_of(case.cell.directorate_id)):
        warnings.append(_("%(day)s is a day off.", day=isolated(short_day(day))))
    others = overlapping(case, worker, starts_at, answers["minutes"], apart_from=apart_from)
    warnings += [_("Another appointment begins at %(hour)s.", hour=said(other.starts_at)) for other in others]
    if answers["kind"] is AppointmentKind.PHONE:
        warnings += call_warnings(case, starts_at)
    return warnings


def call_warnings(case: Case, starts_at: datetime) -> list[str]:
    forbidden = forbidden_contacts(case.person)
    numbers = [number for number in case.person.numbers if forbidden.allows(number)]
    if not numbers:
        return [_("No number is safe to call now.")]
    if any(is_safe_at(number, starts_at) for number in numbers):
        return []
    hours = ", ".join(str(number.hours) for number in numbers)
    return [_("A call is safe only at these hours: %(hours)s.", hours=in_its_direction(hours))]


def is_safe_at(number: ContactNumber, moment: datetime) -> bool:
    """Hours said in other words than figures are for the worker to read: they stand beside the form."""
    try:
        spans = read_spans(number.hours or "")
    except ValueError:
        return True
    hour = moment.astimezone(CASABLANCA).strftime("%H:%M")
    return not spans or any(opens <= hour < closes for opens, closes in spans)


def forget(case: Case, object_id: UUID) -> None:
    """Made in the wrong file: what was typed goes, and nobody comes."""
    if appointment := find_appointment(case, object_id):
        appointment.place = appointment.about = None
        if appointment.is_planned:
            appointment.state, appointment.ended_at = AppointmentState.CANCELLED, now()
    entries.forget_story(case, object_id)


entries.register(Happening.APPOINTMENT, withdraw=forget)
OPEN_MATTERS["appointments"] = OpenMatter(
    count=n_waiting,
    words=lambda n: ngettext("%(num)d planned appointment", "%(num)d planned appointments", n),
)
