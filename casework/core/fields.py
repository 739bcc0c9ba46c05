"""The form fields that WTForms lacks: dates as people write them, closed lists, phone numbers."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
    validators,
    widgets,
)
from wtforms.widgets import TextInput

from casework.core.clock import today
from casework.core.text import clean_line, western_digits

EARLIEST_YEAR = 1900
DIGITS_ONLY = {"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "size": "12"}


def written_day(text: str) -> date:
    """31/12/2025, in any digits, with / . or - between; raises ValueError."""
    found = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", western_digits(text).strip())
    if not found:
        raise ValueError(text)
    day, month, year = map(int, found.groups())
    return date(year, month, day)


class DayField(DateField):
    """A date as people write it: 31/12/2025."""

    widget = TextInput()

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        self.example = _l("Write the date as day/month/year, for example 31/12/2025.")
        render = DIGITS_ONLY | kwargs.pop("render_kw", {})
        super().__init__(label, checks, format="%d/%m/%Y", render_kw=render, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_data = valuelist
        if not valuelist:
            return
        self.data = None  # also when it was emptied: what the row holds is no answer then
        if not valuelist[0].strip():
            return
        try:
            self.data = written_day(valuelist[0])
        except ValueError:
            raise ValueError(self.example) from None
        if self.data.year < EARLIEST_YEAR or self.data.year > today().year + 20:
            self.data = None
            raise ValueError(self.example)

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise validators.StopValidation  # no other question about a date that could not be read


@dataclass(frozen=True)
class PartialDate:
    """A date of birth as far as it is known: the day, or the year alone."""

    year: int
    day: date | None = None

    def __str__(self) -> str:
        return self.day.strftime("%d/%m/%Y") if self.day else str(self.year)


class PartialDateField(StringField):
    """A day (31/12/2025) or a year alone (1987); its data is a PartialDate."""

    data: Any

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        self.example = _l("Write day/month/year, or the year alone.")
        render = DIGITS_ONLY | kwargs.pop("render_kw", {})
        super().__init__(label, checks, render_kw=render, **kwargs)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = western_digits(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            day = None if re.fullmatch(r"\d{4}", typed) else written_day(typed)
            found = PartialDate(day.year if day else int(typed), day)
        except ValueError:
            raise ValueError(self.example) from None
        if found.year < EARLIEST_YEAR:
            raise ValueError(self.example)
        self.data = found

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise validators.StopValidation
        if self.data and ((self.data.day or date(self.data.year, 1, 1)) > today()):
            raise validators.StopValidation(_l("A date of birth cannot be in the future."))


class LineField(StringField):
    """A name or another single line, cleaned of controls and of double spaces."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean_line(valuelist[0]) or None if valuelist else None

    def _value(self) -> str:
        return self.data or ""


class ChoiceField(SelectField):
    """One code of a closed list; no answer is None. Up to six options are shown as radio buttons."""

    def __init__(self, label: Any = None, checks: Any = None, *, choices: Any = None, **kwargs: Any) -> None:
        super().__init__(label, checks, choices=choices, coerce=kwargs.pop("coerce", str), **kwargs)

    def process_data(self, value: Any) -> None:
        self.data = None if value in (None, "") else self.coerce(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            self.data = self.coerce(typed)
        except ValueError:
            raise ValueError(_l("Choose one of the answers offered.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and str(self.data) not in codes_of(self):
            raise ValidationError(_l("Choose one of the answers offered."))


class RowField(ChoiceField):
    """One of the rows that the view offers, each shown by its name; its data is the row's id."""

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        super().__init__(label, checks, coerce=as_id, **kwargs)
        self.rows: list[Any] = []

    def offer(self, rows: Iterable[Any]) -> None:
        self.rows = list(dict.fromkeys(rows))
        self.choices = [SelectChoice(str(row.id), str(row.name)) for row in self.rows]

    @property
    def row(self) -> Any:
        """The row chosen; None without an answer."""
        return next((row for row in self.rows if row.id == self.data), None)


def as_id(value: UUID | str) -> UUID:
    """A form reads texts, a row holds ids."""
    return value if isinstance(value, UUID) else UUID(value)


class YesNoField(ChoiceField):
    """Said and never assumed: True, False, or None without an answer."""

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        answers = [SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))]
        super().__init__(label, checks, choices=answers, coerce=yes_or_no, **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Whatever is neither was refused when it was read."""


def yes_or_no(value: str | bool) -> bool:
    if value not in ("yes", "no", True, False):
        raise ValueError(value)
    return value in ("yes", True)


class ChoicesField(SelectMultipleField):
    """Several codes of a closed list, as boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if not set(map(str, self.data or ())) <= codes_of(self):
            raise ValidationError(_l("Choose only among the answers offered."))


def codes_of(field: SelectField) -> set[str]:
    return {str(choice.value) for choice in all_choices(field.choices or ())}


def all_choices(choices: Any) -> list[Any]:
    groups = choices.values() if isinstance(choices, dict) else [choices]
    return [choice for group in groups for choice in group]


def written_number(text: str) -> str | None:
    """A Moroccan number in any usual writing as +212…, a foreign one as typed with its +; None otherwise."""
    typed = re.sub(r"[\s().\-/]", "", western_digits(text))
    national = re.fullmatch(r"(?:\+212|00212|0)([5-8]\d{8})", typed)
    if national:
        return "+212" + national[1]
    return typed if re.fullmatch(r"\+\d{8,15}", typed) else None


class PhoneField(StringField):
    """A telephone number, kept as `written_number` gives it."""

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        render = DIGITS_ONLY | {"inputmode": "tel", "size": "16"} | kwargs.pop("render_kw", {})
        super().__init__(label, checks, render_kw=render, **kwargs)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = written_number(typed)
        if typed and not self.data:
            raise ValueError(_l("Write the ten digits of the number, for example 06 12 34 56 78."))

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise validators.StopValidation


def not_in_the_future(_form: Any, field: DayField) -> None:
    if field.data and field.data > today():
        raise ValidationError(_l("This date has not come yet."))


def within_a_year(_form: Any, field: DayField) -> None:
    """Paper is typed in within days or weeks; an older day is a slip of the pen."""
    if field.data and field.data < today() - timedelta(days=366):
        raise ValidationError(_l("This day is more than a year ago. Correct it."))


def not_past(_form: Any, field: DayField) -> None:
    if field.data and field.data < today():
        raise ValidationError(_l("This date is already past."))


def required_if(
    name: str, wanted: Callable[[Any], bool] | Sequence[Any], message: Any
) -> Callable[[Any, Any], None]:
    """An answer asked for only when another one calls for it."""
    is_wanted = wanted if callable(wanted) else wanted.__contains__

    def check(form: Any, field: Any) -> None:
        if is_wanted(form[name].data) and field.data in (None, "", []):
            raise validators.StopValidation(message)

    check.field_flags = {"optional_unless": name}  # type: ignore[attr-defined]
    return check
