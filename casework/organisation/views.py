"""The directorate and its cells, as the administrator keeps them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.organisation import services
from casework.organisation.forms import CellForm, DirectorateForm, NewCellForm
from casework.organisation.queries import cell_with_staff, cells_with_deputies, find_directorate
from casework.organisation.territory import COMMUNES

bp = Blueprint("organisation", __name__, url_prefix="/cells")


def programmes() -> dict[str, Any]:
    """Registered by the application: programmes stand on a higher floor."""
    found: dict[str, Any] = current_app.extensions["programmes"]
    return found


@bp.get("")
@requires(Action.ACCOUNT_MANAGE)
def list_cells() -> ResponseReturnValue:
    directorate = find_directorate(current_user.directorate_id)
    cells = cells_with_deputies(directorate.id)
    return render_template(
        "organisation/list_cells.html",
        directorate=directorate,
        cells=cells,
        programmes=programmes(),
        communes=COMMUNES,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def create_cell() -> ResponseReturnValue:
    form = NewCellForm()
    form.programme_key.choices = [SelectChoice(key, kind.label) for key, kind in programmes().items()]
    if form.validate_on_submit():
        directorate = find_directorate(current_user.directorate_id)
        services.create_cell_once(directorate, id=form.key, **form.answers)
        flash(_("The cell is made. Give somebody the role of its supervisor."), "success")
        return redirect(url_for("organisation.list_cells"))
    return render_template("organisation/create_cell.html", form=form), form.status


@bp.route("/<uuid:cell_id>", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def edit_cell(cell_id: UUID) -> ResponseReturnValue:
    cell = cell_with_staff(cell_id, current_user.directorate_id) or refuse(404, cell_id)
    form = CellForm(obj=cell)
    form.deputy_id.offer(cell.staff)
    if form.validate_on_submit():
        check_version(cell, form.version.data, form.against(cell))
        services.change(cell, "cell.changed", **form.answers)
        flash(_("The cell is saved."), "success")
        return redirect(url_for("organisation.list_cells"))
    kind = programmes()[cell.programme_key]
    return render_template("organisation/edit_cell.html", form=form, cell=cell, kind=kind), form.status


@bp.route("/directorate", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def edit_directorate() -> ResponseReturnValue:
    directorate = find_directorate(current_user.directorate_id)
    form = DirectorateForm(obj=directorate)
    if form.validate_on_submit():
        check_version(directorate, form.version.data, form.against(directorate))
        services.change_directorate(directorate, **form.answers)
        flash(_("The directorate is saved."), "success")
        return redirect(url_for("organisation.list_cells"))
    return render_template("organisation/edit_directorate.html", form=form), form.status
