"""The agenda as one person reads it: days, what falls on each, and how to reach each person safely."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, cells_where
from casework.accounts.models import User
from casework.agenda.asked import WHOLE_CELL, Asked
from casework.agenda.queries import MOST, Whose, lines_between, people_and_days_off
from casework.appointments.models import Appointment
from casework.cases.models import Case
from casework.core.i18n import language
from casework.core.text import in_its_direction
from casework.measures.models import Measure, MeasureKind
from casework.people.models import ContactNumber, ContactSafety, Person
from casework.programmes.deadlines import is_working_day
from casework.tasks.models import Task


@dataclass(frozen=True)
class Word:
    """What is said of calling, without a number: a list is read over one's shoulder."""

    text: str
    is_warning: bool


@dataclass(frozen=True)
class Line:
    """One thing that falls on a day."""

    case: Case
    about: Appointment | Task | Measure
    is_kept: bool  # whoever the appointment is with still works on the file
    is_guarded: bool  # somebody around the person must not be contacted
    may_change: bool  # the reader

    @property
    def appointment(self) -> Appointment | None:
        return self.about if isinstance(self.about, Appointment) else None

    @property
    def day(self) -> date:
        if isinstance(self.about, Appointment):
            return self.about.day
        if isinstance(self.about, Task):
            return self.about.due_on
        is_hearing = self.about.kind is MeasureKind.HEARING
        return self.about.from_on if is_hearing else self.about.until_on or self.about.from_on

    @property
    def order(self) -> tuple[Any, ...]:
        """All that has no hour comes first: measures, then tasks; the appointments follow the clock."""
        if isinstance(self.about, Appointment):
            return 2, self.about.starts_at.isoformat(), str(self.about.id)
        return isinstance(self.about, Task), "", str(self.about.id)

    @property
    def label(self) -> Any:
        if isinstance(self.about, Task):
            return self.about.label
        if isinstance(self.about, Appointment) or self.about.kind is MeasureKind.HEARING:
            return self.about.kind.label
        return _("Last day: %(measure)s", measure=self.about.kind.label)

    @property
    def worker(self) -> User | None:
        """What was given to nobody falls to whoever leads the file."""
        if isinstance(self.about, Appointment):
            return self.about.worker
        given_to = self.about.assignee if isinstance(self.about, Task) else None
        return given_to or self.case.lead

    @property
    def is_left(self) -> bool:
        """Whoever it is with has left the file: the lead takes it over."""
        return bool(self.appointment and self.appointment.is_planned and not self.is_kept)

    @cached_property
    def contact(self) -> Word:
        if self.is_guarded:
            return Word(_("Read the contact rules in the file before any call."), is_warning=True)
        return contact_word(self.case.person)


def contact_word(person: Person) -> Word:
    """The safest number says what may be done; the file says the rest."""
    safe = [number for number in person.numbers if number.is_safe_now]
    if safe:
        return Word(safe_word(safe[0]), is_warning=False)
    if not person.numbers:
        return Word(_("No number is known: do not call."), is_warning=True)
    if all(number.safety is ContactSafety.UNSAFE for number in person.numbers):
        return Word(_("Never call."), is_warning=True)
    return Word(_("Do not call: not confirmed for 90 days."), is_warning=True)


def safe_word(number: ContactNumber) -> str:
    if number.safety is ContactSafety.TRUSTED_ONLY:
        return _("Call only through the trusted person.")
    if number.hours:
        return _("Safe to call: %(hours)s", hours=in_its_direction(number.hours))
    return _("Safe to call")


@dataclass
class Day:
    day: date
    lines: list[Line] = field(default_factory=list)
    away: list[str] = field(default_factory=list)  # names
    holiday: str = ""

    @property
    def is_off(self) -> bool:
        return bool(self.holiday) or not is_working_day(self.day)


@dataclass(frozen=True)
class Agenda:
    asked: Asked
    days: Sequence[Day]
    people: dict[UUID, str]  # whose agenda may be asked for, by name
    is_own: bool
    is_cut: bool


def agenda_of(user: User, asked: Asked) -> Agenda:
    """A name that is none of this person's cells is as good as none: his own agenda is shown."""
    cell_ids = cells_where(user, Action.CASELOAD_REVIEW)
    whose = Whose(user, None if asked.who == WHOLE_CELL and cell_ids else user.id, cell_ids)
    rows = people_and_days_off(whose, cell_ids, asked.first, asked.last)
    people = {row.id: name_of(row) for row in rows if row.id}
    chosen = next((user_id for user_id in people if str(user_id) == asked.who), None)
    if chosen and chosen != user.id:
        whose = Whose(user, chosen, cell_ids)
    lines = lines_between(whose, asked)
    shown = whose_absences(rows, whose)
    days = days_of(asked, lines[:MOST], shown)
    return Agenda(asked, days, people if cell_ids else {}, whose.person_id == user.id, len(lines) > MOST)


def whose_absences(rows: Iterable[Any], whose: Whose) -> list[Any]:
    """Of the person alone, or of all; days off are everybody's."""
    return [row for row in rows if not row.id or whose.person_id in (None, row.id)]


def name_of(row: Any) -> str:
    return str(row.name_ar if language() == "ar" else row.name_lat)


def days_of(asked: Asked, lines: Iterable[Any], rows: Iterable[Any]) -> list[Day]:
    days = {day: Day(day) for day in asked.days}
    for row in lines:
        about = row.Appointment or row.Task or row.Measure
        line = Line(row.Case, about, row.is_kept, row.is_guarded, row.may_change)
        if line.day in days:
            days[line.day].lines.append(line)
    for row in rows:
        for day in days.values() if row.from_on else ():
            if row.from_on <= day.day <= row.until_on:
                mark(day, row)
    for day in days.values():
        day.lines.sort(key=lambda line: line.order)
    return list(days.values())


def mark(day: Day, row: Any) -> None:
    if row.id:
        day.away.append(name_of(row))
    else:
        day.holiday = name_of(row)
