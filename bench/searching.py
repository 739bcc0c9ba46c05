"""A cell of many persons: how long a search takes, whom it finds, and what it says of other cells."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import database, server
from bench.tasks import SUPERVISOR
from bench.visitor import Visitor, expect, hidden_fields
from casework.demonstration.world import PASSWORD

PATH = "/search"
REFERENCE = re.compile(r'class="code" dir="ltr" href="/cases/[^"]+">([A-Z0-9-]+)<')
FIRST = 10  # a person found further down is not found
FILES = 100  # of the demonstration, for its accounts and cells


@dataclass
class Searches:
    kind: str
    n_persons: int
    p50: dict[str, float] = field(default_factory=dict)  # milliseconds, by what is searched for
    p95: dict[str, float] = field(default_factory=dict)
    recall: float = 0.0  # of the full names: how many have a bearer among the first ten


def run(kind: str, n_persons: int, folder: Path, say: Callable[[str], None]) -> Searches:
    with database.fresh(kind, folder) as settings:
        say(f"{kind}, {n_persons:,} persons in one cell: filling the database")
        database.fill(settings, FILES)
        answers = folder / "answers.json"
        database.run(settings, "bench.crowd", str(n_persons), str(answers))
        say(f"{kind}, {n_persons:,} persons in one cell: searching")
        found = Searches(kind, n_persons)
        with (
            server.running("wsgi:app", "/sign-in", settings) as service,
            closing(Visitor(service.port)) as visitor,
        ):
            visitor.sign_in(SUPERVISOR, PASSWORD)
            search(visitor, found, json.loads(answers.read_text()))
    return found


def search(visitor: Visitor, found: Searches, queries: dict[str, list[tuple[str, list[str]]]]) -> None:
    token = hidden_fields(visitor.get(PATH).text)["csrf_token"]
    times: dict[str, list[float]] = {name: [] for name in queries}
    hits = 0
    for name, typed, right in in_turn(queries):
        answer = visitor.post(PATH, {"csrf_token": token, "words": typed})
        expect(answer, 200, PATH)
        times[name].append(answer.seconds * 1000)
        hits += bool(set(right) & set(REFERENCE.findall(answer.text)[:FIRST])) and name == "full names"
    found.recall = hits / len(queries["full names"])
    for name, taken in times.items():
        taken.sort()
        found.p50[name], found.p95[name] = median(taken), taken[int(len(taken) * 0.95)]


def in_turn(queries: dict[str, list[tuple[str, list[str]]]]) -> list[tuple[str, str, list[str]]]:
    """One of each kind after the other, so that all meet the same machine; the first ones warm it."""
    longest = max(map(len, queries.values()))
    return [
        (name, *asked[turn])
        for turn in range(longest)
        for name, asked in queries.items()
        if turn < len(asked)
    ]
