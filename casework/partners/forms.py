"""Finding a partner, and its card."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms import Form as PlainForm
from wtforms.validators import Length

from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    PhoneField,
    VersionedForm,
    needed,
)
from casework.organisation.territory import commune_choices
from casework.programmes.lists import SERVICE_TYPES

NAME = Length(max=200, message=_l("This name is too long: 200 characters at most."))


class FindForm(PlainForm):
    """Asked by GET: it changes nothing, and its address can be kept."""

    service = ChoiceField(_l("Service"), choices=SERVICE_TYPES.choices)
    commune = ChoiceField(_l("Commune"), choices=commune_choices)

    @classmethod
    def asked(cls) -> "FindForm":
        """What the address asks for; an answer that is in no list asks for nothing."""
        form = cls(request.args)
        form.validate()
        for name in form.errors:
            form[name].data = None
        return form


class CardForm(Form):
    """What is known of a partner."""

    name_ar = LineField(_l("Name in Arabic"), [needed(), NAME])
    name_fr = LineField(_l("Name in French"), [needed(), NAME], render_kw={"dir": "ltr", "class": "name"})
    service_codes = ChoicesField(_l("Services offered"), choices=SERVICE_TYPES.choices)
    commune_code = ChoiceField(_l("Commune"), choices=commune_choices)
    phone = PhoneField(_l("Phone number"))
    address = NarrativeField(_l("Address"), rows=2)
    is_confidential = BooleanField(
        _l("Confidential place"),
        description=_l("A shelter: nobody outside the cells that work with it learns that it exists."),
    )

    def hide_confidential(self, *, sees: bool) -> None:
        """Only those who would still see the place afterwards may mark it."""
        if not sees:
            del self["is_confidential"]


class NewPartnerForm(CardForm, OnceForm):
    """A card that is not in the directory yet."""


class PartnerForm(CardForm, VersionedForm):
    is_active = BooleanField(
        _l("Receives referrals"),
        description=_l("Without this it is no longer offered; the files that name it keep it."),
    )
