"""Making, moving and ending an appointment of a file."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.appointments import queries, services
from casework.appointments.forms import (
    AddAppointmentForm,
    AppointmentForm,
    CancelForm,
    ChangeAppointmentForm,
    OutcomeForm,
)
from casework.appointments.models import Appointment, AppointmentState
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.people.safety import forbidden_contacts

bp = Blueprint("appointments", __name__, url_prefix="/cases/<uuid:case_id>/appointments")


@bp.get("")
@with_case(Action.CASE_VIEW)
def list_appointments(case: Case) -> ResponseReturnValue:
    found = queries.appointments_of(case)
    return render_template("appointments/list_appointments.html", case=case, appointments=found)


@bp.route("/new", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def add_appointment(case: Case) -> ResponseReturnValue:
    services.check_takes_appointments(case)
    form = AddAppointmentForm(with_id=signed_in_user().id)
    form.fit(case)
    if form.validate_on_submit() and is_settled(case, form, queries.appointment_made_with(case, form.key)):
        services.make_appointment(case, by=signed_in_user(), **form.values)
        return back_to(case, _("The appointment is noted."))
    words = {"title": _("New appointment"), "submit": _("Note the appointment")}
    return page_of("appointments/edit_appointment.html", case, form, **words)


@bp.route("/<uuid:appointment_id>", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def change_appointment(case: Case, appointment_id: UUID) -> ResponseReturnValue:
    appointment = appointment_or_404(case, appointment_id)
    services.check_is_planned(case, appointment)
    form = ChangeAppointmentForm(obj=appointment)
    form.fit(case, appointment)
    if form.validate_on_submit() and is_settled(case, form, appointment):
        services.change_appointment(case, appointment, by=signed_in_user(), **form.values)
        return back_to(case, _("The appointment is changed."))
    words = {"title": _("Change the appointment"), "submit": _("Change the appointment")}
    return page_of("appointments/edit_appointment.html", case, form, **words)


@bp.route("/<uuid:appointment_id>/cancel", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def cancel_appointment(case: Case, appointment_id: UUID) -> ResponseReturnValue:
    appointment = appointment_or_404(case, appointment_id)
    form = CancelForm(version=appointment.version)
    if form.validate_on_submit():
        services.cancel_appointment(case, appointment, by=signed_in_user(), **form.values)
        return back_to(case, _("The appointment is cancelled."))
    services.check_is_planned(case, appointment)
    return page_of("appointments/cancel_appointment.html", case, form, appointment=appointment)


@bp.route("/<uuid:appointment_id>/outcome", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def record_outcome(case: Case, appointment_id: UUID) -> ResponseReturnValue:
    appointment = appointment_or_404(case, appointment_id)
    services.check_has_outcome(appointment)
    form = OutcomeForm(version=appointment.version)
    if form.validate_on_submit():
        services.record_outcome(case, appointment, by=signed_in_user(), **form.values)
        return back_to(case, said_of(case, appointment))
    return page_of("appointments/record_outcome.html", case, form, appointment=appointment)


def is_settled(case: Case, form: AppointmentForm, itself: Appointment | None) -> bool:
    """Of a second click the first is no other appointment."""
    return form.is_settled(services.warnings_of(case, apart_from=itself, **form.terms))


def said_of(case: Case, appointment: Appointment) -> str:
    if appointment.state is AppointmentState.HELD:
        return _("The appointment took place. Write its note while it is fresh.")
    if case.programme.follow_up_is_agreed:
        return _("She did not come: review the safe-contact rules before anything else.")
    return _("The person did not come. Make another appointment, or say in a note what was learnt.")


def page_of(
    template: str,
    case: Case,
    form: CancelForm | OutcomeForm | AppointmentForm,
    **more: Any,
) -> ResponseReturnValue:
    """The form, with what makes a contact safe beside it."""
    forbidden = forbidden_contacts(case.person)
    return render_template(template, case=case, form=form, forbidden=forbidden, **more), form.status


def back_to(case: Case, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("appointments.list_appointments", case_id=case.id))


def appointment_or_404(case: Case, appointment_id: UUID) -> Appointment:
    return queries.find_appointment(case, appointment_id) or refuse(404, appointment_id)
