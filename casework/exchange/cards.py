"""What a file says of an organisation, in the words of our own tables; kept as JSON until it is confirmed.

A card is {"where", "id", "said", "services", "locations", "contacts"}: `said` holds columns of our table, and
only what the file does say, so that what it leaves out stays as it is.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from casework.core.clock import today
from casework.core.fields import written_number
from casework.core.text import clean, clean_line
from casework.exchange import vocabulary
from casework.exchange.problems import Problem
from casework.exchange.vocabulary import derived
from casework.organisation.territory import COMMUNES
from casework.partners.models import PartnerKind

Card = dict[str, Any]
BY_NAME = {
    " ".join(word.casefold().split()): place.code
    for place in COMMUNES.values()
    for word in (place.fr, place.ar, place.en)
}


def kept(**said: Any) -> Card:
    return {name: value for name, value in said.items() if value not in (None, "", [], {})}


def line(item: Card, *names: str) -> str:
    """The first of these that says something, on one line."""
    return next((clean_line(str(item[name])) for name in names if str(item.get(name, "")).strip()), "")


def text(item: Card, *names: str) -> str:
    return next((clean(item[name]).strip() for name in names if str(item.get(name, "")).strip()), "")


def phone_of(item: Card) -> str:
    numbers = [line(phone, "number") for phone in item.get("phones", ())]
    return written_number(numbers[0]) or numbers[0] if numbers else ""


def commune_called(name: str) -> str | None:
    return BY_NAME.get(" ".join(name.casefold().split()))


def codes_of(item: Card, taxonomy: str) -> list[str]:
    """Those of our codes that the attributes name, in the order of the file."""
    terms = [attribute.get("taxonomy_term", {}) for attribute in item.get("attributes", ())]
    ours = [term for term in terms if term.get("taxonomy") == vocabulary.TAXONOMY.format(taxonomy)]
    codes = [line(term, "code") for term in ours]
    return list(dict.fromkeys(code for code in codes if vocabulary.is_term(taxonomy, code)))


def card_of(organization: Card, where: str) -> tuple[Card, list[Problem]]:
    """Of an organisation that the standard finds nothing wrong with."""
    where = getattr(organization, "where", "") or where
    its_id = organization["id"].lower()
    seats, places = parted(organization, its_id)
    services = [service_of(service) for service in organization.get("services", ())]
    card = {
        "where": where,
        "id": its_id,
        "said": said_of(organization, [*seats, *places]) | seat_of(seats),
        "services": services,
        "locations": [location_of(place) for place in places],
        "contacts": contacts_of(organization),
    }
    return card, list(problems_of(card))


def parted(organization: Card, its_id: str) -> tuple[list[Card], list[Card]]:
    """The seat, which is a location of an id of its own in our exports, and the other places."""
    locations = organization.get("locations", [])
    seats = [place for place in locations if place["id"].lower() == derived(its_id, "seat")]
    return seats, [place for place in locations if place not in seats]


def seat_of(seats: list[Card]) -> Card:
    return kept(address=street(seats[0])) if seats else {}


def street(place: Card) -> str:
    for address in place.get("addresses", ()):
        lines = [text(address, "address_1"), text(address, "address_2")]
        return "\n".join(filter(None, lines))
    return ""


def said_of(organization: Card, places: list[Card]) -> Card:
    name = line(organization, "name")
    about = text(organization, "description")
    identifiers = organization.get("organization_identifiers") or [{}]
    kinds = codes_of(organization, vocabulary.KINDS)
    return kept(
        name_fr=name,
        name_ar=line(organization, "name_ar", "alternate_name", "name"),
        about_fr="" if about in (name, text(organization, "description_ar")) else about,
        about_ar=text(organization, "description_ar"),
        kind=kinds[0] if kinds else None,
        email=line(organization, "email"),
        website=line(organization, "website"),
        phone=phone_of(organization),
        identifier_kind=line(identifiers[0], "identifier_type"),
        identifier=line(identifiers[0], "identifier"),
        commune_code=commune_of(organization, places),
        confidentiality=organization.get("confidentiality"),
        checked_on=checked_on(organization),
        changed_at=organization.get("last_modified") or last_modified(organization),
    )


def checked_on(organization: Card) -> str | None:
    """HSDS dates the check of a service; of several, the last one counts for the card."""
    days = [service.get("assured_date") for service in organization.get("services", ())]
    return max(filter(None, [organization.get("assured_date"), *days]), default=None)


def last_modified(organization: Card) -> str | None:
    moments = [service.get("last_modified") for service in organization.get("services", ())]
    return max(filter(None, moments), default=None)


def commune_of(item: Card, places: Iterable[Card] = ()) -> str | None:
    """By its code, or by the town of an address."""
    if (code := line(item, "commune_code")) in COMMUNES:
        return code
    cities = [line(address, "city") for place in (item, *places) for address in place.get("addresses", ())]
    return next(filter(None, map(commune_called, cities)), None)


def service_of(service: Card) -> Card:
    codes, name = codes_of(service, vocabulary.SERVICES) or ["OTHER"], line(service, "name")
    name_ar = line(service, "name_ar") or line(service, "alternate_name")
    areas = [commune_of_area(area) for area in service.get("service_areas", ())]
    spoken = [vocabulary.OUR_LANGUAGES.get(line(one, "code").lower()) for one in service.get("languages", ())]
    about, about_ar = text(service, "description"), text(service, "description_ar")
    links = service.get("service_at_locations", ())
    return kept(
        id=service["id"].lower(),
        code=codes[0],
        status=vocabulary.OUR_STATUSES[service["status"]],
        name_fr="" if name == vocabulary.service_label(codes[0]) else name,
        name_ar="" if name_ar == vocabulary.service_label_ar(codes[0]) else name_ar,
        about_fr="" if about == about_ar else about,
        about_ar=about_ar,
        programmes=codes_of(service, vocabulary.PROGRAMME),
        sex=next(iter(codes_of(service, vocabulary.SEX)), None),
        age_from=whole(service.get("minimum_age")),
        age_to=whole(service.get("maximum_age")),
        capacity=whole(service.get("capacity")),
        languages=list(dict.fromkeys(filter(None, spoken))),
        areas=list(dict.fromkeys(filter(None, areas))),
        documents=[
            line(one, "document") for one in service.get("required_documents", ()) if one.get("document")
        ],
        fees=text(service, "fees_description") or fees_of(service),
        locations=[link_of(link) for link in links if link_of(link)],
    )


def whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def fees_of(service: Card) -> str:
    for option in service.get("cost_options", ()):
        parts = [line(option, name) for name in ("option", "amount", "currency", "amount_description")]
        return " ".join(filter(None, parts))
    return ""


def commune_of_area(area: Card) -> str | None:
    code = line(area, "extent")
    return code if code in COMMUNES else commune_called(line(area, "name"))


def link_of(link: Card) -> str | None:
    """The location, named by its id or held whole."""
    held = link.get("location")
    found = link.get("location_id") or (held.get("id") if isinstance(held, dict) else None)
    return str(found).lower() if found else None


def location_of(place: Card) -> Card:
    point = [place[name] for name in ("latitude", "longitude") if name in place]
    return kept(
        id=place["id"].lower(),
        name_fr=line(place, "name"),
        name_ar=line(place, "name_ar", "alternate_name"),
        commune_code=commune_of(place),
        confidentiality=place.get("confidentiality"),
        hours=[hours_of(schedule) for schedule in place.get("schedules", ())],
        address=street(place),
        phone=phone_of(place),
        point=point if len(point) == 2 else None,
    )


def hours_of(schedule: Card) -> Card:
    """The days without the week of the month, the hours without seconds and zone."""
    days = re.findall(r"\b-?\d*(MO|TU|WE|TH|FR|SA|SU)\b", line(schedule, "byday").upper())
    return kept(
        days=list(dict.fromkeys(days)),
        opens=hour_of(line(schedule, "opens_at")),
        closes=hour_of(line(schedule, "closes_at")),
        note=text(schedule, "notes", "description"),
    )


def hour_of(time: str) -> str:
    hours, _, rest = time.partition(":")
    return f"{hours:0>2}:{rest[:2]}" if rest else ""


def contacts_of(organization: Card) -> list[Card]:
    """Those of the organisation and of its places; somebody named at several is one."""
    found = list(organization.get("contacts", ()))
    for place in organization.get("locations", ()):
        found += [{"location_id": place["id"]} | contact for contact in place.get("contacts", ())]
    each = {contact["id"].lower(): contact for contact in reversed(found)}
    return [
        kept(
            name=line(contact, "name"),
            title=line(contact, "title"),
            email=line(contact, "email"),
            phone=phone_of(contact),
            location=line(contact, "location_id").lower(),
            confidentiality=contact.get("confidentiality"),
        )
        for contact in reversed(each.values())
    ]


def problems_of(card: Card) -> Iterable[Problem]:
    """What no standard forbids and our tables cannot hold."""
    said, where = card["said"], card["where"]
    if said.get("checked_on") and date.fromisoformat(said["checked_on"]) > today():
        yield Problem(where, "assured_date", "future")
    if said.get("kind") == PartnerKind.CELL:
        yield Problem(where, "kind", "cell")
    for n, service in enumerate(card["services"]):
        if service.get("age_from", 0) > service.get("age_to", service.get("age_from", 0)):
            yield Problem(f"{where}/services/{n}", "minimum_age", "ages")
