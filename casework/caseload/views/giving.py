"""Giving files to somebody, for good or while a colleague is away: choose, look at what changes, confirm."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action, cells_where
from casework.accounts.models import Absence, User
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.caseload import services
from casework.caseload.asked import WHOLE_LIST, asked_list
from casework.caseload.forms import AssignForm, CoverForm, GivingForm
from casework.caseload.giving import Preview, check_together, preview_of
from casework.caseload.home import cells_supervised
from casework.caseload.queries import giving
from casework.caseload.queries.board import workers_of
from casework.caseload.queries.files import files_page
from casework.caseload.views.blueprint import bp
from casework.cases.models import Case
from casework.core.clock import now, start_of, today
from casework.organisation.models import Cell


@bp.route("/assign", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def assign() -> ResponseReturnValue:
    files = files_chosen()
    if not files:
        return nothing_chosen()
    form = AssignForm()
    form.worker.offer(giving.takers_in(files[0].cell))
    return giving_page(form, files)


@bp.route("/cover", methods=["GET", "POST"])
@requires(Action.CASE_SUPERVISE)
def cover() -> ResponseReturnValue:
    files = files_chosen()
    if not files:
        return nothing_chosen()
    leads = {case.lead for case in files if case.lead}
    form = cover_form(next_absence(leads))
    form.worker.offer([one for one in giving.takers_in(files[0].cell) if leads != {one}])
    return giving_page(form, files)


def nothing_chosen() -> ResponseReturnValue:
    flash(_("Choose at least one file."), "error")
    return redirect(url_for("caseload.unassigned"))


def giving_page(form: GivingForm, files: list[Case]) -> ResponseReturnValue:
    """The form; then what would change; and once that is confirmed, the report."""
    if not form.validate_on_submit():
        return render_template("caseload/give.html", form=form, files=files), form.status
    gift = form.gift(by=signed_in_user())
    if "confirmed" not in request.form:
        return preview_page(form, preview_of(files, gift))
    try:
        seen = {case.id: form.versions.get(case.id, 0) for case in files}
        handover = services.give(gift, seen, form_key=form.key)
    except services.ChangedMeanwhile as changed:
        return preview_page(form, changed.preview, str(changed)), 409
    return redirect(url_for("caseload.handed_over", handover_id=handover.id))


def preview_page(form: GivingForm, preview: Preview, complaint: str = "") -> str:
    return render_template("caseload/give_preview.html", form=form, preview=preview, complaint=complaint)


def files_chosen() -> list[Case]:
    """What is to be given, all of one cell: a whole list, or those whose boxes were ticked."""
    is_whole = WHOLE_LIST in request.args and request.method == "GET"
    found = whole_list(signed_in_user()) if is_whole else files_ticked()
    if found:
        check_together(found)
        trail.record(trail.Event.LIST_VIEWED, cell_id=found[0].cell_id, detail="giving")
    return found


def files_ticked() -> list[Case]:
    """One that is missing or hidden refuses them all."""
    typed = request.form.getlist("case") or request.args.getlist("case")
    try:
        ids = {UUID(text) for text in list(dict.fromkeys(typed))[: giving.AT_ONCE + 1]}
    except ValueError:
        abort(404)
    found = giving.chosen_files(signed_in_user(), ids) if ids else []
    for missing in ids - {case.id for case in found}:
        refuse(404, missing, detail=Action.CASE_SUPERVISE)
    return found


def whole_list(user: User) -> list[Case]:
    """What a list shows, as many as one act takes and as far as he gives them."""
    listed = files_page(user, asked_list(), size=giving.AT_ONCE)
    found = giving.chosen_files(user, {case.id for case in listed})
    if listed.next_cursor:
        flash(
            _("The list is longer: its first 100 files are chosen. Come back to it for the others."), "info"
        )
    return found


def cover_form(absence: Absence | None) -> CoverForm:
    """Its days are those of the leave, if one is known."""
    if absence is None:
        return CoverForm()
    return CoverForm(from_on=max(absence.from_on, today()), until_on=absence.until_on)


def next_absence(workers: set[User]) -> Absence | None:
    """Of the one worker whose files they are: the leave that he is on, or the next."""
    if len(workers) != 1:
        return None
    return workers.pop().absence_between(today(), date.max)


@bp.get("/cells/<uuid:cell_id>/workers/<uuid:user_id>/cover")
@requires(Action.CASE_SUPERVISE)
def cover_worker(cell_id: UUID, user_id: UUID) -> ResponseReturnValue:
    cell = cell_supervised(cell_id)
    worker = next((one for one in workers_of([cell]) if one.id == user_id), None)
    if not worker:
        refuse(404, user_id, detail=Action.CASE_SUPERVISE)
    absence = next_absence({worker})
    form = cover_form(absence)
    form.worker.offer([other for other in giving.takers_in(cell) if other.id != worker.id])
    begins = max(start_of(absence.from_on), now()) if absence else now()
    found = giving.files_to_cover(signed_in_user(), worker, cell, begins)
    trail.record(trail.Event.LIST_VIEWED, cell_id=cell.id, object_id=worker.id, detail="to_cover")
    shown: dict[str, Any] = {"worker": worker, "absence": absence, "found": found, "cell": cell}
    return render_template("caseload/cover_worker.html", form=form, files=found.files, **shown)


def cell_supervised(cell_id: UUID) -> Cell:
    """404 for any that is not the supervisor's."""
    cells = cells_supervised(signed_in_user(), Action.CASE_SUPERVISE)
    cell = next((cell for cell in cells if cell.id == cell_id), None)
    return cell or refuse(404, cell_id, detail=Action.CASE_SUPERVISE)


@bp.get("/handovers/<uuid:handover_id>")
@requires(Action.CASE_VIEW)
def handed_over(handover_id: UUID) -> ResponseReturnValue:
    """The report: for whoever gave the files, and for whoever received them."""
    user = signed_in_user()
    cells = cells_where(user, Action.CASE_SUPERVISE)
    handover = giving.find_handover(handover_id, user, cells) or refuse(404, handover_id)
    trail.record(trail.Event.LIST_VIEWED, cell_id=handover.cell_id, detail="handover")
    rows = giving.files_handed_over(handover, user)
    return render_template("caseload/handed_over.html", handover=handover, rows=rows)
