"""Every question asked of the notes."""

from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import case as case_when
from sqlalchemy import exists, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.models import LIVE, Case, CaseStatus
from casework.cases.queries import is_member, reachable
from casework.core.clock import now
from casework.core.extensions import db
from casework.followup.models import Addendum, Contact, Note
from casework.people.models import Person

MANY = 50  # other files offered at once


def find_note(case: Case, note_id: UUID) -> Note | None:
    """By its own id, or by that of something added to it."""
    is_its_addendum = exists().where(Addendum.note_id == Note.id, Addendum.id == note_id)
    note = (
        select(Note)
        .where(Note.case_id == case.id, or_(Note.id == note_id, is_its_addendum))
        .options(
            joinedload(Note.author),
            selectinload(Note.addenda).joinedload(Addendum.author),
            selectinload(Note.revisions),
        )
    )
    return db.session.scalar(note)


def find_addendum(case: Case, addendum_id: UUID) -> Addendum | None:
    of_the_case = select(Addendum).join(Note, Note.id == Addendum.note_id).where(Note.case_id == case.id)
    return db.session.scalar(of_the_case.where(Addendum.id == addendum_id))


def note_made_with(case: Case, form_key: UUID) -> Note | None:
    return db.session.scalar(select(Note).where(Note.case_id == case.id, Note.form_key == form_key))


def addendum_made_with(note: Note, form_key: UUID) -> Addendum | None:
    made = select(Addendum).where(Addendum.note_id == note.id, Addendum.form_key == form_key)
    return db.session.scalar(made)


def last_noted_contact(case: Case, *, apart_from: Note) -> date | None:
    """The newest day on which another note says that the person was met."""
    days = select(func.max(Note.happened_on)).where(
        Note.case_id == case.id,
        Note.id != apart_from.id,
        Note.contact == Contact.MADE,
        Note.withdrawn_at.is_(None),
    )
    return db.session.scalar(days)


def other_files(user: User, case: Case) -> list[Case]:
    """The open files of the same cell on which the user works, those of the household first."""
    files = (
        reachable(user, Action.NOTE_ADD)
        .where(Case.cell_id == case.cell_id, Case.id != case.id, is_member(user))
        .where(Case.status.in_(LIVE))
        .options(selectinload(Case.members), selectinload(Case.barred))
    )
    is_of_household = Person.household_id == case.person.household_id if case.person.household_id else false()
    first = case_when((is_of_household, 0), else_=1)
    return list(db.session.scalars(files.order_by(first, Case.opened_on.desc(), Case.id.desc()).limit(MANY)))


def key_for(form_key: UUID, case: Case) -> UUID:
    """One form, a note in each file: each note has a key that the same form gives again."""
    return uuid5(form_key, case.id.hex)


def reads_text(user: User, note: Note) -> bool:
    return not note.is_clinical or note.author_id == user.id


def reads_restricted_part(user: User, note: Note, case: Case) -> bool:
    return note.author_id == user.id or can(user, Action.NOTE_RESTRICTED, case)


def may_correct(user: User, note: Note, case: Case) -> bool:
    """Its author, for 48 hours, while the file is open."""
    is_his = note.author_id == user.id and note.withdrawn_at is None
    return is_his and now() <= note.correctable_until and case.is_live


def may_add_to(user: User, note: Note, case: Case) -> bool:
    """On a closed file too. A clinical note is read by its author alone, and so added to by nobody else.

    To whom the file is lent, only his own note.
    """
    is_kept = case.is_live or case.status is CaseStatus.CLOSED
    is_his = note.author_id == user.id
    may_write = can(user, Action.NOTE_ADD, case) and (is_his or can(user, Action.CASE_VIEW, case))
    return is_kept and may_write and note.withdrawn_at is None and reads_text(user, note)
