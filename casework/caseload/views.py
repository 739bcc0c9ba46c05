"""The page on which everybody starts, the lists of files, and who works on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import refuse, requires
from casework.access.policy import Action, can, cells_where
from casework.accounts.models import User
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.caseload import services
from casework.caseload.asked import Mark, Part, Sort, asked_id, asked_list
from casework.caseload.forms import AssignForm, CoverForm
from casework.caseload.home import agenda_of, cells_supervised, first_files, gauges_of
from casework.caseload.places import HOME, open_places, starting_place
from casework.caseload.queries import files as file_lists
from casework.caseload.queries.board import board_of, workers_of
from casework.cases.approvals import PAGES
from casework.cases.guards import with_case
from casework.cases.models import Case, Stage
from casework.cases.queries import waiting_approvals
from casework.core.pages import asked_cursor
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.referrals.queries import recent_answers
from casework.tasks.models import TaskKind

bp = Blueprint("caseload", __name__)


@bp.context_processor
def words() -> dict[str, Any]:
    """The lists that the filters offer, and what each kind of due date is called."""
    due_words = {kind.value: kind.label for kind in TaskKind}
    lists = {"Part": Part, "Stage": Stage, "RiskLevel": RiskLevel, "Mark": Mark, "Sort": Sort}
    return {"due_words": due_words} | lists


@bp.get("/")
@requires(Action.ACCOUNT_OWN)
def home() -> ResponseReturnValue:
    user = signed_in_user()
    start = starting_place(user)
    if start != HOME:
        return redirect(url_for(start))
    if cells_where(user, Action.CASELOAD_REVIEW):
        return board_page(user)
    if not can(user, Action.CASE_VIEW):
        return render_template("caseload/start.html", open_places=open_places())
    return render_template(
        "caseload/home.html",
        agenda=agenda_of(user),
        answers=recent_answers(user),
        files=first_files(user),
        gauges=gauges_of(user),
    )


@bp.get("/board")
@requires(Action.CASELOAD_REVIEW)
def board() -> ResponseReturnValue:
    return board_page(signed_in_user())


def board_page(user: User) -> str:
    cells = cells_supervised(user, Action.CASELOAD_REVIEW)
    return render_template(
        "caseload/board.html",
        cells=cells,
        board=board_of(user, asked_among(cells)),
        approvals=waiting_approvals(user),
        agenda=agenda_of(user),
    )


def asked_among(cells: list[Cell]) -> Cell:
    """The cell that the address names, else the first; one that is not theirs is no cell at all."""
    if not cells:
        abort(404)
    return next((cell for cell in cells if cell.id == asked_id("cell")), cells[0])


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
    waiting = waiting_approvals(signed_in_user())
    return render_template("caseload/approvals.html", approvals=waiting, pages=PAGES)


@bp.route("/assign", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def assign() -> ResponseReturnValue:
    user, chosen = signed_in_user(), files_chosen()
    if not chosen:
        flash(_("Choose at least one file."), "error")
        return redirect(url_for("caseload.unassigned"))
    form = AssignForm()
    form.worker.offer(workers_of([chosen[0].cell]))
    if form.validate_on_submit():
        n = services.assign_files(chosen, form.worker.row, by=user, reason=str(form.reason.data))
        flash(ngettext("%(num)d file was assigned.", "%(num)d files were assigned.", n), "success")
        return redirect(url_for("caseload.board", cell=chosen[0].cell_id))
    return render_template("caseload/assign.html", form=form, files=chosen), form.status


def files_chosen() -> list[Case]:
    """Those whose boxes were ticked; one that is missing or hidden refuses them all."""
    typed = request.args.getlist("case")
    try:
        ids = {UUID(text) for text in typed[: file_lists.AT_ONCE + 1]}
    except ValueError:
        abort(404)
    found = file_lists.chosen_files(signed_in_user(), ids)
    for missing in ids - {case.id for case in found}:
        refuse(404, missing, detail=Action.CASE_SUPERVISE)
    return found


@bp.route("/cells/<uuid:cell_id>/workers/<uuid:user_id>/cover", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def cover_worker(cell_id: UUID, user_id: UUID) -> ResponseReturnValue:
    cell, worker, colleagues = colleagues_of(cell_id, user_id)
    files = file_lists.files_led_by(signed_in_user(), worker, cell)
    form = CoverForm()
    form.worker.offer(colleagues)
    if form.validate_on_submit():
        n = services.cover_files(files, by=signed_in_user(), **form.answers | {"worker": form.worker.row})
        flash(ngettext("%(num)d file is covered.", "%(num)d files are covered.", n), "success")
        return redirect(url_for("caseload.board", cell=cell.id))
    return render_template("caseload/cover_worker.html", form=form, worker=worker, n=len(files)), form.status


def colleagues_of(cell_id: UUID, user_id: UUID) -> tuple[Cell, User, list[User]]:
    """The cell, a worker of it, and who may take over; 404 for any that is not the supervisor's."""
    cells = cells_supervised(signed_in_user(), Action.CASE_SUPERVISE)
    cell = next((cell for cell in cells if cell.id == cell_id), None)
    if not cell:
        refuse(404, cell_id, detail=Action.CASE_SUPERVISE)
    workers = workers_of([cell])
    worker = next((worker for worker in workers if worker.id == user_id), None)
    if not worker:
        refuse(404, user_id, detail=Action.CASE_SUPERVISE)
    return cell, worker, [other for other in workers if other.id != user_id]
