"""The base of every form."""

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField, IntegerField, TextAreaField, validators
from wtforms.i18n import DummyTranslations
from wtforms.widgets import HiddenInput

from casework.core.answers import Difference, differences
from casework.core.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    LineField,
    PartialDate,
    PartialDateField,
    PhoneField,
    RowField,
    YesNoField,
    not_in_the_future,
    not_past,
    required_if,
    within_a_year,
)
from casework.core.i18n import form_translations
from casework.core.ids import new_id
from casework.core.sent import remember_labels, typed_answers

__all__ = [
    "ChoiceField",
    "ChoicesField",
    "DayField",
    "Form",
    "LineField",
    "NarrativeField",
    "OnceForm",
    "PartialDate",
    "PartialDateField",
    "PhoneField",
    "RowField",
    "VersionedForm",
    "YesNoField",
    "needed",
    "not_in_the_future",
    "not_past",
    "required_if",
    "typed_answers",
    "within_a_year",
]

NARRATIVE = 20_000  # characters; more than ten printed pages
OWN_FIELDS = ("csrf_token", "form_key", "version")
BRINGING_BACK = "bring_back"  # the field that asks for a form to be shown again, filled in


class Needed(validators.InputRequired):
    """Something was typed, and something is left of it once spaces and controls are gone."""

    def __call__(self, form: Any, field: Any) -> None:
        super().__call__(form, field)
        if field.data in (None, "", []) and not field.process_errors:
            raise validators.StopValidation(str(self.message))


def needed(message: Any = None) -> Needed:
    """The answer is required, whatever the others are."""
    return Needed(message or _l("This answer is needed."))


class Form(FlaskForm):
    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            if formdata is not _Auto:
                return formdata  # given by whoever makes the form: answers kept before, or none
            if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
                return None
            return MultiDict(typed_answers())

        def get_translations(self, form: FlaskForm) -> Any:
            return form_translations() or DummyTranslations()

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Also False when a text kept over an expired session is only being shown again."""
        if BRINGING_BACK in request.form:
            return False
        remember_labels(self)
        return bool(super().validate_on_submit(extra_validators))

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, without what the form keeps for itself."""
        return {name: value for name, value in self.data.items() if name not in OWN_FIELDS}

    @property
    def values(self) -> dict[str, Any]:
        """All that a service is passed: the answers, with the form's key or the version that was shown."""
        return self.answers

    @property
    def status(self) -> int:
        """422 when the form comes back with errors, so that its transaction is undone."""
        return 422 if self.errors else 200


class OnceForm(Form):
    """A form that creates something: its key makes a second click the same record."""

    form_key = HiddenField(default=lambda: str(new_id()), validators=[validators.UUID()])

    @property
    def key(self) -> UUID:
        return UUID(self.form_key.data)

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"form_key": self.key}


class VersionedForm(Form):
    """A form that changes something: refused when the row is no longer the version that was shown."""

    version = IntegerField(widget=HiddenInput(), validators=[validators.NumberRange(1, 10**9)])

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"version": self.version.data}

    def against(self, row: Any) -> list[Difference]:
        """What was typed beside what the row holds, for the page of two texts."""
        return differences(self, {name: getattr(row, name) for name in self.answers})


class NarrativeField(TextAreaField):
    """A text of some length, its end trimmed."""

    def __init__(self, label: Any = None, checks: Any = (), rows: int = 6, **kwargs: Any) -> None:
        too_long = _l("This text is too long: 20,000 characters at most.")
        length = validators.Length(max=NARRATIVE, message=too_long)
        render = {"rows": str(rows), "autocomplete": "off"} | kwargs.pop("render_kw", {})
        super().__init__(label, [*checks, length], render_kw=render, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0].replace("\r\n", "\n").strip() or None if valuelist else None
