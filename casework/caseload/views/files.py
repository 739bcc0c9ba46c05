"""The lists of files: all that one may open, those that nobody leads, and what waits to be approved."""

from datetime import datetime
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action, cells_where
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.caseload import services
from casework.caseload.asked import asked_list, one_of
from casework.caseload.home import cells_supervised
from casework.caseload.queries import files as file_lists
from casework.caseload.queries.board import workers_of
from casework.caseload.views.blueprint import asked_among, bp
from casework.cases.approvals import PAGES
from casework.cases.guards import with_case
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import approvals_page
from casework.core.pages import asked_cursor, asked_id
from casework.grants.services.exceptional import asked_of


@bp.get("/files")
@requires(Action.CASE_VIEW)
def files() -> ResponseReturnValue:
    trail.record(trail.Event.LIST_VIEWED, detail="files")
    return files_list()


def files_list(shown: Case | None = None) -> str:
    """The list that the address asks for; `shown` is the one file whose name may be read."""
    user, asked = signed_in_user(), asked_list()
    led = cells_where(user, Action.CASELOAD_REVIEW)  # a deputy works through the file itself
    cells = [cell for cell in user.cells if cell.id in led]
    return render_template(
        "caseload/files.html",
        asked=asked,
        files=file_lists.files_page(user, asked),
        workers=workers_of(cells) if cells else [],
        shown=shown,
    )


@bp.post("/cases/<uuid:case_id>/name")
@with_case(Action.CASE_REVEAL, opens=False)
def show_name(case: Case) -> ResponseReturnValue:
    services.show_name(case)
    return files_list(shown=case)


@bp.get("/unassigned")
@requires(Action.CASE_SUPERVISE)
def unassigned() -> ResponseReturnValue:
    user = signed_in_user()
    cells = cells_supervised(user, Action.CASE_SUPERVISE)
    cell = asked_among(cells)
    trail.record(trail.Event.LIST_VIEWED, cell_id=cell.id, detail="unassigned")
    page = file_lists.unassigned_page(user, cell, asked_cursor(datetime, UUID))
    return render_template("caseload/unassigned.html", files=page, cell=cell, cells=cells)


@bp.get("/approvals")
@requires(Action.CASE_VIEW)
def approvals() -> ResponseReturnValue:
    trail.record(trail.Event.LIST_VIEWED, detail="approvals")
    kind, cell_id = one_of(ApprovalKind, "kind"), asked_id("cell")
    cursor = asked_cursor(datetime, datetime, UUID)
    user, is_narrowed = signed_in_user(), bool(kind or cell_id)
    return render_template(
        "caseload/approvals.html",
        page=approvals_page(user, kind=kind, cell_id=cell_id, cursor=cursor),
        pages=PAGES,
        is_narrowed=is_narrowed,
        accesses=[] if kind or cursor else asked_of(user),
    )
