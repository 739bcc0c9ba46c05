"""What the supervisor answers about a possible match."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, ValidationError
from wtforms.validators import Length, Optional

from casework.cases.models import Decision
from casework.core.forms import ChoiceField, DayField, Form, NarrativeField, needed, not_past


class MatchForm(Form):
    decision = ChoiceField(
        _l("Your decision"),
        [needed()],
        choices=[
            SelectChoice(Decision.APPROVED, _l("It may be the same person: let the colleague read it")),
            SelectChoice(Decision.RETURNED, _l("It is not the same person")),
        ],
        coerce=Decision,
    )
    until_on = DayField(
        _l("Until, this day included"),
        [Optional(), not_past],
        description=_l("Until when the colleague reads the file. Left empty: two weeks."),
    )
    comment = NarrativeField(
        _l("Comment"),
        [Optional(), Length(max=500, message=_l("This text is too long: 500 characters at most."))],
        rows=3,
        description=_l("The colleague reads it: nothing in it that only this file may hold."),
    )

    def validate_until_on(self, field: DayField) -> None:
        if field.data and self.decision.data is Decision.RETURNED:
            raise ValidationError(_("A day is for a colleague who may read the file."))
