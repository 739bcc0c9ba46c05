"""What an administrator says of the rules."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, ValidationError
from wtforms.validators import Length, NumberRange, Optional

from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    VersionedForm,
    needed,
    required_if,
    within_a_year,
)
from casework.programmes.deadlines import DaysCounted, Unit
from casework.programmes.feasts import feasts
from casework.programmes.lists import OTHER

MOST = 366


def to_come(_form: Any, field: DayField) -> None:
    if field.data and field.data <= today():
        raise ValidationError(_l("Choose a day to come: tomorrow at the earliest."))


class DeadlineForm(VersionedForm):
    amount = IntegerField(
        _l("How many"),
        [needed(), NumberRange(1, MOST, message=_l("Write a number from 1 to %(most)s.", most=MOST))],
    )
    unit = ChoiceField(_l("Hours or days"), [needed()], choices=Unit.choices(), coerce=Unit)
    days_counted = ChoiceField(
        _l("Which days count"), [needed()], choices=DaysCounted.choices(), coerce=DaysCounted
    )
    effective_from = DayField(
        _l("From which day on"),
        [needed(), to_come],
        default=lambda: today() + timedelta(days=1),
        description=_l("Due dates already given stay; those counted from that day on follow the new rule."),
    )


class DayOffForm(Form):
    feast = ChoiceField(
        _l("Which feast"),
        [needed()],
        description=_l("All its days off are entered, from the first day on."),
    )
    day = DayField(_l("First day"), [needed(), within_a_year])
    name_ar = LineField(
        _l("Name in Arabic"),
        [required_if("feast", [OTHER], _l("Write the name of this day.")), Optional(), Length(max=120)],
        render_kw={"dir": "rtl", "data-shown-if": f"feast={OTHER}"},
    )
    name_fr = LineField(
        _l("Name in French"),
        [required_if("feast", [OTHER], _l("Write the name of this day.")), Optional(), Length(max=120)],
        render_kw={"dir": "ltr", "data-shown-if": f"feast={OTHER}"},
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        listed = [SelectChoice(code, feast.name.label) for code, feast in feasts().items()]
        self.feast.choices = [*listed, SelectChoice(OTHER, _l("Another day off"))]
