"""What is still open on a file: each feature says how many of its own, and in which words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from casework.cases.models import Case


@dataclass(frozen=True)
class OpenMatter:
    count: Callable[[Case], int]
    words: Callable[[int], str]
    is_change: bool = True  # one more than before is a reason to think again


OPEN_MATTERS: dict[str, OpenMatter] = {}


def open_matters(case: Case) -> dict[str, int]:
    """How many of each kind, without those of which there is none."""
    counted = {key: matter.count(case) for key, matter in OPEN_MATTERS.items()}
    return {key: n for key, n in counted.items() if n}


def in_words(counts: Mapping[str, int]) -> list[str]:
    return [OPEN_MATTERS[key].words(n) for key, n in counts.items() if key in OPEN_MATTERS]


def has_more_than(case: Case, counts: Mapping[str, int]) -> bool:
    """Something came since these were counted; steps that time brings do not count."""
    now_open = open_matters(case)
    return any(n > counts.get(key, 0) for key, n in now_open.items() if OPEN_MATTERS[key].is_change)
