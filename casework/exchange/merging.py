"""What a file changes on a card: only what it says, and never who may know of it.

What the file leaves out stays; what it adds to a confidential card is confidential.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from casework.exchange.cards import Card
from casework.exchange.matching import folded
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerKind,
    PartnerLocation,
    PartnerService,
    ServiceStatus,
)

READ: dict[str, Any] = {
    "checked_on": date.fromisoformat,
    "changed_at": lambda text: with_zone(datetime.fromisoformat(text)),
    "kind": PartnerKind,
    "status": ServiceStatus,
    "confidentiality": Confidentiality,
    "programmes": tuple,
    "languages": tuple,
    "areas": tuple,
}
APART = ("id", "locations", "location")  # what links rows, not a column
KEPT = ("confidentiality", "changed_at")  # of a card that is there already


def with_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def columns(said: Card) -> dict[str, Any]:
    return {name: READ.get(name, as_it_is)(value) for name, value in said.items() if name not in APART}


def as_it_is(value: Any) -> Any:
    return value


@dataclass
class Part:
    """A row of a card and what becomes of it; without a row, a new one."""

    said: Card
    row: Any = None
    changed: dict[str, Any] = field(default_factory=dict)


@dataclass
class Changes:
    changed: dict[str, Any]
    services: list[Part]
    locations: list[Part]
    contacts: list[Part]

    @property
    def fields(self) -> list[str]:
        """The names of what changes, for the person who decides."""
        lists = {"services": self.services, "locations": self.locations, "contacts": self.contacts}
        changed = [
            name for name, parts in lists.items() if any(part.changed or not part.row for part in parts)
        ]
        return [*self.changed, *changed]


def changes_to(partner: Partner, card: Card, *, sees_all: bool) -> Changes:
    """Rows of it that this person may not know of are as if they were not there."""

    def known(rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if sees_all or row.confidentiality is not Confidentiality.CELL]

    return Changes(
        changed=differing(partner, card["said"]),
        services=paired(card["services"], partner.services, is_same_service),
        locations=paired(card["locations"], known(partner.locations), is_same_place),
        contacts=paired(card["contacts"], known(partner.contacts), is_same_contact),
    )


def differing(row: Any, said: Card) -> dict[str, Any]:
    return {
        name: value
        for name, value in columns(said).items()
        if name not in KEPT and getattr(row, name) != value
    }


def paired(said: list[Card], rows: Iterable[Any], is_same: Any) -> list[Part]:
    """Each thing said with the row that it means: by id where it has one, otherwise by what it is."""
    left = list(rows)
    parts = []
    for one in said:
        meant = next((row for row in left if bears(row, one)), None)
        meant = meant or next((row for row in left if is_same(row, one)), None)
        if meant:
            left.remove(meant)
        parts.append(Part(one, meant, differing(meant, one) if meant else {}))
    return parts


def bears(row: Any, said: Card) -> bool:
    its_id = said.get("id")
    return bool(its_id) and its_id in (str(row.id), str(getattr(row, "external_id", "")))


def is_same_service(row: PartnerService, said: Card) -> bool:
    return row.code == said["code"] and (row.name_fr or "") == said.get("name_fr", row.name_fr or "")


def is_same_place(row: PartnerLocation, said: Card) -> bool:
    named = {folded(row.name_ar), folded(row.name_fr)} & {
        folded(said.get("name_ar")),
        folded(said.get("name_fr")),
    }
    return bool(named - {""}) and row.commune_code == said.get("commune_code")


def is_same_contact(row: PartnerContact, said: Card) -> bool:
    return (row.name or "", row.title or "") == (said.get("name", ""), said.get("title", ""))


def new_partner(card: Card, directorate_id: UUID, external_id: UUID | None) -> Partner:
    """For the service and its partners only, unless the file says otherwise."""
    key = new_key(KeyOwner.PARTNER)
    values = {"confidentiality": Confidentiality.PARTNERS} | columns(card["said"])
    return Partner(key_id=key.id, directorate_id=directorate_id, external_id=external_id, **values)


def apply(partner: Partner, changes: Changes) -> None:
    for name, value in changes.changed.items():
        setattr(partner, name, value)
    places = dict(applied(partner, changes.locations, new_location))
    for part, service in zip(changes.services, rows_of(partner, changes.services, new_service), strict=True):
        for place in filter(None, map(places.get, part.said.get("locations", ()))):
            if place not in service.locations:
                service.locations.append(place)
    for part, contact in zip(changes.contacts, rows_of(partner, changes.contacts, new_contact), strict=True):
        if place := places.get(part.said.get("location", "")):
            contact.location_id = place.id


def applied(partner: Partner, parts: list[Part], make: Any) -> Iterator[tuple[str, Any]]:
    """The id in the file, and the row."""
    rows = rows_of(partner, parts, make)
    return ((part.said.get("id", ""), row) for part, row in zip(parts, rows, strict=True))


def rows_of(partner: Partner, parts: list[Part], make: Any) -> list[Any]:
    for part in parts:
        if part.row is None:
            part.row = make(partner, part.said)
        for name, value in part.changed.items():
            setattr(part.row, name, value)
    return [part.row for part in parts]


def external_id(said: Card) -> UUID | None:
    return UUID(said["id"]) if said.get("id") else None


def new_service(partner: Partner, said: Card) -> PartnerService:
    service = PartnerService(external_id=external_id(said), **columns(said))
    partner.services.append(service)
    return service


def new_location(partner: Partner, said: Card) -> PartnerLocation:
    values = columns(said) | level(partner, said)
    location = PartnerLocation(key_id=partner.key_id, external_id=external_id(said), **values)
    partner.locations.append(location)
    return location


def new_contact(partner: Partner, said: Card) -> PartnerContact:
    contact = PartnerContact(key_id=partner.key_id, **columns(said) | level(partner, said))
    partner.contacts.append(contact)
    return contact


def level(partner: Partner, said: Card) -> dict[str, Confidentiality]:
    if partner.confidentiality is Confidentiality.CELL:
        return {"confidentiality": Confidentiality.CELL}
    return {"confidentiality": Confidentiality(said.get("confidentiality", Confidentiality.PARTNERS))}
