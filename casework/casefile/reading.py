"""Gathers what one person may read on the pages of a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.appointments.models import Appointment
from casework.appointments.queries import ids_waiting
from casework.audit.models import Event
from casework.casefile.forms import AuthorForm, EditPersonForm, EditRelativeForm, ReporterForm
from casework.casefile.queries import Seen
from casework.casefile.situation import hidden_fields
from casework.cases.forms import ConcernsForm
from casework.cases.models import Case
from casework.core.answers import BETWEEN, in_words
from casework.core.clock import day_of
from casework.measures.forms import MeasureForm
from casework.measures.models import Measure
from casework.measures.queries import ids_in_force, in_order
from casework.measures.services.measures import reads_text
from casework.people.forms import NumberForm
from casework.people.models import Change, LegalCapacity, Relative
from casework.programmes.base import Details, details_shown
from casework.programmes.lists import RELATIONSHIPS_TO_THE_CHILD, OptionList
from casework.supervision.queries.open import open_on_file

SEEN_WORDS: dict[str, LazyString] = {
    Event.CASE_OPENED: _l("Opened the file"),
    Event.PURPOSE_STATED: _l("Said why"),
    Event.CASE_PRINTED: _l("Printed the file"),
    Event.NAME_SHOWN: _l("Asked for the name in a list"),
    Event.SENSITIVE_VIEWED: _l("Opened the restricted page"),
    Event.NOTE_OPENED: _l("Opened a note"),
}
ASKED_AS = {"born_on": "birth", "birth_year": "birth"}  # one question, kept in two columns


def still_open(case: Case, user: User) -> dict[str, Any]:
    """What the panels of the file show, by the names that their templates give it; one statement."""
    found = open_on_file(
        case, user, measures=(Measure, ids_in_force(case)), appointments=(Appointment, ids_waiting(case))
    )
    return {
        "tasks": found.tasks,
        "questions": found.questions,
        "measures": in_order(found.also["measures"]),
        "appointments": sorted(found.also["appointments"], key=attrgetter("starts_at")),
    }


def concern_labels(case: Case, user: User) -> list[Any]:
    """The primary concern first; one that may incriminate is for members only."""
    is_member = user.id in case.member_ids
    listed = [case.programme.concerns[code] for code in case.concern_codes]
    return [option.label for option in listed if is_member or not option.is_restricted]


def answers_read_by(user: User, case: Case, details: Details) -> list[tuple[LazyString, str]]:
    """What the programme asked, as far as it is for this person."""
    sensitive = can(user, Action.CASE_SENSITIVE, case)
    return details_shown(details, with_restricted=user.id in case.member_ids, with_sensitive=sensitive)


@dataclass(frozen=True)
class ReaderLine:
    """Who read the file that day, last when, what was done, and why when a supervisor had to say it."""

    seen: Seen
    words: str
    purpose: str


def reader_lines(rows: Iterable[Seen]) -> list[ReaderLine]:
    """One line for a reader and a day, with all that was done."""
    days: dict[Any, list[Seen]] = {}
    for seen in rows:
        days.setdefault((seen.entry.actor_id, day_of(seen.entry.at)), []).append(seen)
    return [line_of(day) for day in days.values()]


def latest_readers(rows: Iterable[Seen]) -> list[ReaderLine]:
    """Each reader once, by the newest day."""
    lines: dict[Any, ReaderLine] = {}
    for line in reader_lines(rows):
        lines.setdefault(line.seen.entry.actor_id, line)
    return list(lines.values())


def line_of(day: list[Seen]) -> ReaderLine:
    done = dict.fromkeys(str(SEEN_WORDS[Event(seen.entry.event)]) for seen in day)
    said = dict.fromkeys(seen.purpose for seen in day if seen.purpose)
    return ReaderLine(day[0], BETWEEN.join(done), BETWEEN.join(said))


@dataclass(frozen=True)
class Correction:
    """A field, what it said and what it says."""

    change: Change
    label: Any
    before: str
    after: str


def corrections(case: Case, user: User, changes: list[Change]) -> list[Correction]:
    """Without what this person may not read."""
    forms = forms_by_table(case, user)
    shown = []
    for change in changes:
        form, name = forms.get(change.object_kind, ()), ASKED_AS.get(change.field, change.field)
        if name in form:
            before, after = in_words(form[name], change.before), in_words(form[name], change.after)
            shown.append(Correction(change, form[name].label.text, before, after))
    return shown


def forms_by_table(case: Case, user: User) -> dict[str, Any]:
    """The form whose fields have the words, for each kind of row that this person may read."""
    concerns = ConcernsForm(formdata=None)
    concerns.offer(case.programme, keeping=case.concern_codes)
    details = case.programme.details_form(formdata=None)
    details.leave_out(hidden_fields(case, user))
    if user.id not in case.member_ids:
        del concerns.primary, concerns.others
    forms: dict[str, Any] = {
        "persons": EditPersonForm(formdata=None),
        "contact_numbers": NumberForm(formdata=None),
        "relatives": EditRelativeForm(formdata=None),
        "cases": concerns,
        case.programme.details.__tablename__: details,
    }
    if reads_text(user, case):
        forms["measures"] = MeasureForm(formdata=None)
    if can(user, Action.CASE_SENSITIVE, case):
        forms |= {"reporters": ReporterForm(formdata=None), "suspected_authors": AuthorForm(formdata=None)}
    return forms


def relation_words(relative: Relative) -> str:
    """What the relative is to the person, in other words or from the list."""
    if relative.relation_text or not relative.relation:
        return relative.relation_text or _("Relation not said")
    return str(listed(RELATIONSHIPS_TO_THE_CHILD, relative.relation))


def listed(options: OptionList, code: str | None) -> Any:
    """The word of a code, were it no longer offered."""
    return options.label(code) if code and code in options else ""


def capacity_words(relative: Relative) -> Any:
    return LegalCapacity(relative.capacity).label if relative.capacity else ""
