"""A few brothers and sisters: children's files opened one after the other, each naming the other child."""

from dataclasses import dataclass
from itertools import permutations
from random import Random

from casework.audit.models import Event
from casework.cases.households import SIBLING
from casework.demonstration.chain import Act
from casework.demonstration.file import File
from casework.demonstration.people import PEOPLE_IN, REAL_COMMUNES
from casework.demonstration.words import Row as Words
from casework.demonstration.words import rows
from casework.demonstration.world import Colleague, Place, World
from casework.demonstration.writer import Row
from casework.people.models import ADULT_AT, Household, Relative

WAITS = 0.3  # how often the next file of the cell is of a brother or a sister


@dataclass(frozen=True)
class Child:
    file: File
    person: Row
    first_name: str


@dataclass
class Family:
    """What brothers and sisters share: their surname, where they live, who works with them."""

    surname: Words
    commune: str
    lead: Colleague
    first: Child | None = None


def family_in(world: World, place: Place, chance: Random) -> Family:
    """The one that waits for its second child, or another."""
    waiting: Family | None = world.families.pop(place.id, None)
    return waiting or Family(
        surname=chance.choice(rows("surnames")),
        commune=chance.choices(REAL_COMMUNES, PEOPLE_IN)[0],
        lead=chance.choice(place.workers),
    )


def gather(file: File, family: Family, child: Child) -> None:
    """The second child meets the first; a first one may wait for a second."""
    if family.first:
        link(file, family.first, child)
    elif file.programme.serves_children and is_minor(child) and file.chance.random() < WAITS:
        family.first = child
        file.world.families[file.place.id] = family


def is_minor(child: Child) -> bool:
    born: int = child.person["birth_year"]
    return child.file.opened_at.year - born < ADULT_AT


def link(file: File, first: Child, second: Child) -> None:
    household_id = file.writer.add(Household, file.opened_at, cell_id=file.place.id)["id"]
    for child, other in permutations((first, second)):
        child.person["household_id"] = household_id
        child.file.add(
            Relative,
            file.opened_at,
            person_id=child.person["id"],
            known_person_id=other.person["id"],
            lives_there=True,
            name=other.first_name,
            relation=SIBLING,
            birth_year=other.person["birth_year"],
        )
        linked = (file.opened_at, Event.HOUSEHOLD_CHANGED, file.lead.id, file.place.id, child.file.id)
        file.acts.append(Act(*linked, household_id, "linked"))
