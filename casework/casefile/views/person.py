"""Correcting who the person is and how to reach her."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.casefile import services
from casework.casefile.forms import AddNumberForm, EditNumberForm, EditPersonForm
from casework.casefile.views.blueprint import back_to, bp, edit_page
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.people.queries import find_number


@bp.route("/person/edit", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_person(case: Case) -> ResponseReturnValue:
    services.check_open(case)
    form = EditPersonForm(data=services.identity_of(case.person) | {"version": case.person.version})
    if form.validate_on_submit():
        services.edit_person(case, form, by=signed_in_user())
        flash(_("The identity was saved. What it said before is kept."), "success")
        return back_to(case, "casefile.person")
    return edit_page(case, form, _("Identity"), _("Save the identity"), back="casefile.person")


@bp.route("/numbers/new", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def add_number(case: Case) -> ResponseReturnValue:
    services.check_open(case)
    form = AddNumberForm()
    if form.validate_on_submit():
        services.add_number(case, form)
        flash(_("The number was saved."), "success")
        return back_to(case, "casefile.person")
    return edit_page(case, form, _("New number"), _("Save the number"), back="casefile.person")


@bp.route("/numbers/<uuid:number_id>", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_number(case: Case, number_id: UUID) -> ResponseReturnValue:
    services.check_open(case)
    number = find_number(case.person, number_id) or refuse(404, number_id)
    form = EditNumberForm(data=services.number_of(number) | {"version": number.version})
    if form.validate_on_submit():
        services.edit_number(case, number, form, by=signed_in_user())
        flash(_("The number was saved."), "success")
        return back_to(case, "casefile.person")
    return edit_page(case, form, _("Number"), _("Save the number"), back="casefile.person")


@bp.post("/numbers/<uuid:number_id>/confirm")
@with_case(Action.CASE_EDIT)
def confirm_number(case: Case, number_id: UUID) -> ResponseReturnValue:
    number = find_number(case.person, number_id) or refuse(404, number_id)
    services.confirm_number(case, number, by=signed_in_user())
    flash(_("Confirmed today: the rules beside this number still hold."), "success")
    return back_to(case)
