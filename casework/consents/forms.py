"""What the person decided, what a supervisor holds against a refusal, and partners that must not know."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from casework.consents.models import (
    ConsentAct,
    ConsentGiver,
    ConsentManner,
    ConsentState,
    GroundKind,
    Purpose,
)
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    needed,
    not_in_the_future,
    required_if,
)
from casework.core.paper import offer_on_paper
from casework.partners.models import Partner


def partner_choices(partners: list[Partner]) -> list[SelectChoice]:
    return [SelectChoice(str(partner.id), partner.name) for partner in partners]


class ChoosesPartner:
    """A form that names one of the partners offered for the file."""

    partners: list[Partner]

    def offer(self, partners: list[Partner]) -> None:
        self.partners = partners
        self["partner_id"].choices = partner_choices(partners)  # type: ignore[index]

    @property
    def partner(self) -> Partner | None:
        chosen = self["partner_id"].data  # type: ignore[index]
        return next((partner for partner in self.partners if partner.id == chosen), None)


def as_id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


class ConsentForm(ChoosesPartner, OnceForm):
    purpose = ChoiceField(_l("Consent to what"), [needed()], choices=Purpose.choices(), coerce=Purpose)
    partner_id = ChoiceField(
        _l("Recipient"),
        [required_if("purpose", [Purpose.SHARING], _l("Say with whom."))],
        coerce=as_id,
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
        given = {name: value for name, value in self.values.items() if name not in ("form_key", "partner_id")}
        shares = self.purpose.data is Purpose.SHARING
        return given | {"form_key": self.key, "partner": self.partner if shares else None}


offer_on_paper("consent", _l("Consent"), lambda: ConsentForm(formdata=None))

YES, NO = "yes", "no"


class GroundForm(ChoosesPartner, OnceForm):
    partner_id = ChoiceField(_l("Recipient"), [needed()], coerce=as_id)
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
    told = ChoiceField(
        _l("Was the person told?"),
        [needed()],
        choices=[SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))],
        description=_l("She is told beforehand, unless that would put her in danger."),
    )

    @property
    def answers(self) -> dict[str, Any]:
        left_out = ("form_key", "partner_id", "told")
        given = {name: value for name, value in self.values.items() if name not in left_out}
        return given | {
            "form_key": self.key,
            "partner": self.partner,
            "person_was_told": self.told.data == YES,
        }


class BarredPartnerForm(ChoosesPartner, Form):
    partner_id = ChoiceField(_l("Partner"), [needed()], coerce=as_id)
    why = NarrativeField(
        _l("Why"), rows=2, description=_l("For example: a cousin works there. Only the file's team reads it.")
    )
