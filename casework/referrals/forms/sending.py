"""What the person says about each recipient, and the last look before it is sent."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, HiddenField, SelectChoice

from casework.consents.models import ConsentGiver, ConsentManner, ConsentState, Delicate
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    NarrativeField,
    OnceForm,
    needed,
    not_in_the_future,
    required_if,
)
from casework.core.text import in_its_direction
from casework.referrals.models import Referral

ASKED = (ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.NOT_POSSIBLE)


def states() -> list[SelectChoice]:
    return [SelectChoice(state.value, state.label) for state in ASKED]


class Answer(Form):
    """What she says about one recipient; its token is the whole form's."""

    class Meta(Form.Meta):
        csrf = False

    state = ChoiceField(_l("What was decided"), [needed()], choices=states, coerce=ConsentState)
    manner = ChoiceField(
        _l("How"),
        [required_if("state", [ConsentState.GIVEN], _l("Say how the consent was given."))],
        choices=ConsentManner.choices(),
        coerce=ConsentManner,
        render_kw={"data-shown-if": "state=given"},
    )
    giver = ChoiceField(
        _l("Who decided"),
        [needed()],
        choices=ConsentGiver.choices(),
        coerce=ConsentGiver,
        default=ConsentGiver.PERSON,
    )
    assent = ChoiceField(_l("The child's assent"), choices=states, coerce=ConsentState)
    covers = ChoicesField(
        _l("Agreed to be told to this recipient"),
        render_kw={"data-shown-if": "state=given"},
        description=_l("Only if the person said so in so many words. Otherwise it stays with us."),
    )
    why = NarrativeField(
        _l("Why"),
        [required_if("state", [ConsentState.NOT_POSSIBLE], _l("Say why it is not possible yet."))],
        rows=2,
        render_kw={"data-shown-if": "state=refused|not_possible"},
        description=_l("Nobody has to give a reason for refusing or withdrawing."),
    )

    def fit(self, delicate: list[Delicate], *, of_child: bool) -> None:
        self.covers.choices = [SelectChoice(kind.value, kind.label) for kind in delicate]
        if not delicate:
            del self["covers"]
        if not of_child:
            del self["assent"]


class ConsentsForm(OnceForm):
    """One part for each recipient of whom nothing was said yet."""

    decided_on = DayField(_l("Decided on"), [needed(), not_in_the_future], default=today)

    @property
    def given(self) -> dict[UUID, dict[str, Any]]:
        """By the referral that asked."""
        return {UUID(field.short_name[3:]): field.form.answers for field in self.parts}

    @property
    def parts(self) -> list[Any]:
        return [field for field in self if field.short_name.startswith("on_")]


def consents_form(asking: list[Referral], delicate: list[Delicate]) -> ConsentsForm:
    parts = {f"on_{referral.id.hex}": FormField(Answer, title_of(referral, asking)) for referral in asking}
    form: ConsentsForm = type("ConsentsForm", (ConsentsForm,), parts)()
    for referral, field in zip(asking, form.parts, strict=True):
        field.form.fit(delicate, of_child=referral.case.is_of_child)
    return form


def title_of(referral: Referral, asking: list[Referral]) -> str:
    partner = in_its_direction(referral.partner.name)
    if len({other.case_id for other in asking}) == 1:
        return partner
    person = in_its_direction(referral.case.title_name)
    return _("%(partner)s, about %(person)s", partner=partner, person=person)


class SendForm(OnceForm):
    """What was on the page when it was read: something else is not sent."""

    seen = HiddenField()
