"""Interviews and their drafts, for the tests."""

from typing import Any

from casework.core.fields import PartialDate
from casework.core.ids import new_id
from casework.intake.services.opening import NewCase
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel

IDENTITY = {
    "first_name_ar": "فاطمة الزهراء",
    "surname_ar": "آيت الحاج",
    "birth": PartialDate(1990),
    "commune": "05.081.01.03",
}


def new_case(cell: Cell, **more: Any) -> NewCase:
    """What the shortest interview says."""
    said: dict[str, Any] = {
        "cell": cell,
        "form_key": new_id(),
        "risk": RiskLevel.MEDIUM,
        "risk_why": "Harm is possible.",
        "identity": IDENTITY,
    }
    return NewCase(**said | more)
