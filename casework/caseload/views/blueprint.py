"""The blueprint that the modules of this folder add their views to, and the words of their pages."""

from typing import Any

from flask import Blueprint, abort

from casework.caseload.asked import Part, Sort
from casework.cases.models import Stage
from casework.core.pages import asked_id
from casework.figures.definitions import ASKED, MISSING, OWN_MARKS, SILENCES, Mark
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.tasks.models import due_words

bp = Blueprint("caseload", __name__)


@bp.context_processor
def words() -> dict[str, Any]:
    """The lists that the filters offer, and what each kind of due date is called."""
    lists = {"Part": Part, "Stage": Stage, "RiskLevel": RiskLevel, "Mark": Mark, "Sort": Sort}
    groups = {"MISSING": MISSING, "SILENCES": SILENCES, "ASKED": ASKED, "OWN_MARKS": OWN_MARKS}
    return {"due_words": due_words} | lists | groups


def asked_among(cells: list[Cell]) -> Cell:
    """The cell that the address names, else the first; one that is not theirs is no cell at all."""
    if not cells:
        abort(404)
    return next((cell for cell in cells if cell.id == asked_id("cell")), cells[0])
