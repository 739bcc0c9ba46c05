"""A service, a place or a contact of an organisation."""

from collections.abc import Iterable, Sequence
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice, ValidationError
from wtforms.validators import Optional

from casework.core.clock import today
from casework.core.fields import as_id
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    PhoneField,
    RowField,
    needed,
    not_in_the_future,
)
from casework.organisation.territory import commune_choices
from casework.partners.fields import (
    ABOUT,
    E_MAIL,
    LINE,
    LTR,
    WIDE,
    HoursField,
    Lines,
    LinesField,
    PointField,
    whole_number,
)
from casework.partners.forms.card import AgainstForm, Guarded
from casework.partners.forms.finding import programme_choices, sex_choices
from casework.partners.hours import DAYS, by_day, day_name, entries_of, note_of
from casework.partners.models import PartnerLocation, PartnerService, ServiceStatus
from casework.programmes.lists import SERVICE_TYPES, SPOKEN_LANGUAGES

AGE = _l("Write an age between 0 and 120.")
PLACES = _l("Write a number between 0 and 10,000.")
OFTEN = 10_000


class ServiceForm(Form):
    code = ChoiceField(_l("Service"), [needed()], choices=SERVICE_TYPES.choices)
    state = ChoiceField(  # `status` is the answer of the page
        _l("Is it offered today?"),
        [needed()],
        choices=ServiceStatus.choices,
        coerce=ServiceStatus,
        default=ServiceStatus.ACTIVE,
    )
    name_ar = LineField(_l("Its own name in Arabic"), [LINE])
    name_fr = LineField(_l("Its own name in French"), [LINE], render_kw=WIDE)
    about_ar = NarrativeField(_l("What it consists of, in Arabic"), [ABOUT], rows=3)
    about_fr = NarrativeField(_l("What it consists of, in French"), [ABOUT], rows=3, render_kw=LTR)
    programmes = ChoicesField(
        _l("For which programmes"),
        choices=programme_choices,
        description=_l("Tick nothing if it is for all of them."),
    )
    sex = ChoiceField(_l("For whom"), choices=sex_choices)
    age_from = IntegerField(_l("From the age of"), whole_number(120, AGE))
    age_to = IntegerField(_l("Up to the age of"), whole_number(120, AGE))
    languages = ChoicesField(_l("Languages spoken"), choices=SPOKEN_LANGUAGES.choices)
    areas = ChoicesField(
        _l("Communes served"),
        choices=commune_choices,
        description=_l("Tick nothing if it is for all of them."),
    )
    documents = LinesField(_l("Documents to bring"), rows=4, description=_l("One on each line."))
    fees = LineField(_l("What it costs"), [LINE])
    capacity = IntegerField(_l("Number of places"), whole_number(OFTEN, PLACES))
    n_free = IntegerField(_l("Free places"), whole_number(OFTEN, PLACES))
    free_on = DayField(_l("Counted on"), [Optional(), not_in_the_future], default=today)

    def validate_age_to(self, field: IntegerField) -> None:
        if field.data is not None and self.age_from.data is not None and field.data < self.age_from.data:
            raise ValidationError(_("The upper age is below the lower one."))

    @property
    def answers(self) -> dict[str, Any]:
        """A day without a number of places says nothing."""
        given = super().answers
        given["status"] = given.pop("state")
        free_on = given["free_on"] or today()
        return given | {"free_on": free_on if given["n_free"] is not None else None}


class NewServiceForm(ServiceForm, OnceForm):
    """One thing more that an organisation offers."""


class EditServiceForm(ServiceForm, AgainstForm):
    """What one of its services is."""

    def stored(self, row: Any) -> dict[str, Any]:
        return super().stored(row) | {"state": row.status, "documents": Lines(row.documents)}


class FreePlacesForm(AgainstForm):
    n_free = IntegerField(
        _l("Free places today"), whole_number(OFTEN, PLACES), description=_l("Empty: not known.")
    )


class HoursForm(Form):
    """One line a day, then what is said of them all."""

    hours_note = LineField(_l("To know about the hours"), [LINE], description=_l("Such as: by appointment."))

    @property
    def days(self) -> list[Any]:
        return [self[f"hours_{day}"] for day in DAYS]

    @property
    def answers(self) -> dict[str, Any]:
        """The lines of the days as the entries that are kept."""
        given = super().answers
        lines = {day: given.pop(f"hours_{day}") for day in DAYS}
        return given | {"hours": entries_of(lines, given.pop("hours_note"))}


def hours_field(day: str) -> HoursField:
    return HoursField(day_name(day), render_kw=LTR)


for _day in DAYS:
    setattr(HoursForm, f"hours_{_day}", hours_field(_day))


def hours_shown(location: PartnerLocation) -> dict[str, Any]:
    """What the fields of the hours begin with."""
    lines = by_day(location.hours)
    return {f"hours_{day}": text for day, text in lines.items()} | {"hours_note": note_of(location.hours)}


class AgainstHoursForm(AgainstForm, HoursForm):
    @classmethod
    def of(cls, location: PartnerLocation) -> Self:
        """Filled in with what is known of this place."""
        given_here = [service.id for service in location.services]
        known = hours_shown(location) | {"service_ids": given_here, "version": location.partner.version}
        return cls(obj=location, **known)

    def stored(self, row: PartnerLocation) -> dict[str, Any]:
        given_here = [service.id for service in row.services]
        plain = {name: getattr(row, name) for name in self.answers if name != "service_ids"}
        return plain | hours_shown(row) | {"service_ids": given_here}


class LocationForm(Guarded, HoursForm):
    name_ar = LineField(_l("Name of the place in Arabic"), [LINE])
    name_fr = LineField(_l("Name of the place in French"), [LINE], render_kw=WIDE)
    commune_code = ChoiceField(_l("Commune"), [needed()], choices=commune_choices)
    address = NarrativeField(_l("Address"), rows=2)
    phone = PhoneField(_l("Phone number"))
    point = PointField(_l("Where it is on the map"), render_kw=LTR)
    service_ids = ChoicesField(_l("Services given here"), coerce=as_id)

    def offer_services(self, services: Iterable[PartnerService]) -> None:
        kept = [service for service in services if service.status is not ServiceStatus.ENDED]
        self.service_ids.choices = [SelectChoice(str(service.id), words_for(service)) for service in kept]
        if not kept:
            del self["service_ids"]


def words_for(service: PartnerService) -> str:
    return service.name or str(SERVICE_TYPES.label(service.code))


class NewLocationForm(LocationForm, OnceForm):
    """One more place where an organisation receives."""


class EditLocationForm(LocationForm, AgainstHoursForm):
    """What is known of one of its places."""


class OwnLocationForm(AgainstHoursForm):
    """What the partner itself may say of one of its places."""

    phone = PhoneField(_l("Phone number"))


class OwnCardForm(AgainstForm):
    """What the partner itself may say of its seat."""

    phone = PhoneField(_l("Phone number"))


class OwnContactForm(Form):
    """What the partner itself may say of somebody who answers there."""

    name = LineField(_l("Name"), [needed(), LINE])
    title = LineField(_l("What she or he does there"), [LINE])
    phone = PhoneField(_l("Phone number"))
    email = LineField(_l("E-mail address"), [Optional(), LINE, E_MAIL], render_kw=WIDE)
    languages = ChoicesField(_l("Languages spoken"), choices=SPOKEN_LANGUAGES.choices)
    location_id = RowField(_l("Where"))

    hidden_place: UUID | None = None  # where she answers, if whoever changes the card may not know of it

    def offer_places(self, locations: Sequence[PartnerLocation]) -> None:
        held = self.location_id.object_data
        if held and held not in [place.id for place in locations]:
            self.hidden_place = held
        self.location_id.offer(locations)
        self.location_id.choices = [
            SelectChoice(str(place.id), place.name or place.commune_label) for place in locations
        ]
        if not self.location_id.rows:
            del self["location_id"]

    @property
    def answers(self) -> dict[str, Any]:
        """A place that cannot be chosen here stays, unless another one is."""
        given = super().answers
        return given if given.get("location_id") else given | {"location_id": self.hidden_place}


class ContactForm(Guarded, OwnContactForm):
    receives_referrals = BooleanField(
        _l("Receives the referrals"), description=_l("The link to a referral is made for this person.")
    )


class NewContactForm(ContactForm, OnceForm):
    """Somebody more who answers there."""


class AgainstContactForm(AgainstForm, OwnContactForm):
    def stored(self, row: Any) -> dict[str, Any]:
        """A place that may not be known is not put beside the one that was chosen."""
        known = super().stored(row)
        return known | ({"location_id": None} if self.hidden_place else {})


class EditContactForm(ContactForm, AgainstContactForm):
    """What is known of somebody who answers there."""


class NewOwnContactForm(OwnContactForm, OnceForm):
    """Somebody more, as the partner itself says."""


class EditOwnContactForm(AgainstContactForm):
    """Somebody of before, as the partner itself says."""
