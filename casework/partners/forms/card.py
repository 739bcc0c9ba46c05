"""The card of an organisation, and what a worker finds wrong with it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, ValidationError
from wtforms.validators import Optional

from casework.core.answers import Difference, differences
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    PhoneField,
    VersionedForm,
    needed,
)
from casework.organisation.territory import commune_choices
from casework.partners.fields import ABOUT, E_MAIL, LINE, LTR, WEB_PAGE, WIDE
from casework.partners.models import Confidentiality, Partner, PartnerKind
from casework.programmes.lists import SERVICE_TYPES


def kind_choices() -> list[SelectChoice]:
    """Those that somebody may add; the card of a cell is made with the cell."""
    return [SelectChoice(kind.value, kind.label) for kind in PartnerKind if kind is not PartnerKind.CELL]


OF_THE_CELL = ("kind", "name_ar", "name_fr", "commune_code", "confidentiality", "is_active")


class Guarded(Form):
    """What has a level of confidentiality."""

    confidentiality = ChoiceField(
        _l("Who may learn of it"),
        [needed()],
        choices=Confidentiality.choices,
        coerce=Confidentiality,
        default=Confidentiality.PARTNERS,
        description=_l("Only what is public is ever exported from the service."),
    )

    def offer_levels(self, *, sees_confidential: bool) -> None:
        """Only those who would still see it afterwards may hide it."""
        if "confidentiality" not in self:
            return
        hidden = () if sees_confidential else (Confidentiality.CELL,)
        levels = [level for level in Confidentiality if level not in hidden]
        self.confidentiality.choices = [SelectChoice(level.value, level.label) for level in levels]


class AgainstForm(VersionedForm):
    """Changes a part of a card; the version is the card's."""

    def against(self, row: Any) -> list[Difference]:
        return differences(self, {name: as_answer(value) for name, value in self.stored(row).items()})

    def stored(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.answers}


def as_answer(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


class CardForm(Guarded):
    """What is known of an organisation; its services, places and contacts have forms of their own."""

    kind = ChoiceField(_l("Kind of organisation"), [needed()], choices=kind_choices, coerce=PartnerKind)
    name_ar = LineField(_l("Name in Arabic"), [needed(), LINE])
    name_fr = LineField(_l("Name in French"), [needed(), LINE], render_kw=WIDE)
    about_ar = NarrativeField(_l("What it does, in Arabic"), [ABOUT], rows=3)
    about_fr = NarrativeField(_l("What it does, in French"), [ABOUT], rows=3, render_kw=LTR)
    commune_code = ChoiceField(_l("Commune of the seat"), choices=commune_choices)
    phone = PhoneField(_l("Phone number"))
    email = LineField(_l("E-mail address"), [Optional(), LINE, E_MAIL], render_kw=WIDE)
    address = NarrativeField(_l("Address"), rows=2)
    website = LineField(_l("Web page"), [Optional(), LINE, WEB_PAGE], render_kw=WIDE)
    identifier_kind = LineField(
        _l("Kind of identifier"), [LINE], description=_l("Such as ICE, or the number of its receipt.")
    )
    identifier = LineField(_l("Identifier"), [LINE], render_kw=LTR)
    agreement = LineField(_l("Number of the agreement"), [LINE])
    agreed_from = DayField(_l("The agreement holds from"), [Optional()])
    agreed_until = DayField(_l("The agreement holds until"), [Optional()])

    def validate_agreed_until(self, field: DayField) -> None:
        if field.data and self.agreed_from.data and field.data < self.agreed_from.data:
            raise ValidationError(_("The agreement ends before it begins."))


class NewPartnerForm(CardForm, OnceForm):
    """A card that is not in the directory yet."""

    service_codes = ChoicesField(
        _l("Services offered"),
        choices=SERVICE_TYPES.choices,
        description=_l("For whom, where and with which documents is said afterwards, service by service."),
    )


class PartnerForm(CardForm, AgainstForm):
    is_active = BooleanField(
        _l("Receives referrals"),
        description=_l("Without this it is no longer offered; the files that name it keep it."),
    )

    def fit(self, partner: Partner) -> None:
        """What the card of a cell of the directorate says of the cell itself is not written here."""
        for name in OF_THE_CELL if partner.kind is PartnerKind.CELL else ():
            del self[name]


class ProposalForm(OnceForm):
    text = NarrativeField(
        _l("What is wrong or missing"),
        [needed(), ABOUT],
        rows=5,
        description=_l("Nothing about a person whom we follow: only about the organisation."),
    )
    is_confidential = BooleanField(
        _l("It is about a shelter or another confidential place"),
        description=_l("Only those who may know of such places then read this."),
    )

    def offer_secrecy(self, *, sees_confidential: bool) -> None:
        if not sees_confidential:
            del self["is_confidential"]
