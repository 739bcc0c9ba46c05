"""What all views of this feature share: their blueprint, and the cell in which a file is opened."""

from uuid import UUID

from flask import Blueprint, request

from casework.access.guards import refuse
from casework.access.policy import Action, cells_where
from casework.accounts.queries import signed_in_user
from casework.organisation.models import Cell
from casework.organisation.queries import find_cell
from casework.visits.models import Visit
from casework.visits.queries import visit_taken_by

bp = Blueprint("intake", __name__)


def own_cell(cell_id: UUID) -> Cell:
    """A cell in which the user may open files; any other is missing."""
    user = signed_in_user()
    cell = find_cell(cell_id, user.directorate_id) if cell_id in cells_where(user, Action.CASE_OPEN) else None
    return cell or refuse(404, cell_id, detail=Action.CASE_OPEN)


def asked_visit(cell: Cell) -> Visit | None:
    """The visit that this begins from: one that the user took up, in this cell."""
    asked = request.args.get("visit")
    if not asked:
        return None
    try:
        visit = visit_taken_by(UUID(asked), signed_in_user())
    except ValueError:
        visit = None
    is_here = visit and visit.receiving_cell_id == cell.id
    return visit if is_here else refuse(404, None, detail=Action.CASE_OPEN)
