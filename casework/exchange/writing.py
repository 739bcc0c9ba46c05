"""The card of an organisation as HSDS writes it. Only what is public: each level is asked here, once more."""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from casework.exchange import vocabulary
from casework.exchange.vocabulary import derived
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerLocation,
    PartnerService,
)

Written = dict[str, Any]
OFFSET = "+01:00"  # the legal time of Morocco, but for Ramadan


def given(**fields: Any) -> Written:
    """What is not known is left out: the standard allows no null."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def own_id(row: Any) -> str:
    """The id that the rest of the world knows it by."""
    return str(row.external_id or row.id)


def is_public(row: Any) -> bool:
    return bool(row.confidentiality is Confidentiality.PUBLIC)


def organization(partner: Partner, *, is_strict: bool) -> Written:
    """With what HSDS has no field for (Arabic texts, levels), unless the export is strict."""
    its_id, name = own_id(partner), partner.name_fr or partner.name_ar
    locations = sorted(filter(is_public, partner.locations), key=own_id)
    contacts = [
        contact for contact in partner.contacts if is_public(contact) and may_name_place(contact, locations)
    ]
    written = given(
        id=its_id,
        name=name,
        alternate_name=partner.name_ar,
        description=partner.about_fr or partner.about_ar or name,
        email=partner.email,
        website=partner.website,
        organization_identifiers=identifiers(partner, its_id),
        phones=phones(its_id, partner.phone),
        attributes=[attribute(its_id, "organization", vocabulary.KINDS, partner.kind.value)],
        locations=[
            *seat(partner, its_id, is_strict=is_strict),
            *(location(place, its_id, is_strict=is_strict) for place in locations),
        ],
        contacts=sorted(
            (contact_of(contact, its_id, is_strict=is_strict) for contact in contacts),
            key=lambda one: one["id"],
        ),
        services=[
            service(offered, partner, is_strict=is_strict)
            for offered in sorted(partner.services, key=lambda one: (one.code, own_id(one)))
        ],
    )
    return written if is_strict else written | own_fields(partner)


def own_fields(partner: Partner) -> Written:
    return given(
        name_ar=partner.name_ar,
        description_ar=partner.about_ar,
        confidentiality=partner.confidentiality.value,
        commune_code=partner.commune_code,
        assured_date=partner.checked_on and partner.checked_on.isoformat(),
        last_modified=moment(partner),
    )


def moment(partner: Partner) -> str:
    return partner.changed_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def may_name_place(contact: PartnerContact, public: Iterable[PartnerLocation]) -> bool:
    """Whoever answers at a place that is not public would tell of it."""
    return contact.location_id is None or contact.location_id in {place.id for place in public}


def identifiers(partner: Partner, its_id: str) -> list[Written]:
    if not partner.identifier:
        return []
    kind = partner.identifier_kind or "ICE"
    made = derived(its_id, "identifier")
    return [
        {"id": made, "organization_id": its_id, "identifier_type": kind, "identifier": partner.identifier}
    ]


def phones(owner: str, number: str | None) -> list[Written]:
    return [{"id": derived(owner, "phone"), "number": number, "type": "voice"}] if number else []


def attribute(owner: str, entity: str, taxonomy: str, code: str) -> Written:
    """One of our codes, with its words: of a service what it is, of an organisation its kind."""
    label, name = vocabulary.words(taxonomy, code), vocabulary.TAXONOMY.format(taxonomy)
    return {
        "id": derived(owner, taxonomy, code),
        "link_id": owner,
        "link_entity": entity,
        "link_type": taxonomy,
        "taxonomy_term_id": derived(taxonomy, code),
        "taxonomy_term": {
            "id": derived(taxonomy, code),
            "code": code,
            "name": label,
            "description": label,
            "taxonomy": name,
        },
    }


def seat(partner: Partner, its_id: str, *, is_strict: bool) -> list[Written]:
    """HSDS keeps an address at a location: that of the organisation has an id that tells it is its seat."""
    if not partner.address:
        return []
    made = derived(its_id, "seat")
    place = {
        "id": made,
        "location_type": "physical",
        "organization_id": its_id,
        "addresses": address(made, partner.address, partner.commune_code),
    }
    level = given(confidentiality=Confidentiality.PUBLIC.value, commune_code=partner.commune_code)
    return [given(**place) | ({} if is_strict else level)]


def address(place: str, street: str | None, commune_code: str | None) -> list[Written]:
    """Left out where the street or the town is not known: the standard wants both."""
    city = vocabulary.city(commune_code)
    if not street or not city:
        return []
    return [
        {
            "id": derived(place, "address"),
            "location_id": place,
            "address_1": street,
            "city": city,
            "region": "Béni Mellal-Khénifra",
            "state_province": "Azilal",
            "postal_code": "",
            "country": "MA",
            "address_type": "physical",
        }
    ]


def location(place: PartnerLocation, organization_id: str, *, is_strict: bool) -> Written:
    its_id = own_id(place)
    latitude, longitude = place.point or (None, None)
    written = given(
        id=its_id,
        location_type="physical",
        organization_id=organization_id,
        name=place.name_fr or place.name_ar,
        alternate_name=place.name_ar,
        latitude=latitude,
        longitude=longitude,
        addresses=address(its_id, place.address, place.commune_code),
        phones=phones(its_id, place.phone),
        schedules=[schedule(its_id, n, hours) for n, hours in enumerate(place.hours or ())],
    )
    ours = given(
        name_ar=place.name_ar,
        confidentiality=place.confidentiality.value,
        commune_code=place.commune_code,
    )
    return written if is_strict else written | ours


def schedule(place: str, n: int, hours: dict[str, Any]) -> Written:
    opens, closes = hours.get("opens"), hours.get("closes")
    return given(
        id=derived(place, "schedule", n),
        location_id=place,
        freq="WEEKLY",
        byday=",".join(hours.get("days") or ()),
        opens_at=opens and opens + OFFSET,
        closes_at=closes and closes + OFFSET,
        notes=hours.get("note"),
    )


def contact_of(contact: PartnerContact, organization_id: str, *, is_strict: bool) -> Written:
    its_id = derived(organization_id, "contact", contact.name or "", contact.title or "")
    written = given(
        id=its_id,
        organization_id=organization_id,
        location_id=place_of(contact),
        name=contact.name,
        title=contact.title,
        email=contact.email,
        phones=phones(its_id, contact.phone),
    )
    return written if is_strict else written | {"confidentiality": contact.confidentiality.value}


def place_of(contact: PartnerContact) -> str | None:
    places = {place.id: own_id(place) for place in contact.partner.locations}
    return places.get(contact.location_id) if contact.location_id else None


def service(offered: PartnerService, partner: Partner, *, is_strict: bool) -> Written:
    its_id = own_id(offered)
    ours = given(name_ar=offered.name_ar, description_ar=offered.about_ar, capacity=offered.capacity)
    written = given(
        id=its_id,
        organization_id=own_id(partner),
        name=offered.name_fr or vocabulary.service_label(offered.code),
        alternate_name=offered.name_ar or vocabulary.service_label_ar(offered.code),
        description=offered.about_fr or offered.about_ar,
        status=vocabulary.STATUSES[offered.status],
        minimum_age=offered.age_from,
        maximum_age=offered.age_to,
        fees_description=offered.fees,
        assured_date=partner.checked_on and partner.checked_on.isoformat(),
        last_modified=moment(partner),
        **lists_of(offered, its_id),
    )
    return written if is_strict else written | ours


def lists_of(offered: PartnerService, its_id: str) -> Written:
    terms = [
        (vocabulary.SERVICES, offered.code),
        *((vocabulary.PROGRAMME, key) for key in offered.programmes),
    ]
    terms += [(vocabulary.SEX, offered.sex)] if offered.sex else []
    return {
        "attributes": [attribute(its_id, "service", taxonomy, code) for taxonomy, code in terms],
        "languages": [language(its_id, code) for code in offered.languages],
        "service_areas": [area(its_id, code) for code in offered.areas],
        "required_documents": [
            {"id": derived(its_id, "document", n), "service_id": its_id, "document": document}
            for n, document in enumerate(offered.documents or ())
        ],
        "cost_options": cost_options(offered, its_id),
        "service_at_locations": [
            {"id": derived(its_id, own_id(place)), "service_id": its_id, "location_id": own_id(place)}
            for place in sorted(filter(is_public, offered.locations), key=own_id)
        ],
    }


def cost_options(offered: PartnerService, its_id: str) -> list[Written]:
    if not offered.fees:
        return []
    made = derived(its_id, "cost")
    return [{"id": made, "service_id": its_id, "option": offered.fees, "currency": "MAD"}]


def language(owner: str, code: str) -> Written:
    return given(
        id=derived(owner, "language", code),
        service_id=owner,
        name=vocabulary.language_name(code),
        code=vocabulary.LANGUAGES.get(code),
    )


def area(owner: str, code: str) -> Written:
    return given(
        id=derived(owner, "area", code),
        service_id=owner,
        name=vocabulary.city(code) or code,
        extent=code,
        extent_type="text",
    )
