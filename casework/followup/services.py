"""Writing notes, correcting them while they are fresh, adding to them later."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import entries, lending
from casework.cases.models import Case
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, tell
from casework.core.clock import end_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.text import excerpt
from casework.followup import leaving
from casework.followup.models import Addendum, Contact, Note, NoteRevision
from casework.followup.queries import (
    addendum_made_with,
    key_for,
    last_noted_contact,
    may_add_to,
    may_correct,
    note_made_with,
)
from casework.people.services import change
from casework.tasks.services import add_task, record_contact, undo_contact


def add_note(
    case: Case,
    *,
    by: User,
    form_key: UUID,
    next_step: str | None = None,
    next_on: date | None = None,
    confirmed_number: UUID | None = None,
    **answers: Any,
) -> Note:
    """What happened, what comes next; sent twice it is still one note."""
    hold(case)
    if made := note_made_with(case, form_key):
        return made
    check_takes_notes(case)
    check_day(case, answers["happened_on"])
    note = Note(key_id=case.key_id, case_id=case.id, author_id=by.id, form_key=form_key, **answers)
    lending.count_note(case, by, note.id)
    db.session.add(note)
    if note.contact is Contact.MADE:
        record_contact(case, happened_on=note.happened_on, by=by, note_id=note.id)
    if next_step and next_on:
        add_task(case, by=by, title=next_step, due_on=next_on, note_id=note.id)
    if confirmed_number:
        confirm_number(case, confirmed_number, note.happened_on, by=by)
    trail.record(trail.Event.NOTE_ADDED, case, object_id=note.id)
    tell(
        case,
        Happening.NOTE,
        happened_at=moment_on(note.happened_on),
        author_id=by.id,
        object_id=note.id,
        detail=note.kind.value,
        story=story_of(note, next_step),
    )
    return note


def add_sibling_notes(
    texts: Mapping[UUID, str], cases: list[Case], *, by: User, form_key: UUID, **answers: Any
) -> list[Note]:
    """One pass, one text per file: each note stands in its own file and says nothing of the others."""
    return [
        add_note(case, by=by, form_key=key_for(form_key, case), text=texts[case.id], **answers)
        for case in sorted(
            cases, key=lambda case: case.id
        )  # one order for all, so that nobody waits in a ring
    ]


def check_takes_notes(case: Case) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: open one of its notes and add to it."))


def check_day(case: Case, happened_on: date) -> None:
    """The form says the same beside its field; this holds whatever the way in."""
    if happened_on < case.opened_on:
        raise RuleBroken(_("A note cannot be older than the file."))
    if happened_on > today():
        raise RuleBroken(_("A note cannot be written before the day has come."))


def moment_on(day: date) -> datetime:
    """Where in the story a day stands: after what that day had already brought."""
    return now() if day == today() else end_of(day)


def story_of(note: Note, next_step: str | None) -> dict[str, Any]:
    """What the file's team reads in the timeline."""
    story: dict[str, Any] = {"text": excerpt(note.team_text or ""), "contact": note.contact.value}
    if next_step:
        story["next"] = next_step
    if note.is_clinical:
        story["is_clinical"] = True
    if note.restricted_part:
        story["has_restricted_part"] = True
    return story


def confirm_number(case: Case, number_id: UUID, on: date, *, by: User) -> None:
    """The person said again that this number is safe."""
    for number in case.person.numbers:
        if number.id == number_id and (number.confirmed_on is None or number.confirmed_on < on):
            change(number, case.person, by.id, confirmed_on=on)
            trail.record(trail.Event.PERSON_CHANGED, case, object_id=number.id, detail="number_confirmed")


def correct_note(case: Case, note: Note, *, version: int, by: User, **answers: Any) -> None:
    """Within 48 hours, by its author; what it said before is kept."""
    hold(case)
    hold(note)
    check_correctable(case, note, by)
    before = note.answers
    after = before | answers
    if after == before:
        return
    check_version(note, version, compared(before, after))
    check_day(case, after["happened_on"])
    db.session.add(NoteRevision(key_id=note.key_id, note_id=note.id, **before))
    for name, value in answers.items():
        setattr(note, name, value)
    if (before["contact"], before["happened_on"]) != (note.contact, note.happened_on):
        follow_contact(case, note, before["contact"], by=by)
    retell(case, note, has_other_day=before["happened_on"] != note.happened_on)
    trail.record(trail.Event.NOTE_CORRECTED, case, object_id=note.id)


def check_correctable(case: Case, note: Note, by: User) -> None:
    if not may_correct(by, note, case):
        raise RuleBroken(_("Only its author corrects a note, for 48 hours. After that, add to it."))


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Both texts, for the page that says that somebody saved first."""
    labels = {
        "text": _("Note"),
        "safety_line": _("Safety line for the team"),
        "restricted_part": _("Restricted part"),
        "happened_on": _("Day"),
    }
    differing = [name for name in labels if name == "text" or before[name] != after[name]]
    return [(labels[name], shown(after[name]), shown(before[name])) for name in differing]


def shown(value: Any) -> str:
    return short_day(value) if isinstance(value, date) else value or ""


def follow_contact(case: Case, note: Note, was: Contact, *, by: User) -> None:
    """Another day, or another answer on whether the person was met: the due dates follow."""
    db.session.flush()
    if was is Contact.MADE:
        undo_contact(case, note.id, last_noted_on=last_noted_contact(case, apart_from=note))
    if note.contact is Contact.MADE:
        record_contact(case, happened_on=note.happened_on, by=by, note_id=note.id)


def retell(case: Case, note: Note, *, has_other_day: bool) -> None:
    """The timeline says what the note says now."""
    for entry in entries_of(case, note.id):
        entry.story = story_of(note, (entry.story or {}).get("next"))
        entry.detail = note.kind.value
        if has_other_day:
            entry.happened_at = moment_on(note.happened_on)


def add_addendum(case: Case, note: Note, *, by: User, form_key: UUID, text: str) -> Addendum:
    """On a closed file too; the note itself stays as it was."""
    hold(note)
    if made := addendum_made_with(note, form_key):
        return made
    check_takes_addenda(case, note, by)
    addendum = Addendum(key_id=note.key_id, note_id=note.id, author_id=by.id, form_key=form_key, text=text)
    db.session.add(addendum)
    trail.record(trail.Event.NOTE_ADDED, case, object_id=addendum.id, detail="addendum")
    tell(
        case,
        Happening.NOTE,
        author_id=by.id,
        object_id=addendum.id,
        detail="addendum",
        story={"is_clinical": True} if note.is_clinical else {"text": excerpt(text)},
    )
    return addendum


def check_takes_addenda(case: Case, note: Note, by: User) -> None:
    if not may_add_to(by, note, case):
        raise RuleBroken(_("Nothing can be added to this note."))


entries.register(Happening.NOTE, withdraw=leaving.withdraw, move=leaving.move)
