"""What features of the same floor say beside a file in a review session: each adds its own line."""

from collections.abc import Callable
from typing import Any

from casework.cases.models import Case

# gives the words and the address of a page, or nothing; said once by a feature of a higher floor
Line = tuple[Any, str]
beside: list[Callable[[Case], Line | None]] = []


def shown_beside(case: Case) -> list[Line]:
    return [line for say in beside if (line := say(case))]
