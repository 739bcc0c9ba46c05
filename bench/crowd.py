"""Fills one cell with invented persons who can be found: `python -m bench.crowd NUMBER ANSWERS.json`.

Prints nothing; the file gets what to search for, and which references would be right.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import sqlalchemy as sa

from bench.spelling import Name, first_names, latin, surnames
from casework import create_app
from casework.cases.models import Case, CaseStatus
from casework.cases.references import ALPHABET, N_RANDOM, check_character
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.demonstration.people import be_found, keys_of_names
from casework.demonstration.seeding import make_room, measure_again
from casework.demonstration.writer import Row, Writer
from casework.keys.models import KeyOwner
from casework.organisation.models import Cell
from casework.people.index import full_names
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from config import from_environment

HERE, ELSEWHERE = "child_protection", "womens_rights"
BATCH = 5_000
QUERIES = 400
SEED = 7
APART = 40  # surnames that only the other cell knows
Query = tuple[str, list[str]]  # what is typed, and the references that would be right


class Crowd:
    """Who was invented, and under which spellings."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.writer = chance, Writer(chance)
        self.surnames = chance.sample(surnames(), len(surnames()))
        self.first_names = chance.sample(first_names(), len(first_names()))
        self.bearers: dict[Name, list[str]] = defaultdict(list)
        self.stored: set[str] = set()
        self.taken: set[str] = set()

    def name(self, known: list[tuple[str, str]]) -> Name:
        """Some names are common, most are not."""
        return Name(common(self.chance, self.first_names, 8), common(self.chance, known, 30))

    def invent(self, cell: Any, name: Name) -> None:
        scripts = self.chance.choices((("ar",), ("lat",), ("ar", "lat")), (45, 15, 40))[0]
        written = {"ar": name.in_arabic(), "lat": name.in_latin(self.chance, 0.85)}
        names = {f"first_name_{script}": written[script][0] for script in scripts}
        names |= {f"surname_{script}": written[script][1] for script in scripts}
        self.stored |= {text.casefold() for text in full_names(names.get)}
        person = self.person(cell, names)
        self.bearers[name].append(person["reference"])

    def person(self, cell: Any, names: dict[str, str]) -> Row:
        at = now() - timedelta(minutes=self.chance.randint(60, 10**6))
        key = self.writer.new_key(KeyOwner.PERSON)
        year = self.chance.randint(1950, 2020)
        known = {"cell_id": cell.id, "created_at": at, "birth_year": year, "commune": "05.081.01.03"}
        person = self.writer.add(Person, at, key=key, **known, **names)
        be_found(self.writer, person["id"], keys_of_names(cell.index_key_id, full_names(names.get)))
        return self.writer.add(
            Case,
            at,
            key=key,
            reference=self.reference(),
            cell_id=cell.id,
            person_id=person["id"],
            risk=RiskLevel.MEDIUM,
            status=CaseStatus.OPEN,
            opened_on=today(),
        )

    def reference(self) -> str:
        while (body := "".join(self.chance.choices(ALPHABET, k=N_RANDOM))) in self.taken:
            pass
        self.taken.add(body)
        return f"AZ-20-{body}{check_character(body)}"  # a year of which `flask demo` knows nothing

    def fill(self, cell: Any, known: list[tuple[str, str]], number: int) -> None:
        for n in range(1, number + 1):
            self.invent(cell, self.name(known))
            if n % BATCH == 0 or n == number:
                self.writer.send()
                db.session.commit()

    def queries(self, known: list[tuple[str, str]]) -> Iterator[Query]:
        """Full names as nobody stored them, in either order, with the references that bear them."""
        names = [name for name in self.bearers if name.surname in known]
        for name in self.chance.sample(names, min(QUERIES, len(names))):
            if typed := self.spelt(name):
                yield typed, self.bearers[name]

    def spelt(self, name: Name) -> str | None:
        """The other script, or another spelling of the same; None when every one is stored."""
        for _attempt in range(20):
            in_arabic = self.chance.random() < 0.4
            words = name.in_arabic() if in_arabic else name.in_latin(self.chance, 0.5)
            if " ".join(words).casefold() not in self.stored:
                return " ".join(self.chance.sample(words, 2))
        return None

    def nobodies(self, known: list[tuple[str, str]]) -> Iterator[Query]:
        """Of the same words as the names of the other cell, and borne by no one."""
        names = (self.name(known) for _turn in range(QUERIES))
        for name in names:
            if name not in self.bearers and (typed := self.spelt(name)):
                yield typed, []


def common(chance: Random, names: Sequence[Any], head: int) -> Any:
    """The n-th name is borne about 1 / (n + head) times as often as the first."""
    return chance.choices(names, cum_weights=weights(len(names), head))[0]


@cache
def weights(number: int, head: int) -> list[float]:
    return list(accumulate(1 / (place + head) for place in range(number)))


def make(number: int) -> dict[str, list[Query]]:
    crowd = Crowd(Random(SEED))  # noqa: S311 invented people are no secret
    make_room()
    cells = {cell.programme_key: cell for cell in db.session.scalars(sa.select(Cell))}
    elsewhere, here = crowd.surnames[:APART], crowd.surnames[APART:]
    crowd.fill(cells[HERE], here, number)
    crowd.fill(cells[ELSEWHERE], elsewhere, number // 50)
    measure_again()
    return {
        "full names": list(crowd.queries(here)),
        "one name": [(latin(name, crowd.chance, 0.8), []) for name in crowd.first_names[:40]],
        "of another cell": list(crowd.queries(elsewhere)),
        "of nobody": list(crowd.nobodies(elsewhere)),
    }


def main() -> None:
    number, answers = int(sys.argv[1]), Path(sys.argv[2])
    with create_app(from_environment()).app_context():
        answers.write_text(json.dumps(make(number), ensure_ascii=False))


if __name__ == "__main__":
    main()
