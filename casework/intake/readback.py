"""A form read back as facts, so that the worker and the person hear what was understood."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import BooleanField, FieldList, FormField

from casework.core.fields import all_choices
from casework.core.forms import PhoneField
from casework.core.i18n import short_day

BETWEEN = " · "  # reads the same from the right and from the left
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
    return [Fact(str(field.label.text), said(field), isinstance(field, PhoneField))]


def within(field: Any, fact: Fact) -> str:
    """Whose sex or age it is: a part says so before the question."""
    return _("%(part)s: %(question)s", part=field.label.text, question=fact.label)


def said(field: Any) -> str:
    choices = getattr(field, "choices", None)
    if choices:
        labels = {str(choice.value): str(choice.label) for choice in all_choices(choices)}
        chosen = field.data if isinstance(field.data, list) else [field.data]
        return BETWEEN.join(labels.get(str(code), "") for code in chosen)
    if isinstance(field, BooleanField):
        return _("Yes")
    return short_day(field.data) if isinstance(field.data, date) else str(field.data)
