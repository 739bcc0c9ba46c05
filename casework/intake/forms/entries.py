"""The shorter ways into a file: a signal, an emergency, a person who comes back."""

from datetime import UTC, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError
from wtforms.validators import Length, Optional

from casework.cases.models import Case
from casework.core.clock import CASABLANCA, now, today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    PhoneField,
    needed,
    not_in_the_future,
    within_a_year,
)
from casework.core.hours import HourField
from casework.core.i18n import clock_time, short_day
from casework.core.text import isolated
from casework.intake.forms.interview import ConcernsForm
from casework.people.forms import IdentityForm, line
from casework.programmes.lists import CASE_SOURCES

IN_A_FEW_LINES = Length(max=2000, message=_l("This text is too long: 2,000 characters at most."))


def hour_now() -> time:
    return time.fromisoformat(clock_time(now()))


class SignalForm(OnceForm, IdentityForm, ConcernsForm):
    """Somebody else speaks of a person: not even a first name need be known."""

    first_name_ar = line(_l("First name in Arabic"))
    alias = line(
        _l("Name shown in lists"),
        _l("A neutral word that tells this file from others. Without it, initials."),
    )
    told = NarrativeField(
        _l("What was said"),
        [needed()],
        rows=6,
        description=_l("In the words of whoever signals it. Nothing of it is verified yet."),
    )
    reporter_kind = ChoiceField(
        _l("Where the signal came from"), [Optional()], choices=CASE_SOURCES.choices()
    )
    reporter_name = line(_l("Name"), _l("Only when it was given freely. It is printed nowhere."))
    reporter_phone = PhoneField(_l("Telephone number"), [Optional()])
    stays_unnamed = BooleanField(_l("This person asks to stay unnamed"))
    received_on = DayField(_l("Received on"), [needed(), not_in_the_future, within_a_year], default=today)
    received_at = HourField(_l("At what time"), [needed()], default=hour_now)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("version", "cin", "douar", "language", "is_presumed"):
            del self[name]

    @property
    def received(self) -> datetime:
        """The moment from which the due dates are counted."""
        day, hour = self.received_on.data or today(), self.received_at.data
        return datetime.combine(day, hour, CASABLANCA).astimezone(UTC)

    def validate_received_at(self, field: HourField) -> None:
        if self.received_on.data and field.data and self.received > now():
            raise ValidationError(_("This hour has not come yet."))


def is_named_or_not_known(form: Any, field: Any) -> None:
    if not field.data and not form.is_not_known.data:
        raise ValidationError(_("Write a first name, or tick that it is not known."))


class EmergencyForm(OnceForm):
    """Three answers: who, what danger, what was done. The rest becomes a task."""

    first_name = line(_l("First name"), "", is_named_or_not_known)
    is_not_known = BooleanField(_l("The first name is not known"))
    is_present = BooleanField(_l("The person is here with me"))
    danger = NarrativeField(_l("What is the danger?"), [needed(), IN_A_FEW_LINES], rows=3)
    done = NarrativeField(
        _l("What was done now?"),
        [needed(), IN_A_FEW_LINES],
        rows=3,
        description=_l("Who was called, where the person is, who is with her. “Nothing yet” is an answer."),
    )


def reference_of(label: Any) -> Any:
    return LineField(
        label,
        [needed()],
        description=_l("In any letters, with or without hyphens."),
        render_kw={"dir": "ltr", "size": "16"},
    )


class ClosedFileForm(Form):
    reference = reference_of(_l("Reference of the closed file"))


class FileForm(Form):
    """Of a file that is open, or closed: the visit is counted with it."""

    reference = reference_of(_l("Reference of the file"))


class ReturnForm(OnceForm):
    returned_on = DayField(_l("The person came on"), [needed(), not_in_the_future], default=today)
    word = NarrativeField(
        _l("Why the person comes back, in a short word"),
        [needed(), Length(max=500, message=_l("Say it in a few words: 500 characters at most."))],
        rows=3,
        description=_l("The supervisor reads it before deciding. The whole story can wait for the file."),
    )

    def fit(self, case: Case) -> None:
        self.case = case

    def validate_returned_on(self, field: DayField) -> None:
        closed_on = self.case.closed_on
        if field.data and closed_on and field.data < closed_on:
            day = isolated(short_day(closed_on))
            raise ValidationError(_("The file was closed on %(day)s: a return cannot be older.", day=day))
