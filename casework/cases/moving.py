"""What concerns a file as a whole, said by features of higher floors that may not know one another."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from casework.cases.models import Case
from casework.core.errors import RuleBroken

# a sentence on why the file must stay as it is today; None when nothing is under way
HOLDING: list[Callable[[Case], Any]] = []
# a sentence on why what was joined to the file by that moment can no longer be parted from it
TYING: list[Callable[[Case, datetime], Any]] = []
# what else follows when the file is another cell's; called once it is
when_moved: list[Callable[[Case], None]] = []


def held_by(case: Case) -> Any:
    """The first reason for which the file can be neither closed nor made one with another."""
    return next(filter(None, (reason(case) for reason in HOLDING)), None)


def tied_since(case: Case, moment: datetime) -> Any:
    return next(filter(None, (reason(case, moment) for reason in TYING)), None)


def check_is_free(case: Case) -> None:
    """Raises RuleBroken with the reason."""
    if reason := held_by(case):
        raise RuleBroken(reason)
