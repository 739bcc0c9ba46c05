"""What the person decided, what a supervisor holds against a refusal, and partners that must not know."""

from typing import Any

from flask_babel import lazy_gettext as _l

from casework.consents.models import (
    ConsentAct,
    ConsentGiver,
    ConsentManner,
    ConsentState,
    Delicate,
    GroundKind,
    Purpose,
)
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    RowField,
    YesNoField,
    needed,
    not_in_the_future,
    required_if,
)
from casework.core.paper import offer_on_paper


class ConsentForm(OnceForm):
    purpose = ChoiceField(_l("Consent to what"), [needed()], choices=Purpose.choices(), coerce=Purpose)
    partner_id = RowField(
        _l("Recipient"),
        [required_if("purpose", [Purpose.SHARING], _l("Say with whom."))],
        render_kw={"data-shown-if": "purpose=sharing"},
        description=_l("One recipient each time: consent to share is never given for everybody."),
    )
    act = ChoiceField(
        _l("Whose decision"),
        [needed()],
        choices=ConsentAct.choices(),
        coerce=ConsentAct,
        default=ConsentAct.CONSENT,
    )
    state = ChoiceField(
        _l("What was decided"), [needed()], choices=ConsentState.choices(), coerce=ConsentState
    )
    giver = ChoiceField(
        _l("Who decided"),
        [needed()],
        choices=ConsentGiver.choices(),
        coerce=ConsentGiver,
        default=ConsentGiver.PERSON,
    )
    manner = ChoiceField(
        _l("How"),
        [required_if("state", [ConsentState.GIVEN], _l("Say how the consent was given."))],
        choices=ConsentManner.choices(),
        coerce=ConsentManner,
        render_kw={"data-shown-if": "state=given|withdrawn"},
    )
    decided_on = DayField(_l("Decided on"), [needed(), not_in_the_future], default=today)
    covers = ChoicesField(
        _l("Agreed to be told to this recipient"),
        choices=Delicate.choices(),
        render_kw={"data-shown-if": "purpose=sharing"},
        description=_l("Only if the person said so in so many words. Otherwise it stays with us."),
    )
    withheld = NarrativeField(
        _l("What may not be passed on"), rows=2, description=_l("In the words of the person.")
    )
    why = NarrativeField(
        _l("Why"),
        [required_if("state", [ConsentState.NOT_POSSIBLE], _l("Say why it is not possible yet."))],
        rows=2,
        description=_l("Nobody has to give a reason for refusing or withdrawing."),
    )

    def ask_assent(self, *, of_children: bool) -> None:
        if not of_children:
            del self["act"]

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        del given["partner_id"]
        shares = self.purpose.data is Purpose.SHARING
        return given | {"partner": self.partner_id.row if shares else None}


offer_on_paper("consent", _l("Consent"), lambda: ConsentForm(formdata=None))


class GroundForm(OnceForm):
    partner_id = RowField(_l("Recipient"), [needed()])
    kind = ChoiceField(_l("Ground"), [needed()], choices=GroundKind.choices(), coerce=GroundKind)
    rule = NarrativeField(
        _l("Text of the rule"),
        [needed()],
        rows=3,
        description=_l("The article or the instruction, as it is written, with its date."),
    )
    authority = LineField(_l("Authority informed"))
    reference = LineField(_l("Reference of the letter or the call"))
    why = NarrativeField(_l("Why it is necessary"), [needed()], rows=3)
    person_was_told = YesNoField(
        _l("Was the person told?"),
        [needed()],
        description=_l("She is told beforehand, unless that would put her in danger."),
    )

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        del given["partner_id"]
        return given | {"partner": self.partner_id.row}


class BarredPartnerForm(Form):
    partner_id = RowField(_l("Partner"), [needed()])
    why = NarrativeField(
        _l("Why"), rows=2, description=_l("For example: a cousin works there. Only the file's team reads it.")
    )
