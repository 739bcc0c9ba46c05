"""Forms for an appointment. The day and the hour are those of the clock on the wall."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from casework.appointments.models import LATEST, OUTCOMES, Appointment, AppointmentKind, AppointmentState
from casework.appointments.queries import LONGEST
from casework.cases.models import Case
from casework.core.clock import now
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    not_past,
)
from casework.core.hours import HourField, moment_at

IN_ONE_LINE = Length(max=200, message=_l("Say it in one line: 200 characters at most."))
MINUTES = _l("Write the minutes as a number, from 5 to 720.")


class AppointmentForm(Form):
    day = DayField(_l("Day"), [needed()], description=_l("Day/month/year."))
    hour = HourField(_l("Hour"), [needed()], description=_l("For example 09:30."))
    minutes = IntegerField(
        _l("Duration in minutes"),
        [needed(), NumberRange(5, LONGEST, message=MINUTES)],
        default=60,
        render_kw={"size": "5"},
    )
    kind = ChoiceField(
        _l("Kind of appointment"), [needed()], choices=AppointmentKind.choices(), coerce=AppointmentKind
    )
    with_id = RowField(_l("With whom"), [needed()])  # offered: those who work on the file today
    place = LineField(_l("Place"), [Optional(), IN_ONE_LINE])
    about = LineField(_l("Purpose of the appointment"), [Optional(), IN_ONE_LINE])
    is_meant = BooleanField(_l("Keep this appointment all the same"))

    moment: datetime | None = None
    warnings: list[str] = []
    kept_at: datetime | None = None  # the hour that it has: it may be kept, were it past

    def fit(self, case: Case, appointment: Appointment | None = None) -> None:
        self.with_id.offer(member.user for member in case.current_members)
        self.kept_at = appointment.starts_at if appointment else None

    def validate_hour(self, field: HourField) -> None:
        """With the day it gives a moment, which must be one and must not be past."""
        if not self.day.data or not field.data:
            return
        try:
            self.moment = moment_at(self.day.data, field.data)
        except ValueError:
            raise ValidationError(
                _("The clock is put forward that night: this hour does not exist.")
            ) from None
        if self.moment != self.kept_at and self.moment < now() - LATEST:
            raise ValidationError(_("This hour is already past."))

    def is_settled(self, warnings: list[str]) -> bool:
        """Nothing speaks against it, or it is meant all the same; else the page says what does."""
        if not warnings or self.is_meant.data:
            return True
        self.warnings = warnings
        self.is_meant.errors = [_("Choose another hour, or tick this.")]
        return False

    @property
    def values(self) -> dict[str, Any]:
        """The moment stands for the day and the hour."""
        asked = super().values
        left_out = ("day", "hour", "is_meant")
        return {name: value for name, value in asked.items() if name not in left_out} | {
            "starts_at": self.moment
        }

    @property
    def terms(self) -> dict[str, Any]:
        """What warnings are asked of."""
        kept = ("starts_at", "minutes", "kind")
        return {"worker": self.with_id.row} | {name: self.values[name] for name in kept}


class AddAppointmentForm(AppointmentForm, OnceForm):
    day = DayField(_l("Day"), [needed(), not_past], description=_l("Day/month/year."))


class ChangeAppointmentForm(AppointmentForm, VersionedForm):
    pass


class CancelForm(VersionedForm):
    """Asks once whether it is meant."""


class OutcomeForm(VersionedForm):
    state = ChoiceField(
        _l("Did it take place?"),
        [needed()],
        choices=[SelectChoice(state.value, state.label) for state in OUTCOMES],
        coerce=AppointmentState,
    )
