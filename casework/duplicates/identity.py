"""What two files say of who somebody is, question by question."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from casework.core.answers import BETWEEN, in_words
from casework.core.fields import PartialDate
from casework.people.forms import IdentityForm
from casework.people.models import BirthPrecision, Person

# each question with the columns that hold its answer: they are taken together or not at all
QUESTIONS: dict[str, tuple[str, ...]] = {
    "first_name_ar": ("first_name_ar",),
    "surname_ar": ("surname_ar",),
    "first_name_lat": ("first_name_lat",),
    "surname_lat": ("surname_lat",),
    "alias": ("alias",),
    "sex": ("sex",),
    "birth": ("birth_year", "born_on", "birth_precision"),
    "cin": ("cin",),
    "commune": ("commune", "territory"),
    "douar": ("douar",),
    "language": ("language",),
}


def said(person: Person, question: str) -> dict[str, Any]:
    return {column: getattr(person, column) for column in QUESTIONS[question]}


def is_said(person: Person, question: str) -> bool:
    return any(value is not None for value in said(person, question).values())


def differing(one: Person, other: Person) -> list[str]:
    """The questions that the two files answer differently."""
    return [question for question in QUESTIONS if said(one, question) != said(other, question)]


def answers_of(person: Person) -> list[tuple[Any, str]]:
    """Question and answer in words, as far as there is one."""
    form = IdentityForm(formdata=None)
    asked = [question for question in QUESTIONS if is_said(person, question)]
    return [(form[question].label.text, answer_of(person, question, form)) for question in asked]


def answer_of(person: Person, question: str, form: IdentityForm) -> str:
    if question != "birth":
        return in_words(form[question], getattr(person, question))
    if not person.birth_year:
        return in_words(form.birth, None)
    day = date.fromisoformat(person.born_on) if person.born_on else None
    words = [str(PartialDate(person.birth_year, day))]
    if person.birth_precision is BirthPrecision.PRESUMED:
        words.append(_("Presumed"))
    return BETWEEN.join(words)
