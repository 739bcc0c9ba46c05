"""One measurement: a database of one kind and size, the service on it, then bare pages on the same server."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from bench import database, server
from bench.measuring import AT_ONCE, Pace, Timing, measure
from bench.tasks import SUPERVISOR, WORKER, Day, opened
from bench.visitor import Answer, Visitor
from casework.demonstration.world import PASSWORD

# one answer each: these have a bare page beside them
PAGES = ("home", "list", "filtered list", "file", "board", "cell's files")


@dataclass
class Result:
    kind: str
    n_cases: int
    seconds_to_fill: float
    seconds_to_start: float = 0.0
    mebibytes: float | None = None
    timings: dict[str, Timing] = field(default_factory=dict)
    bare: dict[str, Timing] = field(default_factory=dict)


def run(kind: str, n_cases: int, folder: Path, pace: Pace, say: Callable[[str], None]) -> Result:
    with database.fresh(kind, folder) as settings:
        say(f"{kind}, {n_cases:,} files: filling the database")
        result = Result(kind, n_cases, database.fill(settings, n_cases))
        say(f"{kind}, {n_cases:,} files: measuring")
        time_service(result, settings, pace)
        time_bare_pages(result, settings, pace)
    return result


def time_service(result: Result, settings: dict[str, str], pace: Pace) -> None:
    with server.running("wsgi:app", "/sign-in", settings) as service, ExitStack() as stack:
        result.seconds_to_start = service.seconds_to_start
        workers, supervisors = signed_in(WORKER, service, stack), signed_in(SUPERVISOR, service, stack)
        day = Day(workers[0])
        for name, task in day.tasks.items():
            result.timings[name] = measure(task, workers, pace)
        for name, task in day.supervisors_tasks.items():
            result.timings[name] = measure(task, supervisors, pace)
        result.mebibytes = service.mebibytes_a_worker()


def signed_in(username: str, service: server.Server, stack: ExitStack) -> list[Visitor]:
    visitors = [stack.enter_context(closing(Visitor(service.port))) for _number in range(AT_ONCE)]
    for visitor in visitors:
        visitor.sign_in(username, PASSWORD)
    return visitors


def bare_pages(settings: dict[str, str]) -> AbstractContextManager[server.Server]:
    known = {
        "BENCH_DATABASE_URL": database.sqlalchemy_url(settings),
        "BENCH_REFERENCE": "AZ-25",  # somewhere in the middle of the index
    }
    return server.running("bench.bare:app", "/bare/100", settings | known)


def time_bare_pages(result: Result, settings: dict[str, str], pace: Pace) -> None:
    with bare_pages(settings) as service, ExitStack() as stack:
        visitors = [stack.enter_context(closing(Visitor(service.port))) for _number in range(AT_ONCE)]
        for name in PAGES:
            path = f"/bare/{result.timings[name].n_bytes}"
            result.bare[name] = measure(asking_for(path), visitors, pace)


def asking_for(path: str) -> Callable[[Visitor], list[Answer]]:
    return lambda visitor: opened(visitor, path)
