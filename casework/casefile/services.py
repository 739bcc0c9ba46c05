"""Correcting who the file is about: each answer keeps what it said before, a stale page changes nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.casefile.queries import find_reporter
from casework.cases.barring import shut_out
from casework.cases.models import Case, Reporter
from casework.core.answers import differences
from casework.core.clock import today
from casework.core.database import hold
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.core.forms import Form
from casework.people.models import (
    BirthPrecision,
    ContactNumber,
    Person,
    Relative,
    SuspectedAuthor,
)
from casework.people.queries import find_author, find_number, find_relative
from casework.people.services import change, columns_of

Answers = dict[str, Any]


def check_open(case: Case) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: it takes addenda only. A supervisor can reopen it."))


def is_saved_already(seen: int, current: int, form: Form, stored: Answers) -> bool:
    """Raises Overtaken when somebody saved other answers; True when a second click sends the same again."""
    if seen == current:
        return False
    if told := differences(form, stored):
        raise Overtaken(told)
    return True


def overtakes(row: Any, form: Any, read: Callable[[Any], Answers]) -> bool:
    """Locks a row with a version of its own; False when there is nothing left to save."""
    hold(row)
    return not is_saved_already(form.version.data, row.version, form, read(row))


def note_change(case: Case, row: Any) -> None:
    trail.record(trail.Event.PERSON_CHANGED, case, object_id=row.id, detail=row.__tablename__)


def identity_of(person: Person) -> Answers:
    """The answers to the questions of identity, as they are stored."""
    names = ("first_name_ar", "surname_ar", "first_name_lat", "surname_lat", "alias", "sex", "cin")
    stored = {name: getattr(person, name) for name in (*names, "commune", "douar", "language")}
    is_presumed = person.birth_precision is BirthPrecision.PRESUMED
    return stored | {"birth": birth_of(person), "is_presumed": is_presumed}


def birth_of(person: Person) -> PartialDate | None:
    day = date.fromisoformat(person.born_on) if person.born_on else None
    return PartialDate(person.birth_year, day) if person.birth_year else None


def edit_person(case: Case, form: Any, *, by: User) -> None:
    check_open(case)
    person = case.person
    if not overtakes(person, form, identity_of):
        return
    if change(person, person, by.id, **columns_of(**form.answers)):
        note_change(case, person)
        shut_out(case)


def number_of(number: ContactNumber) -> Answers:
    names = ("number", "safety", "may_message", "hours", "who_answers", "we_say", "confirmed_on")
    return {name: getattr(number, name) for name in names}


def add_number(case: Case, form: Any) -> ContactNumber:
    """The form's key is the row's id, so that a second click finds it there."""
    check_open(case)
    hold(case)
    if made := find_number(case.person, form.key):
        return made
    number = ContactNumber(id=form.key, key_id=case.person.key_id, person_id=case.person_id, **form.answers)
    db.session.add(number)
    note_change(case, number)
    return number


def edit_number(case: Case, number: ContactNumber, form: Any, *, by: User) -> None:
    check_open(case)
    if not overtakes(number, form, number_of):
        return
    if change(number, case.person, by.id, **form.answers):
        note_change(case, number)


def confirm_number(case: Case, number: ContactNumber, *, by: User) -> None:
    """The person said again today that what is written beside the number is true."""
    check_open(case)
    if change(number, case.person, by.id, confirmed_on=today()):
        note_change(case, number)


def relative_of(relative: Relative) -> Answers:
    names = ("name", "relation", "relation_text", "phone", "capacity", "proof_seen")
    stored = {name: getattr(relative, name) for name in (*names, "lives_there", "came_along")}
    return stored | {"birth_year": PartialDate(relative.birth_year) if relative.birth_year else None}


def columns_of_relative(form: Form) -> Answers:
    answers = form.answers
    birth = answers.pop("birth_year")
    return answers | {"birth_year": birth.year if birth else None}


def add_relative(case: Case, form: Any) -> Relative:
    check_open(case)
    hold(case)
    if made := find_relative(case.person, form.key):
        return made
    relative = Relative(
        id=form.key, key_id=case.person.key_id, person_id=case.person_id, **columns_of_relative(form)
    )
    db.session.add(relative)
    note_change(case, relative)
    return relative


def edit_relative(case: Case, relative: Relative, form: Any, *, by: User) -> None:
    check_open(case)
    if not overtakes(relative, form, relative_of):
        return
    if change(relative, case.person, by.id, **columns_of_relative(form)):
        note_change(case, relative)


def reporter_of(reporter: Reporter) -> Answers:
    return {name: getattr(reporter, name) for name in ("kind", "name", "phone", "link", "wishes")}


def add_reporter(case: Case, form: Any) -> None:
    hold(case)
    if find_reporter(case, form.key):
        return
    reporter = Reporter(id=form.key, key_id=case.key_id, case_id=case.id, **form.answers)
    db.session.add(reporter)
    note_change(case, reporter)


def save_reporter(case: Case, reporter: Reporter | None, form: Any, *, by: User) -> None:
    """A new one, or what was corrected of one."""
    check_open(case)
    if reporter is None:
        add_reporter(case, form)
        return
    if not overtakes(reporter, form, reporter_of):
        return
    if change(reporter, case.person, by.id, **form.answers):
        note_change(case, reporter)


def author_of(author: SuspectedAuthor) -> Answers:
    names = ("relation", "sex", "age_band", "access_to_person", "known_as", "number")
    stored = {name: getattr(author, name) for name in names}
    return stored | {"relative_id": author.relative_id}


def add_author(case: Case, form: Any) -> None:
    hold(case)
    if find_author(case.person, form.key):
        return
    author = SuspectedAuthor(id=form.key, key_id=case.person.key_id, person_id=case.person_id, **form.answers)
    db.session.add(author)
    note_change(case, author)


def save_author(case: Case, author: SuspectedAuthor | None, form: Any, *, by: User) -> None:
    """A new one, or what was corrected of one."""
    check_open(case)
    if author is None:
        add_author(case, form)
        return
    if not overtakes(author, form, author_of):
        return
    columns = form.answers
    relative_id = columns.pop("relative_id")
    changed = change(author, case.person, by.id, **columns)
    if author.relative_id != relative_id:
        author.relative_id = relative_id
        changed.append("relative_id")
    if changed:
        note_change(case, author)
