"""The invented directory: organisations, what each offers, where it receives, who answers there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from casework.audit.models import Event
from casework.core.clock import today
from casework.demonstration.chain import Act
from casework.demonstration.words import Row as Words
from casework.demonstration.words import drawn, first_names, rows
from casework.demonstration.writer import OpenKey, Row, Writer
from casework.keys.models import KeyOwner
from casework.organisation.territory import COMMUNES
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerKind,
    PartnerLocation,
    PartnerService,
    ServiceLocation,
    ServiceStatus,
)
from casework.people.models import Sex
from casework.programmes import PROGRAMMES

PHONE = "+21260000{:04}"  # 06 00 00 xx xx: never given to a subscriber
FIRST_PHONE = 6000  # the lower ones are those of invented persons
SEX = {"F": Sex.FEMALE, "M": Sex.MALE}
MONTH = timedelta(days=30)
OLDEST = 120
NEARLY = 0.02  # of a degree, about two kilometres
TITLES = {"مكلفة بالإحالات": 5, "رئيسة الجمعية": 2, "مساعدة اجتماعية": 4, "كاتبة": 2}


@dataclass(frozen=True, eq=False)
class Offer:
    """A service, as a referral needs it."""

    id: UUID
    code: str
    programmes: frozenset[str]
    sex: Sex | None
    ages: range
    is_main: bool  # what the partner is known for

    def suits(self, programme_key: str, sex: Sex, age: int) -> bool:
        is_theirs = not self.programmes or programme_key in self.programmes
        return is_theirs and self.sex in (None, sex) and age in self.ages


@dataclass(frozen=True, eq=False)
class Friend:
    """A partner, as a referral needs it."""

    id: UUID
    names: dict[str, str]  # empty for a confidential place: the whole team reads the story
    offers: tuple[Offer, ...]
    is_confidential: bool
    contact_id: UUID | None = None  # a link is made for her
    pace: str = "usual"
    weight: int = 1
    cell_id: UUID | None = None
    answerer_ids: tuple[UUID, ...] = ()  # who answers with an account


class Directory:
    """Writes the cards down, as they were kept since the first day."""

    def __init__(
        self, writer: Writer, chance: Random, at: datetime, directorate_id: UUID, checker_ids: Sequence[UUID]
    ) -> None:
        self.writer, self.chance, self.at = writer, chance, at
        self.directorate_id, self.checker_ids = directorate_id, checker_ids
        self.acts: list[Act] = []
        self.n_phones = FIRST_PHONE

    def card_of_cell(self, cell: Row, words: Words, staff_ids: Iterable[UUID]) -> Friend:
        """As inbox/services/cards.py makes it: the names of the cell, and all that its programme offers."""
        partner = self.partner(
            cell_id=cell["id"],
            kind=PartnerKind.CELL,
            name_ar=cell["name_ar"],
            name_fr=cell["name_fr"],
            commune_code=cell["commune_code"],
            confidentiality=Confidentiality.PARTNERS,
        )
        services = [option for option in PROGRAMMES[cell["programme_key"]].services if option.is_active]
        offers = [self.offer(partner, {"code": option.code, "programmes": ""}) for option in services]
        sex, ages = SEX.get(words["sex"]), ages_in(words)  # of which the card says nothing
        return Friend(
            partner["id"],
            names_of(partner),
            tuple(replace(offer, sex=sex, ages=ages) for offer in offers),
            is_confidential=False,
            cell_id=cell["id"],
            answerer_ids=tuple(staff_ids),
        )

    def organisation(self, number: int, words: Words) -> Friend:
        confidentiality = Confidentiality(words["confidentiality"])
        key, phone = self.writer.new_key(KeyOwner.PARTNER), self.phone()
        partner = self.partner(
            key=key,
            kind=PartnerKind(words["kind"]),
            **{name: words[name] for name in ("name_ar", "name_fr", "about_ar", "about_fr")},
            commune_code=words["commune"],
            confidentiality=confidentiality,
            phone=phone,
            email=f"contact@{words['key']}.example",
            address=self.address(words["commune"]),
            **self.last_check(number),
            **self.agreement(number, words),
        )
        services = [row for row in rows("partner_services") if row["partner"] == words["key"]]
        offers = {row["code"]: self.offer(partner, row, is_main=row is services[0]) for row in services}
        seat = self.location(key, partner, words, {"phone": phone}, list(offers.values()))
        for row in rows("branches"):
            if row["partner"] == words["key"]:
                given_here = [offers[code] for code in row["services"].split()]
                self.location(
                    key, partner, row, {"name_ar": row["name_ar"], "name_fr": row["name_fr"]}, given_here
                )
        is_confidential = confidentiality is Confidentiality.CELL
        return Friend(
            partner["id"],
            {} if is_confidential else names_of(partner),
            tuple(offers[row["code"]] for row in services if row["status"] == ServiceStatus.ACTIVE.value),
            is_confidential,
            self.contacts(key, partner, seat),
            words["pace"],
            int(words["weight"]),
        )

    def partner(self, **values: Any) -> Row:
        key = values.pop("key", None) or self.writer.new_key(KeyOwner.PARTNER)
        partner = self.writer.add(
            Partner, self.at, key=key, directorate_id=self.directorate_id, changed_at=self.at, **values
        )
        self.acts.append(Act(self.at, Event.PARTNER_CHANGED, None, None, None, partner["id"], "created"))
        return partner

    def last_check(self, number: int) -> dict[str, Any]:
        """Most within half a year, some longer ago, one never."""
        if number == 1:
            return {}
        n_days = self.chance.randint(200, 420) if number % 7 == 0 else self.chance.randint(3, 170)
        return {
            "checked_on": today() - timedelta(days=n_days),
            "checked_by_id": self.chance.choice(self.checker_ids),
        }

    def agreement(self, number: int, words: Words) -> dict[str, Any]:
        """For so many months; a few have ended, or end soon."""
        if not words["agreed"]:
            return {}
        months = int(words["agreed"])
        agreed_from = today() - MONTH * self.chance.randint(1, months + (2 if number % 9 == 0 else -1))
        return {
            "agreement": f"{agreed_from.year}/{number:02}",
            "agreed_from": agreed_from,
            "agreed_until": agreed_from + MONTH * months,
        }

    def offer(self, partner: Row, words: dict[str, str], *, is_main: bool = False) -> Offer:
        capacity = number_in(words, "capacity")
        programmes = tuple(words["programmes"].split())
        free_on = partner["checked_on"] or day_before(self.at)
        service = self.writer.add(
            PartnerService,
            self.at,
            partner_id=partner["id"],
            code=words["code"],
            status=ServiceStatus(words.get("status") or ServiceStatus.ACTIVE.value),
            programmes=programmes,
            sex=words.get("sex") or None,
            age_from=number_in(words, "age_from"),
            age_to=number_in(words, "age_to"),
            languages=tuple(words.get("languages", "").split()),
            areas=(),
            documents=[name for name in words.get("documents", "").split("|") if name],
            fees=words.get("fees") or None,
            capacity=capacity,
            n_free=self.chance.randint(0, max(capacity // 4, 1)) if capacity else None,
            free_on=free_on if capacity else None,
        )
        sex = SEX.get(words.get("sex", ""))
        return Offer(service["id"], words["code"], frozenset(programmes), sex, ages_in(words), is_main)

    def location(
        self, key: OpenKey, partner: Row, words: Words, said: dict[str, str], offers: Iterable[Offer]
    ) -> Row:
        location = self.writer.add(
            PartnerLocation,
            self.at,
            key=key,
            partner_id=partner["id"],
            commune_code=words["commune"],
            confidentiality=Confidentiality(words["confidentiality"]),
            hours=hours_of(words["hours"]),
            address=self.address(words["commune"]),
            point=self.point(words["commune"]),
            **said,
        )
        for offer in offers:
            self.writer.add(ServiceLocation, self.at, service_id=offer.id, location_id=location["id"])
        return location

    def contacts(self, key: OpenKey, partner: Row, seat: Row) -> UUID:
        """Who receives the referrals, and for some a second one; gives the first."""
        level = max(partner["confidentiality"], Confidentiality.PARTNERS, key=list(Confidentiality).index)
        n_contacts, found = self.chance.choice((1, 1, 2)), []
        for number in range(n_contacts):
            surname = self.chance.choice(rows("surnames"))["ar"]
            contact = self.writer.add(
                PartnerContact,
                self.at,
                key=key,
                partner_id=partner["id"],
                location_id=seat["id"],
                confidentiality=level,
                languages=("DAR", "FRE"),
                receives_referrals=number == 0,
                name=f"{self.chance.choice(first_names('female'))['ar']} {surname}",
                title=drawn(self.chance, TITLES),
                phone=self.phone(),
            )
            found.append(contact["id"])
        first: UUID = found[0]
        return first

    def phone(self) -> str:
        self.n_phones += 1
        return PHONE.format(self.n_phones)

    def address(self, commune: str) -> str:
        return f"{COMMUNES[commune].ar}، {self.chance.choice(rows('douars'))['ar']}"

    def point(self, commune: str) -> list[float]:
        """Somewhere near the middle of the commune."""
        place = next(row for row in rows("coordinates") if row["commune"] == commune)
        return [
            round(float(place[name]) + self.chance.uniform(-NEARLY, NEARLY), 4)
            for name in ("latitude", "longitude")
        ]


def ages_in(words: dict[str, str]) -> range:
    return range(number_in(words, "age_from") or 0, (number_in(words, "age_to") or OLDEST) + 1)


def number_in(words: dict[str, str], name: str) -> int | None:
    return int(words[name]) if words.get(name) else None


def names_of(partner: Row) -> dict[str, str]:
    return {"partner_ar": partner["name_ar"], "partner_fr": partner["name_fr"]}


def hours_of(key: str) -> list[dict[str, Any]]:
    return [
        {
            "days": row["days"].split(),
            "opens": row["opens"],
            "closes": row["closes"],
            "note": row["note"] or None,
        }
        for row in rows("hours")
        if row["key"] == key
    ]


def day_before(moment: datetime) -> date:
    return moment.date() - timedelta(days=1)
