"""What became of a referral."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    NarrativeField,
    RowField,
    VersionedForm,
    needed,
    not_in_the_future,
    required_if,
)
from casework.programmes.lists import REFERRAL_DECLINE_REASONS
from casework.referrals.forms.answering import StateForm
from casework.referrals.models import Referral, ReferralState
from casework.referrals.moves import worker_states


class MoveForm(StateForm):
    to = ChoiceField(_l("Where it stands now"), [needed()], coerce=ReferralState)
    happened_on = DayField(_l("On what day"), [needed(), not_in_the_future], default=today)
    expected_on = DayField(
        _l("For what day"),
        description=_l("The appointment, or until about when she waits, if the partner said so."),
        render_kw={"data-shown-if": "to=accepted|waiting_list"},
    )
    decline_code = ChoiceField(
        _l("Why the partner declined"),
        [required_if("to", [ReferralState.DECLINED], _l("Say why the partner declined."))],
        choices=REFERRAL_DECLINE_REASONS.choices,
        render_kw={"data-shown-if": "to=declined"},
    )
    why = NarrativeField(_l("In a few words"), rows=2)

    def prepare(self, referral: Referral) -> None:
        """What is prepared is sent from its own page, where it is looked at first."""
        self.offer({state: state.label for state in worker_states(referral)})

    def validate_expected_on(self, field: DayField) -> None:
        expected_on, happened_on = self.answers.get("expected_on"), self.happened_on.data
        if expected_on and happened_on and expected_on < happened_on:
            raise ValidationError(_("This day comes before the answer."))

    def both_texts(self, referral: Referral) -> list[tuple[Any, str, str]]:
        yours = str(ReferralState(str(self.to.data)).label)
        return [(self.to.label.text, yours, str(referral.state.label))]


class DestructionForm(VersionedForm):
    destroy_asked_on = DayField(_l("Asked to destroy it on"), [needed(), not_in_the_future], default=today)
    destroy_answered_on = DayField(
        _l("The partner answered that it is destroyed, on"),
        [not_in_the_future],
        description=_l("No answer yet: leave this empty, and come back."),
    )

    def validate_destroy_answered_on(self, field: DayField) -> None:
        asked_on = self.destroy_asked_on.data
        if field.data and asked_on and field.data < asked_on:
            raise ValidationError(_("The answer cannot come before the question."))


class LinkForm(Form):
    """Who of the partner is told the address and the code."""

    contact_id = RowField(_l("For whom"), description=_l("No answer: whoever answers there."))
