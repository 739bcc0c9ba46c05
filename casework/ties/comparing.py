"""Whether the person of a file may be somebody whom a colleague knows."""

from collections.abc import Iterable
from typing import Any

from casework.cases.models import Case
from casework.keys.ring import blind_index
from casework.names.keys import query_keys
from casework.names.matching import Verdict, compare
from casework.names.persons import ABOUT
from casework.organisation.models import Cell
from casework.people.index import FoundBy, full_names
from casework.people.models import Person

RANKS = (Verdict.DIFFERENT, Verdict.REVIEW, Verdict.SAME)


def typed_name(known: dict[str, Any]) -> str:
    return " ".join(filter(None, (known["first_name"], known.get("surname"))))


def names_of(person: Person) -> tuple[str, ...]:
    return full_names(lambda part: getattr(person, part))


def keys_in(cell: Cell, name: str) -> list[bytes]:
    """By which the files of this cell are found that share something of the name."""
    found = query_keys(name)
    values = dict.fromkeys((*found.pairs, *found.singles))
    return [blind_index(cell.index_key_id, FoundBy.NAME, value) for value in values]


def likeness(known: dict[str, Any], case: Case) -> Verdict:
    """The name decides. Another year of birth leaves a doubt of a same name, and nothing of a near one."""
    typed = typed_name(known)
    verdict = best(compare(typed, name).verdict for name in names_of(case.person))
    if not known.get("surname") and verdict is Verdict.SAME:
        verdict = Verdict.REVIEW  # a first name alone is borne by many
    if verdict is Verdict.SAME:
        return Verdict.REVIEW if has_other_year(known, case.person) else Verdict.SAME
    if has_other_year(known, case.person) or lives_elsewhere(known, case.person):
        return Verdict.DIFFERENT
    return verdict


def best(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=RANKS.index, default=Verdict.DIFFERENT)


def has_other_year(known: dict[str, Any], person: Person) -> bool:
    year = known.get("year")
    return bool(year and person.birth_year and abs(year - person.birth_year) > ABOUT)


def lives_elsewhere(known: dict[str, Any], person: Person) -> bool:
    commune = known.get("commune")
    return bool(commune and person.commune and commune != person.commune)
