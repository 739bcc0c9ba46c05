"""A directory of many services: finding those that fit, near first; its export; the letter to one of them."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode

from bench import database, server
from bench.offers import CODES, PLACES
from bench.tasks import SUPERVISOR, WORKER
from bench.visitor import Visitor, expect, hidden_fields, links_in
from casework.demonstration.world import PASSWORD

PATH = "/partners/"
EXPORT = f"{PATH}exchange/directory.json"
REFERRAL = re.compile(r"^/cases/[0-9a-f-]{36}/referrals/[0-9a-f-]{36}$")
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
    letter: float = 0.0  # milliseconds, half of them took less
    n_exported: int = 0
    seconds_to_export: float = 0.0
    mebibytes: float | None = None  # a worker that has just exported


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
            closing(Visitor(service.port)) as keeper,
        ):
            keeper.sign_in(SUPERVISOR, PASSWORD)
            export(keeper, found)
            found.mebibytes = service.mebibytes_a_worker()
            visitor.sign_in(WORKER, PASSWORD)
            find(visitor, found)
            print_letters(visitor, found)
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


def print_letters(visitor: Visitor, found: Findings) -> None:
    listed = links_in(visitor.get("/referrals?show=waiting").text)
    path = next(link for link in listed if REFERRAL.match(link)) + "/letter"
    asked = hidden_fields(visitor.get(path).text) | {"language": "ar", "reader": "partner"}
    times = []
    for _round in range(WARMING + ROUNDS):
        answer = visitor.post(path, asked)
        expect(answer, 200, path)
        times.append(answer.seconds * 1000)
    found.letter = median(times[WARMING:])


def export(visitor: Visitor, found: Findings) -> None:
    answer = visitor.get(EXPORT)
    expect(answer, 200, EXPORT)
    found.seconds_to_export = answer.seconds
    found.n_exported = sum(len(organization["services"]) for organization in json.loads(answer.body))


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
