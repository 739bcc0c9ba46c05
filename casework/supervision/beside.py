"""What features that may not be imported here say beside a file in a review session: a line each."""

from collections.abc import Callable
from typing import Any

from casework.cases.models import Case

Line = tuple[Any, str]  # words, and the address of a page
beside: list[Callable[[Case], Line | None]] = []


def shown_beside(case: Case) -> list[Line]:
    return [line for say in beside if (line := say(case))]
