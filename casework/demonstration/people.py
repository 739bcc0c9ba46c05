"""Invented persons: who they are, how they may be reached, who is around them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from casework.core.clock import day_of, today
from casework.demonstration.file import File
from casework.demonstration.words import Row as Words
from casework.demonstration.words import first_names, rows
from casework.demonstration.world import PHONE, Place
from casework.demonstration.writer import OpenKey, Row, Writer, table_of
from casework.keys.ring import blind_index
from casework.names.keys import index_keys
from casework.organisation.territory import COMMUNES, OUTSIDE, territory_of
from casework.people.index import FoundBy, full_names
from casework.people.models import (
    Access,
    AgeBand,
    BirthPrecision,
    ContactNumber,
    ContactSafety,
    LegalCapacity,
    Person,
    PersonKey,
    Relative,
    Sex,
    SuspectedAuthor,
)

REAL_COMMUNES = [code for code in COMMUNES if code != OUTSIDE]
PEOPLE_IN = [COMMUNES[code].population for code in REAL_COMMUNES]
COMING_OF_AGE, LAST_MONTHS = 0.08, (190, 345)  # how often; days after the last birthday of these
TOLD = {"child_protection": (2, 17), "womens_rights": (19, 62), "disability": (3, 70)}  # ages
CAPACITIES = (LegalCapacity.COMPANION, LegalCapacity.CUSTODIAN, LegalCapacity.REPRESENTATIVE)
RELATIONS = ("MOTH", "FATH", "GMM", "SIB", "PUNC", "MUNC")
SEX_OF = {"MOTH": "female", "FATH": "male"}


def invent_person(
    writer: Writer, key: OpenKey, place: Place, at: datetime, chance: Random, *, surname: Words, commune: str
) -> tuple[Row, dict[str, str]]:
    """A person with a name in Arabic, most with one in Latin letters too; and the names, unsealed."""
    programme_key = place.programme.key
    sex = Sex.FEMALE if programme_key == "womens_rights" else chance.choice(list(Sex))
    first = chance.choice(first_names(sex.value))
    scripts = ("ar", "lat") if chance.random() < 0.8 else ("ar",)
    names = {f"first_name_{script}": first[script] for script in scripts}
    names |= {f"surname_{script}": surname[script] for script in scripts}
    # there are a hundred invented cards only: few people hold one, so that few hold the same
    card = f"IC0000{chance.randint(0, 99):02}" if chance.random() < 0.04 else None
    person = writer.add(
        Person,
        at,
        key=key,
        cell_id=place.id,
        sex=sex,
        territory=territory_of(commune),
        language=chance.choices(("DAR", "TAM", "TACH", "FRE"), (60, 30, 8, 2))[0],
        created_at=at,
        **names,
        alias=chance.choice(rows("aliases"))["ar"] if chance.random() < 0.35 else None,
        cin=card,
        commune=commune,
        douar=chance.choice(rows("douars"))["ar"] if chance.random() < 0.7 else None,
        **invent_birth(day_of(at), TOLD[programme_key], chance),
    )
    be_found(writer, person["id"], keys_of_names(place.index_key_id, full_names(names.get)))
    if card:
        be_found(writer, person["id"], [blind_index(place.index_key_id, FoundBy.CIN, card)])
    return person, names


@cache
def keys_of_names(index_key_id: UUID, names: tuple[str, ...]) -> frozenset[bytes]:
    """Worked out once for each name: the vocabulary is small."""
    return frozenset(blind_index(index_key_id, FoundBy.NAME, key) for key in index_keys(*names))


def be_found(writer: Writer, person_id: UUID, keys: Iterable[bytes]) -> None:
    """As people/index.py would have it."""
    writer.rows[table_of(PersonKey)] += ({"key": key, "person_id": person_id} for key in keys)


def invent_birth(opened_on: date, ages: tuple[int, int], chance: Random) -> dict[str, Any]:
    """A day for some, the year alone for others, the first of January for those registered late."""
    precision = chance.choices(list(BirthPrecision), (55, 35, 10))[0]
    is_exact = precision is BirthPrecision.EXACT
    n_days = chance.randint(ages[0] * 365 + 30, ages[1] * 365)
    if is_exact and chance.random() < COMING_OF_AGE:
        n_days = ages[1] * 365 + chance.randint(*LAST_MONTHS)
    born = opened_on - timedelta(days=n_days)
    return {
        "birth_year": born.year,
        "birth_precision": precision,
        "born_on": born.isoformat() if is_exact else None,
    }


def add_numbers(file: File, person: Row) -> None:
    """None for some; for the others a number with the rules that make a call safe."""
    chance, numbers = file.chance, set()
    for _number in range(chance.choices((0, 1, 2), (25, 60, 15))[0]):
        safety = chance.choices(list(ContactSafety), (60, 20, 20))[0]
        asked = max(day_of(file.opened_at), today() - timedelta(days=chance.randint(1, 130)))
        number = PHONE.format(chance.randint(0, 59))
        numbers.add(number)
        file.add(
            ContactNumber,
            file.opened_at,
            person_id=person["id"],
            safety=safety,
            may_message=safety is ContactSafety.SAFE and chance.random() < 0.3,
            confirmed_on=asked,
            number=number,
            who_answers=file.words("answers"),
            hours=file.words("hours"),
            we_say=file.words("we_say"),
        )
    index_key_id = file.place.index_key_id
    be_found(
        file.writer, person["id"], (blind_index(index_key_id, FoundBy.PHONE, number) for number in numbers)
    )


def add_relatives(file: File, person: Row) -> None:
    """Those around a child, or those who came along."""
    chance = file.chance
    n_relatives = chance.choices((1, 2, 3), (50, 35, 15))[0] if file.programme.serves_children else 0
    for number in range(n_relatives):
        relation = chance.choice(RELATIONS)
        sex = SEX_OF.get(relation) or chance.choice(("female", "male"))
        file.add(
            Relative,
            file.opened_at,
            person_id=person["id"],
            lives_there=chance.random() < 0.6,
            came_along=number == 0,
            name=chance.choice(first_names(sex))["ar"],
            relation=relation,
            birth_year=str(day_of(file.opened_at).year - chance.randint(22, 68)),
            capacity=chance.choice(CAPACITIES),
        )


def add_suspected_author(file: File, person: Row, relation: str) -> None:
    """Never a name."""
    chance = file.chance
    file.add(
        SuspectedAuthor,
        file.opened_at,
        person_id=person["id"],
        relation=relation,
        sex=chance.choices((Sex.MALE.value, Sex.FEMALE.value), (9, 1))[0],
        age_band=chance.choice((AgeBand.ADULT.value, AgeBand.YOUNG.value)),
        access_to_person=chance.choice(list(Access)).value,
        number=PHONE.format(chance.randint(90, 99)) if chance.random() < 0.3 else None,
    )
