"""What a comparison of persons needs to know of somebody: from a file, or from an interview not finished."""

from collections.abc import Iterable, Iterator
from datetime import date

from casework.cases.models import Case
from casework.intake.interview import Interview
from casework.intake.result import companion, household, identity, numbers
from casework.names.persons import Described
from casework.people.index import SCRIPTS, FoundBy, full_names, written_card
from casework.people.models import ADULT_AT, initial_of

FATHER, MOTHER = "FATH", "MOTH"  # of the relationships to a child
Around = Iterable[tuple[str | None, str | None]]  # (relation, name)


def describe_file(case: Case) -> Described:
    """The person of a file, with her numbers and who is around."""
    person = case.person
    age, receives_children = person.age, case.programme.serves_children
    around = [(relative.relation, relative.name) for relative in person.relatives]
    return Described(
        names=full_names(lambda part: getattr(person, part)),
        first_names=known(getattr(person, script[0]) for script in SCRIPTS),
        surnames=known(getattr(person, script[1]) for script in SCRIPTS),
        birth=date.fromisoformat(person.born_on) if person.born_on else None,
        birth_year=person.birth_year,
        is_child=receives_children if age is None else age < ADULT_AT,
        father=named(around, FATHER),
        mother=named(around, MOTHER),
        commune=person.commune,
        sex=person.sex.value if person.sex else None,
        phones=frozenset(number.number for number in person.numbers if number.number),
        cin=written_card(person.cin) if person.cin else None,
    )


def describe_interview(interview: Interview) -> Described:
    """The same, from what was typed so far."""
    said, birth = identity(interview), identity(interview)["birth"]
    around = [(row["relation"], row["name"]) for row in (*companion(interview), *household(interview))]
    return Described(
        names=full_names(said.get),
        first_names=known(said[script[0]] for script in SCRIPTS),
        surnames=known(said[script[1]] for script in SCRIPTS),
        birth=birth.day if birth else None,
        birth_year=birth.year if birth else None,
        is_child=interview.is_of_child,
        father=named(around, FATHER),
        mother=named(around, MOTHER),
        commune=said["commune"],
        sex=said["sex"].value if said["sex"] else None,
        phones=frozenset(row["number"] for row in numbers(interview)),
        cin=written_card(said["cin"]) if said["cin"] else None,
    )


def numbered(person: Described) -> Iterator[tuple[FoundBy, str]]:
    """Telephones and card, as they are found by."""
    yield from ((FoundBy.PHONE, number) for number in person.phones)
    if person.cin:
        yield FoundBy.CIN, person.cin


def initials_of(person: Described) -> str:
    """As lists show them, in the script that is known first."""
    pair = (*person.first_names[:1], *person.surnames[:1])
    return " ".join(f"{initial_of(part)}." for part in pair)


def known(parts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def named(around: Around, relation: str) -> tuple[str, ...]:
    return known(name for is_what, name in around if is_what == relation)
