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


NOTICE = {"seen_alone": "yes", "notice_read": "y", "language": "TACH", "agreement": "given"}
CHILD = {"is_child": "YES"}
ADULT = {"is_child": "NO"}
PERSON = {"first_name_ar": "فاطمة الزهراء", "surname_ar": "آيت الحاج", "commune": "05.081.01.03"}
CONCERNS = {"primary": "OTHER", "other_text": "لا أعرف بعد", "risk": "medium", "risk_why": "ضرر محتمل"}

# by programme: the shortest complete interview, step by step
SHORTEST: dict[str, dict[str, dict[str, str]]] = {
    "child_protection": {
        "notice": NOTICE | CHILD,
        "person": PERSON,
        "situation": {"companion": "alone", "is_safe_now": "YES"},
        "concerns": CONCERNS,
    },
    "womens_rights": {
        "notice": NOTICE,
        "person": PERSON,
        "situation": {"violence": "NO"},
        "concerns": CONCERNS,
    },
    "disability": {
        "notice": NOTICE | ADULT,
        "person": PERSON,
        "situation": {},
        "concerns": CONCERNS,
    },
}
