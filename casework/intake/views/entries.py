"""A signal, an emergency, a person who comes back: one page each."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action, Role
from casework.accounts.queries import colleagues, signed_in_user
from casework.audit import trail
from casework.cases.models import Case, CaseStatus
from casework.cases.queries import case_with_reference, find_case, timeline_page
from casework.cases.references import written_reference
from casework.intake.entries import emergency as emergency_said
from casework.intake.entries import reporter_of, signalled
from casework.intake.forms.entries import ClosedFileForm, EmergencyForm, FileForm, ReturnForm, SignalForm
from casework.intake.helplines import HELPLINES
from casework.intake.known import offered_to_emergency, offered_to_signal
from casework.intake.queries import return_made_with
from casework.intake.services.entries import open_entry
from casework.intake.services.returning import take_back
from casework.intake.views.blueprint import asked_visit, bp, own_cell
from casework.organisation.models import Cell
from casework.people.safety import forbidden_contacts
from casework.programmes import PROGRAMMES
from casework.visits.queries import visit_taken_by
from casework.visits.services import lead_to


@bp.route("/intake/cells/<uuid:cell_id>/signal", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def signal(cell_id: UUID) -> ResponseReturnValue:
    cell = own_cell(cell_id)
    visit = asked_visit(cell)
    form = SignalForm(data=offered_to_signal(visit))
    form.offer(PROGRAMMES[cell.programme_key])
    if form.validate_on_submit():
        case = open_entry(signalled(cell, form, visit), by=signed_in_user(), reporter=reporter_of(form))
        return redirect(url_for("intake.opened", case_id=case.id))
    page = render_template("intake/signal.html", cell=cell, form=form, visit=visit, helplines=HELPLINES)
    return page, form.status


@bp.route("/intake/cells/<uuid:cell_id>/emergency", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def emergency(cell_id: UUID) -> ResponseReturnValue:
    cell = own_cell(cell_id)
    visit = asked_visit(cell)
    form = EmergencyForm(data=offered_to_emergency(visit))
    if form.validate_on_submit():
        case = open_entry(emergency_said(cell, form, visit), by=signed_in_user())
        return redirect(url_for("intake.opened", case_id=case.id))
    page = render_template(
        "intake/emergency.html",
        cell=cell,
        form=form,
        visit=visit,
        helplines=HELPLINES,
        supervisors=colleagues(cell.id, Role.SUPERVISOR),
    )
    return page, form.status


@bp.route("/intake/cells/<uuid:cell_id>/came-back", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def came_back(cell_id: UUID) -> ResponseReturnValue:
    """One answer for a reference that is wrong, of another cell, hidden or of an open file."""
    cell, form = own_cell(cell_id), ClosedFileForm()
    is_asked = form.validate_on_submit()
    if is_asked:
        case = file_named(form.reference.data, cell, Action.CASE_OPEN)
        if case and case.status is CaseStatus.CLOSED:
            return redirect(url_for("intake.record_return", cell_id=cell.id, case_id=case.id))
        trail.record(trail.Event.REFUSED, cell_id=cell.id, detail=Action.CASE_OPEN)
    return render_template("intake/came_back.html", cell=cell, form=form, not_found=is_asked), form.status


@bp.route("/intake/cells/<uuid:cell_id>/came-back/<uuid:case_id>", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def record_return(cell_id: UUID, case_id: UUID) -> ResponseReturnValue:
    form = ReturnForm()
    case = returning_case(own_cell(cell_id), case_id, form)
    form.fit(case)
    if form.validate_on_submit():
        answers: dict[str, Any] = {
            "returned_on": form.returned_on.data,
            "word": form.word.data,
            "form_key": form.key,
        }
        take_back(case, by=signed_in_user(), **answers)
        flash(_("The file is open for 72 hours. The supervisor is asked to confirm it."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    if request.method == "GET":
        trail.record(trail.Event.CASE_OPENED, case, detail="came_back")
    return render_template("intake/record_return.html", form=form, **told_of(case)), form.status


@bp.route("/intake/visits/<uuid:visit_id>/file", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def join_file(visit_id: UUID) -> ResponseReturnValue:
    """The visit of somebody who has a file: one answer for whatever is not open to the worker here."""
    form = FileForm()
    visit = visit_taken_by(visit_id, signed_in_user()) or refuse(404, visit_id, detail=Action.CASE_OPEN)
    cell = own_cell(visit.receiving_cell_id)
    is_asked = form.validate_on_submit()
    if is_asked:
        if case := file_named(form.reference.data, cell, Action.CASE_VIEW):
            lead_to(visit, case.id)
            return redirect(url_for("casefile.show", case_id=case.id))
        trail.record(trail.Event.REFUSED, cell_id=cell.id, detail=Action.CASE_OPEN)
    page = render_template("intake/join_file.html", cell=cell, visit=visit, form=form, not_found=is_asked)
    return page, form.status


def file_named(reference: Any, cell: Cell, action: Action) -> Case | None:
    """The file of this cell that was meant, when the user may do this on it."""
    written = written_reference(reference)
    case = case_with_reference(written, signed_in_user(), action) if written else None
    return case if case and case.cell_id == cell.id else None


def returning_case(cell: Cell, case_id: UUID, form: ReturnForm) -> Case:
    """A closed file of the cell; or the one that this very form has just opened."""
    user = signed_in_user()
    case = find_case(case_id, user, Action.CASE_OPEN)
    if case and case.cell_id == cell.id:
        is_second_click = form.is_submitted() and form.form_key.validate(form)
        made = return_made_with(form.key, case, user) if is_second_click else None
        if made or case.status is CaseStatus.CLOSED:
            return case
    return refuse(404, case_id, detail=Action.CASE_OPEN)


def told_of(case: Case) -> dict[str, Any]:
    """All that whoever is no member reads: the risk, how to reach the person, what came last and when."""
    last = next(iter(timeline_page(case, size=1)), None)
    return {"case": case, "forbidden": forbidden_contacts(case.person), "last": last}
