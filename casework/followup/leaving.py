"""A note made in the wrong file leaves it: withdrawn or moved, nothing of its text stays behind."""

from uuid import UUID

from flask_babel import gettext as _

from casework.cases import entries
from casework.cases.models import Case
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, tell
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.followup.models import Addendum, Contact, Note
from casework.followup.queries import find_addendum, find_note, last_noted_contact
from casework.tasks.services import carry_planned, drop_planned, record_contact, undo_contact


def withdraw(case: Case, object_id: UUID) -> None:
    """The note or, alone, something added to it. What it planned and the contact it claimed are undone."""
    if addendum := find_addendum(case, object_id):
        addendum.text = None
    elif note := find_note(case, object_id):
        hold(note, "addenda", "revisions")
        blank(case, note)


def blank(case: Case, note: Note) -> None:
    note.text = note.safety_line = note.restricted_part = None
    note.withdrawn_at = now()
    for revision in note.revisions:
        revision.text = revision.safety_line = revision.restricted_part = None
    for addendum in note.addenda:
        addendum.text = None
        for entry in entries_of(case, addendum.id):
            entries.leave_trace(case, entry)
    drop_planned(case, note.id)
    if note.contact is Contact.MADE:
        undo_contact(case, note.id, last_noted_on=last_noted_contact(case, apart_from=note))


def move(case: Case, object_id: UUID, to: Case) -> UUID:
    """The same note in the file where it belongs, sealed for it; the id that it has there."""
    note = find_note(case, object_id)
    if note is None or note.id != object_id or note.withdrawn_at:
        raise RuleBroken(_("Move the note itself: what was added to it goes with it."))
    if note.happened_on < to.opened_on:
        raise RuleBroken(_("This note is older than the other file."))
    hold(note, "addenda", "revisions")
    moved = copied(note, to)
    if to.is_live:
        carry_planned(case, note.id, to, moved.id, by=note.author)
    blank(case, note)
    if moved.contact is Contact.MADE and to.is_live:
        record_contact(to, happened_on=moved.happened_on, by=note.author, note_id=moved.id)
    return moved.id


def copied(note: Note, to: Case) -> Note:
    moved = Note(
        key_id=to.key_id,
        case_id=to.id,
        author_id=note.author_id,
        is_clinical=note.is_clinical,
        written_at=note.written_at,
        **note.answers,
    )
    db.session.add(moved)
    for addendum in note.addenda:
        if addendum.text:
            copy_addendum(addendum, moved, to)
    return moved


def copy_addendum(addendum: Addendum, moved: Note, to: Case) -> None:
    copy = Addendum(
        key_id=to.key_id,
        note_id=moved.id,
        author_id=addendum.author_id,
        at=addendum.at,
        text=addendum.text,
    )
    db.session.add(copy)
    tell(
        to,
        Happening.NOTE,
        happened_at=copy.at,
        author_id=copy.author_id,
        object_id=copy.id,
        detail="addendum",
        story={"is_clinical": True} if moved.is_clinical else {"text": excerpt(copy.text)},
    )
