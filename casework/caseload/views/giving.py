"""Giving files to somebody, for good or while a colleague is away."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.models import User
from casework.accounts.queries import signed_in_user
from casework.caseload import services
from casework.caseload.forms import AssignForm, CoverForm
from casework.caseload.home import cells_supervised
from casework.caseload.queries import files as file_lists
from casework.caseload.queries.board import workers_of
from casework.caseload.views.blueprint import bp
from casework.cases.models import Case
from casework.organisation.models import Cell


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
