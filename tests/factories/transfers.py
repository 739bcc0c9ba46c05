"""A file proposed to another cell, for the tests, made as the services make it."""

from typing import Any

from casework.accounts.models import User
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import waiting_of
from casework.cases.services import state_purpose
from casework.consents.models import ConsentManner
from casework.core.ids import new_id
from casework.organisation.models import Cell
from casework.transfers.models import Transfer
from casework.transfers.services import asking
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import lead_of

WHY = "She moved to the other valley"


def supervisor_of(cell: Cell, *files: Case, **values: Any) -> User:
    """Who said today why he opens these files."""
    user: User = UserFactory(supervisor=True, cell=cell, **values)
    for case in files:
        state_purpose(case, user, "To decide")
    commit()
    return user


def asked(case: Case, to_cell: Cell, **said: Any) -> Transfer:
    values: dict[str, Any] = {"manner": ConsentManner.SPOKEN, "why": WHY, "form_key": new_id()} | said
    transfer = asking.ask(case, by=values.pop("by", lead_of(case)), to_cell_id=to_cell.id, **values)
    commit()
    return transfer


def proposed(case: Case, to_cell: Cell, **said: Any) -> Transfer:
    """Approved by a supervisor of the cell that has the file."""
    transfer = asked(case, to_cell, **said)
    asking.approve(case, waiting_of(case, ApprovalKind.TRANSFER)[0], by=supervisor_of(case.cell))
    commit()
    return transfer
