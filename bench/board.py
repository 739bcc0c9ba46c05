"""A cell of many workers and open files: how long its board takes, and the list behind one number."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import database, server
from bench.running import bare_pages
from bench.tasks import SUPERVISOR
from bench.visitor import Visitor, expect
from casework.demonstration.world import PASSWORD

WORKERS = 40
FILES = 20  # of the demonstration, for its accounts
ROUNDS, WARMING = 200, 5
PAGES = {
    "the board": "/board",
    "the files that miss something": "/files?reach=reviewed&mark=incomplete",
    "the files without contact": "/files?reach=reviewed&mark=silent_90&sort=contact",
    "what waits for approval": "/approvals",
}


@dataclass
class Boards:
    kind: str
    n_files: int
    p50: dict[str, float] = field(default_factory=dict)  # milliseconds, by page
    p95: dict[str, float] = field(default_factory=dict)
    n_bytes: int = 0  # of the board
    bare: float = 0.0  # milliseconds of half of the answers of a bare page of as many bytes
    mebibytes: float | None = None  # a worker that counted


def run(kind: str, n_files: int, folder: Path, say: Callable[[str], None]) -> Boards:
    with database.fresh(kind, folder) as settings:
        say(f"{kind}, {n_files:,} open files of {WORKERS} workers: filling the database")
        database.fill(settings, FILES)
        database.run(settings, "bench.crew", str(WORKERS), str(n_files))
        say(f"{kind}, {n_files:,} open files of {WORKERS} workers: opening the board")
        found = Boards(kind, n_files)
        with (
            server.running("wsgi:app", "/sign-in", settings) as service,
            closing(Visitor(service.port)) as visitor,
        ):
            visitor.sign_in(SUPERVISOR, PASSWORD)
            for name, path in PAGES.items():
                found.p50[name], found.p95[name] = ask(visitor, path)
            found.mebibytes = service.mebibytes_a_worker()
            found.n_bytes = len(visitor.get(PAGES["the board"]).body)
        with bare_pages(settings) as service, closing(Visitor(service.port)) as visitor:
            found.bare, _p95 = ask(visitor, f"/bare/{found.n_bytes}")
    return found


def ask(visitor: Visitor, path: str) -> tuple[float, float]:
    """Milliseconds that half of the answers, and nineteen of twenty, took at most."""
    answers = [visitor.get(path) for _round in range(WARMING + ROUNDS)][WARMING:]
    for answer in answers:
        expect(answer, 200, path)
    times = sorted(answer.seconds * 1000 for answer in answers)
    return median(times), times[int(len(times) * 0.95)]
