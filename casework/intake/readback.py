"""A form read back as facts, so that the worker and the person hear what was understood."""

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from wtforms import FieldList, FormField

from casework.core.answers import in_words
from casework.core.forms import PhoneField

NOT_READ = ("csrf_token", "version", "form_key")


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    is_number: bool = False  # a telephone number, which must not flip


def read_back(form: Any) -> list[Fact]:
    """Only what was answered, in the order of the questions."""
    return [fact for field in form if field.short_name not in NOT_READ for fact in facts_of(field)]


def facts_of(field: Any) -> list[Fact]:
    if isinstance(field, FieldList):
        return [fact for entry in field for fact in read_back(entry.form)]
    if isinstance(field, FormField):
        return [replace(fact, label=within(field, fact)) for fact in read_back(field.form)]
    if field.data in (None, "", [], False):
        return []
    return [Fact(str(field.label.text), in_words(field, field.data), isinstance(field, PhoneField))]


def within(field: Any, fact: Fact) -> str:
    """Whose sex or age it is: a part says so before the question."""
    return _("%(part)s: %(question)s", part=field.label.text, question=fact.label)
