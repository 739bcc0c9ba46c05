"""Where a referral stands now, whoever says it: a worker, the partner or another cell."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import SelectChoice, ValidationError

from casework.core.forms import ChoiceField, NarrativeField, VersionedForm
from casework.programmes.lists import OTHER
from casework.referrals.models import EXPECTING, ReferralState


class StateForm(VersionedForm):
    """Each question is asked, and its answer kept, only with the states that it goes with."""

    goes_with: ClassVar[dict[str, tuple[ReferralState, ...]]] = {
        "expected_on": EXPECTING,
        "decline_code": (ReferralState.DECLINED,),
    }
    to: ChoiceField

    def offer(self, states: Mapping[ReferralState, Any]) -> None:
        """The states that are possible now, each with its words."""
        self.to.choices = [SelectChoice(state.value, words) for state, words in states.items()]
        for name, wanted in self.goes_with.items():
            if not set(wanted) & set(states):
                del self[name]

    def validate_why(self, field: NarrativeField) -> None:
        if self.answers.get("decline_code") == OTHER and not field.data:
            raise ValidationError(_("Say in a few words what the other reason is."))

    @property
    def answers(self) -> dict[str, Any]:
        others = {name for name, states in self.goes_with.items() if self.to.data not in states}
        return {name: said for name, said in super().answers.items() if name not in others}
