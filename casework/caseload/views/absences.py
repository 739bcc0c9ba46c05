"""Who is away and until when: recorded by the supervisor, who then has the files covered."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.accounts.models import Absence, User
from casework.accounts.queries import absences_in, find_absence, signed_in_user, staff_in
from casework.accounts.services.absences import record_absence as keep_absence
from casework.audit import trail
from casework.caseload import services
from casework.caseload.forms import AbsenceForm, BackForm, ChangeAbsenceForm
from casework.caseload.home import cells_supervised
from casework.caseload.queries.giving import cover_ends, n_carried
from casework.caseload.views.blueprint import asked_among, bp
from casework.caseload.views.giving import cell_supervised
from casework.core.clock import today
from casework.organisation.models import Cell


@bp.get("/absences")
@requires(Action.CASE_SUPERVISE)
def list_absences() -> ResponseReturnValue:
    cells = cells_supervised(signed_in_user(), Action.CASE_SUPERVISE)
    cell = asked_among(cells)
    trail.record(trail.Event.LIST_VIEWED, cell_id=cell.id, detail="absences")
    absences = absences_in([cell.id], since=today())
    return render_template(
        "caseload/list_absences.html",
        absences=[(absence, BackForm(formdata=None, obj=absence)) for absence in absences],
        covers=cover_ends(signed_in_user(), absences) if absences else {},
        staff=staff_in([cell.id]),
        cell=cell,
        cells=cells,
    )


@bp.route("/cells/<uuid:cell_id>/staff/<uuid:user_id>/absence", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def record_absence(cell_id: UUID, user_id: UUID) -> ResponseReturnValue:
    cell = cell_supervised(cell_id)
    person = next((one for one in staff_in([cell.id]) if one.id == user_id), None)
    if not person:
        refuse(404, user_id, detail=Action.CASE_SUPERVISE)
    form = AbsenceForm()
    if form.validate_on_submit():
        keep_absence(person, cell, by=signed_in_user(), **form.values)
        flash(_("The absence was recorded."), "success")
        return redirect(what_next(person, cell))
    return render_template("caseload/record_absence.html", form=form, person=person, cell=cell), form.status


def what_next(person: User, cell: Cell) -> str:
    """The files of whoever leads any are to be covered."""
    if n_carried(signed_in_user(), person, cell):
        return url_for("caseload.cover_worker", cell_id=cell.id, user_id=person.id)
    return url_for("caseload.list_absences", cell=cell.id)


@bp.route("/absences/<uuid:absence_id>", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def change_absence(absence_id: UUID) -> ResponseReturnValue:
    absence, cell = absence_supervised(absence_id)
    form = ChangeAbsenceForm(obj=absence)
    if form.validate_on_submit():
        check_version(absence, form.values["version"])
        n = services.change_absence(absence, cell, by=signed_in_user(), **form.answers)
        say(_("The absence was changed."), n)
        return redirect(url_for("caseload.list_absences", cell=cell.id))
    return render_template("caseload/change_absence.html", form=form, absence=absence, cell=cell), form.status


@bp.post("/absences/<uuid:absence_id>/end")
@requires(Action.CASE_SUPERVISE)
def end_absence(absence_id: UUID) -> ResponseReturnValue:
    absence, cell = absence_supervised(absence_id)
    form = BackForm()
    if not form.validate_on_submit():
        return redirect(url_for("caseload.list_absences", cell=cell.id))
    check_version(absence, form.values["version"])
    say(_("The absence has ended."), services.end_absence(absence, cell, by=signed_in_user()))
    return redirect(url_for("caseload.list_absences", cell=cell.id))


def absence_supervised(absence_id: UUID) -> tuple[Absence, Cell]:
    """With the cell where the person works and the supervisor decides; 404 for any other."""
    cells = {cell.id: cell for cell in cells_supervised(signed_in_user(), Action.CASE_SUPERVISE)}
    absence = find_absence(absence_id, cells) or refuse(404, absence_id, detail=Action.CASE_SUPERVISE)
    return absence, next(cells[cell.id] for cell in absence.user.cells if cell.id in cells)


def say(what: str, n_covers: int) -> None:
    """And what became of the covers that were arranged for it."""
    flash(what, "success")
    if n_covers:
        ended = ngettext("%(num)d cover ends with it.", "%(num)d covers end with it.", n_covers)
        flash(ended, "success")
