"""Visits at reception, for the tests, logged as the service logs them."""

from typing import Any

from casework.accounts.models import User
from casework.core.clock import now, today
from casework.core.ids import new_id
from casework.visits.models import CameBefore, Outcome, Visit, VisitKind
from casework.visits.services import log_visit
from tests.factories.accounts import UserFactory
from tests.factories.base import RowFactory
from tests.factories.organisation import CellFactory

# the least that reception says
LEAST: dict[str, Any] = {
    "kind": VisitKind.IN_PERSON,
    "n_persons": 1,
    "others": [],
    "sex": None,
    "age_band": None,
    "reason": None,
    "reason_text": None,
    "source": None,
    "source_text": None,
    "came_before": CameBefore.UNKNOWN,
    "outcome": Outcome.WAITS,
    "partner_id": None,
    "other_cell_id": None,
    "may_tell_reason": False,
    "arranged_on": None,
    "commune": None,
    "first_name": None,
    "number": None,
}


class VisitFactory(RowFactory):
    """`cell` is the one wanted, `sent_to` another one, `taken_by` who took it up."""

    class Meta:
        model = Visit

    cell = None
    clerk = None

    @classmethod
    def make(cls, **values: Any) -> Visit:
        cell, clerk = values.pop("cell") or CellFactory(), values.pop("clerk") or UserFactory(reception=True)
        sent_to, taken_by = values.pop("sent_to", None), values.pop("taken_by", None)
        if sent_to:
            values |= {"outcome": Outcome.OTHER_CELL, "other_cell_id": sent_to.id}
        said = LEAST | {"day": today(), "cell_id": cell.id, "form_key": new_id()} | values
        visit = log_visit(clerk, **said)
        if taken_by:
            take(visit, taken_by)
        return visit


def take(visit: Visit, worker: User) -> None:
    visit.taken_at, visit.taken_by_id = now(), worker.id
