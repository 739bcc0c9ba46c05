"""What `make bench` runs; `make bench ARGS=--quick` takes about three minutes, the whole half an hour."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import board, directory, searching, ticking
from bench.database import KINDS
from bench.measuring import Pace
from bench.report import tell, tell_boards, tell_directory, tell_searches, tell_ticks
from bench.running import run

PARTS = ("pages", "search", "directory", "board", "tick")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000], help="how many files")
    parser.add_argument("--database", choices=KINDS, help="one kind only")
    parser.add_argument("--persons", type=int, default=100_000, help="how many the searched cell holds")
    parser.add_argument("--services", type=int, default=10_000, help="how many the directory offers")
    parser.add_argument("--open-files", type=int, default=10_000, help="how many one cell has open")
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="these parts, nothing else")
    parser.add_argument("--quick", action="store_true", help="1,000 files, fewer rounds, 5,000 persons")
    return parser.parse_args()


def main() -> None:
    asked = options()
    kinds = [asked.database] if asked.database else KINDS
    measures = {"pages": pages, "search": searches, "directory": services, "board": boards, "tick": ticks}
    lines = [line for part in asked.only for line in measures[part](asked, kinds)]
    for line in lines:
        print(line)


def pages(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    pace = Pace(rounds=20, seconds=1) if asked.quick else Pace(rounds=100, seconds=5)
    results = []
    for kind in kinds:
        for n_cases in sizes(asked):
            with new_folder() as folder:
                results.append(run(kind, n_cases, folder, pace, say))
    return tell(results)


def searches(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_persons = min(asked.persons, 5_000) if asked.quick else asked.persons
    results = []
    for kind in kinds:
        with new_folder() as folder:
            results.append(searching.run(kind, n_persons, folder, say))
    return tell_searches(results)


def services(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    results = []
    for kind in kinds:
        with new_folder() as folder:
            results.append(directory.run(kind, asked.services, folder, say))
    return tell_directory(results)


def boards(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_files = min(asked.open_files, 1_000) if asked.quick else asked.open_files
    results = []
    for kind in kinds:
        with new_folder() as folder:
            results.append(board.run(kind, n_files, folder, say))
    return tell_boards(results)


def ticks(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    results = []
    for kind in kinds:
        with new_folder() as folder:
            results += ticking.run(kind, sizes(asked)[-1], folder, say)
    return tell_ticks(results)


def sizes(asked: argparse.Namespace) -> list[int]:
    found = sorted(set(asked.cases))
    return found[:1] if asked.quick else found


@contextmanager
def new_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
        yield Path(folder)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
