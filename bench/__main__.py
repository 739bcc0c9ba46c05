"""What `make bench` runs; `make bench ARGS=--quick` takes about three minutes, the whole half an hour."""

import argparse
import sys
import tempfile
from pathlib import Path

from bench import directory, searching
from bench.database import KINDS
from bench.measuring import Pace
from bench.report import tell, tell_directory, tell_searches
from bench.running import run


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 100_000], help="how many files")
    parser.add_argument("--database", choices=KINDS, help="one kind only")
    parser.add_argument("--persons", type=int, default=100_000, help="how many the searched cell holds")
    parser.add_argument("--only-search", action="store_true", help="leave the other pages out")
    parser.add_argument("--services", type=int, default=10_000, help="how many the directory offers")
    parser.add_argument("--only-directory", action="store_true", help="the directory, nothing else")
    parser.add_argument("--quick", action="store_true", help="1,000 files, fewer rounds, 5,000 persons")
    return parser.parse_args()


def main() -> None:
    asked = options()
    sizes, pace = sorted(set(asked.cases)), Pace(rounds=100, seconds=5)
    n_persons = asked.persons
    if asked.quick:
        sizes, pace, n_persons = sizes[:1], Pace(rounds=20, seconds=1), min(n_persons, 5_000)
    results, searches, findings = [], [], []
    for kind in [asked.database] if asked.database else KINDS:
        for n_cases in [] if asked.only_search or asked.only_directory else sizes:
            with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
                results.append(run(kind, n_cases, Path(folder), pace, say))
        if not asked.only_directory:
            with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
                searches.append(searching.run(kind, n_persons, Path(folder), say))
        if not asked.only_search:
            with tempfile.TemporaryDirectory(prefix="casework-bench-") as folder:
                findings.append(directory.run(kind, asked.services, Path(folder), say))
    for line in [*tell(results), *tell_searches(searches), *tell_directory(findings)]:
        print(line)


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
