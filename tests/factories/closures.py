"""Asking to close a file, its programme's checklist gone through."""

from typing import Any

from casework.cases.models import Case
from casework.closure.models import Closure
from casework.closure.services import ask_closure
from casework.programmes.base import Programme
from tests.factories.cases import lead_of


def checks_of(programme: Programme) -> dict[str, dict[str, Any]]:
    return {point.code: {"answer": "yes", "why": None} for point in programme.closure_checks.offered}


def ticked(programme: Programme) -> dict[str, str]:
    """The same, as it is sent by the form."""
    answers = {f"check_{point.code}": "yes" for point in programme.closure_checks.offered}
    return answers | {"has_seen_open": "y"}


def ask_to_close(case: Case, **said: Any) -> Closure:
    """As its lead worker asks it."""
    answers = {"reason": "GOALS", "summary": "Done", "person_was_told": True, "told": "By phone"}
    asked: dict[str, Any] = {"by": lead_of(case), "checks": checks_of(case.programme), "has_seen_open": True}
    return ask_closure(case, **asked | answers | said)
