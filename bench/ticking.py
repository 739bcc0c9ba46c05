"""`flask tick` over many files: how long it takes, what it weighs, how long it holds the database."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from os import environ
from pathlib import Path
from typing import Any

from bench import database

LATER = 45  # days after which most of what is open is due


@dataclass(frozen=True)
class Ticked:
    kind: str
    n_cases: int
    when: str
    seconds: float
    mebibytes: float
    longest: float  # milliseconds of the longest transaction that writes
    longest_in: str
    n_done: int


def run(kind: str, n_cases: int, folder: Path, say: Callable[[str], None]) -> list[Ticked]:
    with database.fresh(kind, folder) as settings:
        say(f"{kind}, {n_cases:,} files: filling the database, for what time brings")
        database.fill(settings, n_cases)
        found = []
        for when, days in (("today", 0), ("again", 0), (f"{LATER} days later", LATER), ("again", LATER)):
            say(f"{kind}, {n_cases:,} files: what time brings, {when}")
            found.append(Ticked(kind, n_cases, when, **tick(settings, days)))
        return found


def tick(settings: dict[str, str], days: int) -> dict[str, Any]:
    """In a process of its own, as a timer starts it."""
    command, surroundings = [sys.executable, "-m", "bench.ticked", str(days)], environ | settings
    done = subprocess.run(command, cwd=database.ROOT, env=surroundings, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
