"""What a cell answers to another: the page that opens a file, and the other answers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length, Optional

from casework.core.forms import (
    ChoiceField,
    DayField,
    NarrativeField,
    OnceForm,
    needed,
    not_past,
    required_if,
)
from casework.intake.forms.interview import ConcernsForm
from casework.people.forms import IdentityForm, line
from casework.programmes.lists import REFERRAL_DECLINE_REASONS
from casework.referrals.forms.answering import StateForm
from casework.referrals.models import ReferralState

SHORT = Length(max=500, message=_l("Say it in a few words: 500 characters at most."))
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


class AnswerForm(StateForm):
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
