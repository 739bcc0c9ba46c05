"""What `make bench` runs; `make bench ARGS=--quick` takes about three minutes, the whole half an hour."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from bench import board, directory, searching, ticking
from bench.database import KINDS
from bench.measuring import Pace
from bench.report import tell, tell_boards, tell_directory, tell_searches, tell_ticks
from bench.running import run

Run = TypeVar("Run")
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
    runs = [(kind, n_cases) for kind in kinds for n_cases in sizes(asked)]
    return tell([run(kind, n_cases, folder, pace, say) for (kind, n_cases), folder in in_folders(runs)])


def searches(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_persons = min(asked.persons, 5_000) if asked.quick else asked.persons
    return tell_searches([searching.run(kind, n_persons, folder, say) for kind, folder in in_folders(kinds)])


def services(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_services = asked.services
    return tell_directory(
        [directory.run(kind, n_services, folder, say) for kind, folder in in_folders(kinds)]
    )


def boards(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_files = min(asked.open_files, 1_000) if asked.quick else asked.open_files
    return tell_boards([board.run(kind, n_files, folder, say) for kind, folder in in_folders(kinds)])


def ticks(asked: argparse.Namespace, kinds: Iterable[str]) -> Iterable[str]:
    n_cases = sizes(asked)[-1]
    runs = (ticking.run(kind, n_cases, folder, say) for kind, folder in in_folders(kinds))
    return tell_ticks([ticked for found in runs for ticked in found])


def sizes(asked: argparse.Namespace) -> list[int]:
    found = sorted(set(asked.cases))
    return found[:1] if asked.quick else found


def in_folders(runs: Iterable[Run]) -> Iterator[tuple[Run, Path]]:
    """Each with a folder of its own, gone when the next begins."""
    for one in runs:
        with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
            yield one, Path(folder)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
