"""What a cell answers to another: the page that opens a file, and the other answers."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, ValidationError
from wtforms.validators import Length, Optional

from casework.core.forms import (
    ChoiceField,
    DayField,
    NarrativeField,
    OnceForm,
    VersionedForm,
    needed,
    not_past,
    required_if,
)
from casework.intake.forms.interview import ConcernsForm
from casework.people.forms import IdentityForm, line
from casework.programmes.lists import OTHER, REFERRAL_DECLINE_REASONS
from casework.referrals.models import ReferralState

SHORT = Length(max=500, message=_l("Say it in a few words: 500 characters at most."))
WITH_DAY = (ReferralState.ACCEPTED, ReferralState.WAITING_LIST)
LEFT_OUT = ("cin", "douar", "is_presumed")


class AcceptForm(OnceForm, IdentityForm, ConcernsForm):
    """Filled in from what was sent; not even a first name need be known."""

    first_name_ar = line(_l("First name in Arabic"))
    expected_on = DayField(
        _l("First appointment on"),
        [Optional(), not_past],
        description=_l("If it is known. The cell that sent the person is told this day."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEFT_OUT:
            del self[name]

    @property
    def said(self) -> dict[str, Any]:
        """What goes back to the cell that asks, and the referral as it was read."""
        return {"version": self.version.data, "expected_on": self.expected_on.data}


class AnswerForm(VersionedForm):
    to = ChoiceField(_l("What you answer"), [needed()], coerce=ReferralState)
    expected_on = DayField(
        _l("From what day"),
        [Optional(), not_past],
        description=_l("The appointment, or about when there is a place."),
        render_kw={"data-shown-if": "to=accepted|waiting_list"},
    )
    decline_code = ChoiceField(
        _l("Why you decline"),
        [required_if("to", [ReferralState.DECLINED], _l("Say why you decline."))],
        choices=REFERRAL_DECLINE_REASONS.choices,
        render_kw={"data-shown-if": "to=declined"},
    )
    why = NarrativeField(
        _l("A short message"),
        [SHORT],
        rows=2,
        description=_l("The cell that sent the person reads it. Say nothing of any other file."),
    )

    def offer(self, states: Collection[ReferralState]) -> None:
        self.to.choices = [SelectChoice(state.value, state.label) for state in states]
        if ReferralState.DECLINED not in states:
            del self["decline_code"]
        if not set(WITH_DAY) & set(states):
            del self["expected_on"]

    def validate_why(self, field: NarrativeField) -> None:
        if self.answers.get("decline_code") == OTHER and not field.data:
            raise ValidationError(_("Say in a few words what the other reason is."))

    @property
    def answers(self) -> dict[str, Any]:
        """Nothing that goes with another answer is kept."""
        answers = super().answers
        if self.to.data is not ReferralState.DECLINED:
            answers["decline_code"] = None
        if self.to.data not in WITH_DAY:
            answers["expected_on"] = None
        return answers
