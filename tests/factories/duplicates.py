"""Two files of one cell that a supervisor may make one, for the tests."""

from typing import Any

from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.services import state_purpose
from casework.core.ids import new_id
from casework.duplicates.models import Merge
from casework.duplicates.services import merging
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory

WHY = "The same card, and her sister confirms it"


def two_files(**of_the_second: Any) -> tuple[Case, Case]:
    """The older one first."""
    first = CaseFactory(days_ago=5)
    person = PersonFactory(cell=first.cell, first_name_lat="Fatim Zahra")
    return first, CaseFactory(cell=first.cell, person=person, **of_the_second)


def supervisor_who_read(*cases: Case) -> User:
    user: User = UserFactory(supervisor=True, cell=cases[0].cell)
    for case in cases:
        state_purpose(case, user, "To compare")
    commit()
    return user


def merge(kept: Case, merged: Case, by: User, **choices: Any) -> Merge:
    """As the service does it; `choices`: taken, going_on."""
    made = merging.merge(
        kept,
        merged,
        by=by,
        why=WHY,
        form_key=new_id(),
        seen=merging.stamp_of(kept, merged),
        **{"taken": (), "going_on": ()} | choices,
    )
    commit()
    return made
