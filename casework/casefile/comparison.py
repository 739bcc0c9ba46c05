"""What a form says beside what is stored: for a stale edit, and for the page of corrections."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from zlib import crc32

from flask_babel import gettext as _

from casework.core.fields import DayField, PartialDateField, all_choices
from casework.core.forms import Form
from casework.core.i18n import short_day
from casework.people.services import plain
from casework.programmes.questions import BETWEEN

Difference = tuple[Any, str, str]


def differences(form: Form, stored: Mapping[str, Any]) -> list[Difference]:
    """(label, typed, stored) of each answer that is not what is stored."""
    return [
        (field.label.text, in_words(field, field.data), in_words(field, stored[field.short_name]))
        for field in form
        if field.short_name in stored and not is_same(field.data, stored[field.short_name])
    ]


def is_same(mine: Any, theirs: Any) -> bool:
    """No answer is no answer, however it is written."""
    return (plain(mine) or None) == (plain(theirs) or None)


def answers_shown(form: Form, stored: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Labels and answers of what was answered, in the order of the form."""
    return [
        (form[name].label.text, in_words(form[name], stored[name]))
        for name in form._fields
        if stored.get(name) not in (None, "", False)
    ]


def in_words(field: Any, value: Any) -> str:
    """An answer as the page shows it, whatever the kind of field."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return "—"
    if choices := getattr(field, "choices", None):
        labels = {str(choice.value): str(choice.label) for choice in all_choices(choices)}
        codes = value if isinstance(value, list) else [value]
        return BETWEEN.join(labels.get(str(plain(code)), str(plain(code))) for code in codes)
    if isinstance(value, str) and isinstance(field, DayField | PartialDateField):
        value = date.fromisoformat(value)  # as a correction keeps it
    if isinstance(value, date):
        return short_day(value)
    return str(value)


def stamp_of(stored: Mapping[str, Any]) -> int:
    """A version for answers that have none of their own: another one as soon as one of them is another."""
    text = json.dumps({name: plain(answer) for name, answer in stored.items()}, sort_keys=True, default=str)
    return 1 + crc32(text.encode()) % (10**9 - 1)
