"""What a partner types: the code, and the answer."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    NarrativeField,
    needed,
    not_in_the_future,
    not_past,
    required_if,
    within_a_year,
)
from casework.core.text import western_digits
from casework.programmes.lists import REFERRAL_DECLINE_REASONS
from casework.referrals.forms.answering import StateForm
from casework.referrals.models import EXPECTING, ReferralState

ANSWERS = {
    ReferralState.RECEIVED: _l("Received: we will answer later"),
    ReferralState.ACCEPTED: _l("Accepted: the appointment is on the day below"),
    ReferralState.WAITING_LIST: _l("On our waiting list"),
    ReferralState.DECLINED: _l("Not possible"),
    ReferralState.STARTED: _l("The service has started"),
    ReferralState.DONE: _l("The service was given"),
    ReferralState.PARTLY_DONE: _l("A part of it was given"),
    ReferralState.NO_SHOW: _l("The person did not come"),
}
HAPPENED = (ReferralState.STARTED, ReferralState.DONE, ReferralState.PARTLY_DONE, ReferralState.NO_SHOW)
DIGITS = 6
MESSAGE = 500  # characters: a short message


def shown_if(*states: ReferralState) -> dict[str, str]:
    """Without script the stylesheet does it, and where that fails every question is shown."""
    return {"data-shown-if": "to=" + "|".join(states)}


class CodeForm(Form):
    code = StringField(
        _l("Code of six digits"),
        [needed(), Length(max=40)],
        description=_l("The service tells it to you by phone."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr", "size": "8"},
    )

    @property
    def digits(self) -> str:
        """As it is compared, in whatever digits and with whatever spaces it was typed."""
        return "".join(western_digits(self.code.data or "").split())


class AnswerForm(StateForm):
    goes_with = StateForm.goes_with | {"happened_on": HAPPENED}

    to = ChoiceField(_l("Your answer"), [needed()], coerce=ReferralState)
    expected_on = DayField(
        _l("Day of the appointment, or until about when the person waits"),
        [required_if("to", [ReferralState.ACCEPTED], _l("Write the day of the appointment.")), not_past],
        render_kw=shown_if(*EXPECTING),
    )
    decline_code = ChoiceField(
        _l("Why it is not possible"),
        [required_if("to", [ReferralState.DECLINED], _l("Say why it is not possible."))],
        choices=REFERRAL_DECLINE_REASONS.choices,
        render_kw=shown_if(ReferralState.DECLINED),
    )
    happened_on = DayField(
        _l("On what day it happened"),
        [not_in_the_future, within_a_year],
        default=today,
        render_kw=shown_if(*HAPPENED),
    )
    why = NarrativeField(
        _l("Short message"),
        [Length(max=MESSAGE, message=_l("This message is too long: 500 characters at most."))],
        rows=3,
        description=_l("Only if the service needs to know more. No name."),
    )

    def prepare(self, moves: Collection[ReferralState]) -> None:
        """The answers that are possible now, and the questions that they call for."""
        self.offer({state: words for state, words in ANSWERS.items() if state in moves})
