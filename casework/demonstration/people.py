"""Invented persons: who they are, how they may be reached, who is around them."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from casework.core.clock import day_of, today
from casework.demonstration.file import File
from casework.demonstration.words import Row as Words
from casework.demonstration.words import first_names, rows
from casework.demonstration.world import PHONE, Place
from casework.demonstration.writer import OpenKey, Row, Writer
from casework.organisation.territory import COMMUNES, OUTSIDE, territory_of
from casework.people.models import (
    Access,
    AgeBand,
    BirthPrecision,
    ContactNumber,
    ContactSafety,
    LegalCapacity,
    Person,
    Relative,
    Sex,
    SuspectedAuthor,
)

REAL_COMMUNES = [code for code in COMMUNES if code != OUTSIDE]
PEOPLE_IN = [COMMUNES[code].population for code in REAL_COMMUNES]
TOLD = {"child_protection": (2, 17), "womens_rights": (19, 62), "disability": (3, 70)}  # ages
CAPACITIES = (LegalCapacity.COMPANION, LegalCapacity.CUSTODIAN, LegalCapacity.REPRESENTATIVE)
RELATIONS = ("MOTH", "FATH", "GMM", "SIB", "PUNC", "MUNC")


def invent_person(
    writer: Writer, key: OpenKey, place: Place, at: datetime, chance: Random, *, surname: Words, commune: str
) -> tuple[Row, str]:
    """A person with a name in Arabic, most with one in Latin letters too; and the first name, unsealed."""
    programme_key = place.programme.key
    sex = Sex.FEMALE if programme_key == "womens_rights" else chance.choice(list(Sex))
    first = chance.choice(first_names(sex.value))
    has_latin = chance.random() < 0.8
    person = writer.add(
        Person,
        at,
        key=key,
        cell_id=place.id,
        sex=sex,
        territory=territory_of(commune),
        language=chance.choices(("DAR", "TAM", "TACH", "FRE"), (60, 30, 8, 2))[0],
        created_at=at,
        first_name_ar=first["ar"],
        surname_ar=surname["ar"],
        first_name_lat=first["lat"] if has_latin else None,
        surname_lat=surname["lat"] if has_latin else None,
        alias=chance.choice(rows("aliases"))["ar"] if chance.random() < 0.35 else None,
        cin=f"IC0000{chance.randint(0, 99):02}" if chance.random() < 0.15 else None,
        commune=commune,
        douar=chance.choice(rows("douars"))["ar"] if chance.random() < 0.7 else None,
        **invent_birth(day_of(at), TOLD[programme_key], chance),
    )
    return person, first["ar"]


def invent_birth(opened_on: date, ages: tuple[int, int], chance: Random) -> dict[str, Any]:
    """A day for some, the year alone for others, the first of January for those registered late."""
    born = opened_on - timedelta(days=chance.randint(ages[0] * 365 + 30, ages[1] * 365))
    precision = chance.choices(list(BirthPrecision), (55, 35, 10))[0]
    is_exact = precision is BirthPrecision.EXACT
    return {
        "birth_year": born.year,
        "birth_precision": precision,
        "born_on": born.isoformat() if is_exact else None,
    }


def add_numbers(file: File, person: Row) -> None:
    """None for some; for the others a number with the rules that make a call safe."""
    chance = file.chance
    for _number in range(chance.choices((0, 1, 2), (25, 60, 15))[0]):
        safety = chance.choices(list(ContactSafety), (60, 20, 20))[0]
        asked = max(day_of(file.opened_at), today() - timedelta(days=chance.randint(1, 130)))
        file.add(
            ContactNumber,
            file.opened_at,
            person_id=person["id"],
            safety=safety,
            may_message=safety is ContactSafety.SAFE and chance.random() < 0.3,
            confirmed_on=asked,
            number=PHONE.format(chance.randint(0, 59)),
            who_answers=file.words("answers"),
            hours=file.words("hours"),
            we_say=file.words("we_say"),
        )


def add_relatives(file: File, person: Row) -> None:
    """Those around a child, or those who came along."""
    chance = file.chance
    n_relatives = chance.choices((1, 2, 3), (50, 35, 15))[0] if file.programme.serves_children else 0
    for number in range(n_relatives):
        relation = chance.choice(RELATIONS)
        file.add(
            Relative,
            file.opened_at,
            person_id=person["id"],
            lives_there=chance.random() < 0.6,
            came_along=number == 0,
            name=chance.choice(first_names(chance.choice(("female", "male"))))["ar"],
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
