"""A directory of many services: how long it takes to find those that fit, near first."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from bench import database, server
from bench.offers import CODES, PLACES
from bench.tasks import WORKER
from bench.visitor import Visitor, expect
from casework.demonstration.world import PASSWORD

PATH = "/partners/"
FILES = 20  # of the demonstration, for its accounts
ROUNDS = 150
WARMING = 10
SEED = 5


@dataclass
class Findings:
    kind: str
    n_services: int
    p50: dict[str, float] = field(default_factory=dict)  # milliseconds, by what is asked for
    p95: dict[str, float] = field(default_factory=dict)


def run(kind: str, n_services: int, folder: Path, say: Callable[[str], None]) -> Findings:
    with database.fresh(kind, folder) as settings:
        say(f"{kind}, {n_services:,} services in the directory: filling the database")
        database.fill(settings, FILES)
        database.run(settings, "bench.offers", str(n_services))
        say(f"{kind}, {n_services:,} services in the directory: finding")
        found = Findings(kind, n_services)
        with (
            server.running("wsgi:app", "/sign-in", settings) as service,
            closing(Visitor(service.port)) as visitor,
        ):
            visitor.sign_in(WORKER, PASSWORD)
            find(visitor, found)
    return found


def find(visitor: Visitor, found: Findings) -> None:
    """One question of each kind after the other, so that all meet the same machine."""
    times: dict[str, list[float]] = {}
    for turn, (name, asked) in enumerate(questions()):
        answer = visitor.get(f"{PATH}?{urlencode(asked)}")
        expect(answer, 200, PATH)
        if turn >= WARMING:
            times.setdefault(name, []).append(answer.seconds * 1000)
    for name, taken in times.items():
        taken.sort()
        found.p50[name], found.p95[name] = median(taken), taken[int(len(taken) * 0.95)]


def questions() -> Iterator[tuple[str, dict[str, str]]]:
    chance = Random(SEED)  # noqa: S311 it only chooses what is asked
    for _round in range(ROUNDS):
        need, near = {"service": chance.choice(CODES)}, {"commune": chance.choice(PLACES)}
        person = {"programme": "womens_rights", "age": str(chance.randint(5, 70)), "sex": "F"}
        yield "organisations by name", {}
        yield "need", need
        yield "need, near", need | near
        yield "need, near, a person", need | near | person | {"with_free_place": "y"}
        yield "near, any need", near
        yield "a person, any need", person
