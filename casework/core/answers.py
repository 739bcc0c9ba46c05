"""What a field of a form says, in words: for reading back, and for putting two texts side by side."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import gettext as _

from casework.core.fields import DayField, PartialDateField, all_choices
from casework.core.i18n import short_day

BETWEEN = " · "  # reads the same from the right and from the left
Difference = tuple[Any, str, str]


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
    return short_day(value) if isinstance(value, date) else str(value)


def differences(form: Any, stored: Mapping[str, Any]) -> list[Difference]:
    """(label, typed, stored) of each answer that is not what is stored."""
    return [
        (field.label.text, in_words(field, field.data), in_words(field, stored[field.short_name]))
        for field in form
        if field.short_name in stored and not is_same(field.data, stored[field.short_name])
    ]


def is_same(mine: Any, theirs: Any) -> bool:
    """No answer is no answer, however it is written."""
    return (plain(mine) or None) == (plain(theirs) or None)


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
