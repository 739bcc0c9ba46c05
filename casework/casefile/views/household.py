"""Who is around the person: entering, correcting, and linking the files of one household."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.casefile import household, services
from casework.casefile.forms import AddRelativeForm, EditRelativeForm, LinkHouseholdForm
from casework.casefile.views.blueprint import back_to, bp, edit_page
from casework.cases.forms import ReasonForm
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.people.queries import find_relative, relatives_of

BACK = "casefile.person"


@bp.route("/relatives/new", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def add_relative(case: Case) -> ResponseReturnValue:
    services.check_open(case)
    form = AddRelativeForm()
    if form.validate_on_submit():
        services.add_relative(case, form)
        flash(_("The member of the household or family was saved."), "success")
        return back_to(case, BACK)
    return edit_page(case, form, _("Household or family"), _("Save"), back=BACK)


@bp.route("/relatives/<uuid:relative_id>", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_relative(case: Case, relative_id: UUID) -> ResponseReturnValue:
    services.check_open(case)
    relative = find_relative(case.person, relative_id) or refuse(404, relative_id)
    form = EditRelativeForm(data=services.relative_of(relative) | {"version": relative.version})
    if form.validate_on_submit():
        services.edit_relative(case, relative, form, by=signed_in_user())
        flash(_("The member of the household or family was saved."), "success")
        return back_to(case, BACK)
    return edit_page(case, form, _("Household or family"), _("Save"), back=BACK)


@bp.route("/household/link", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def link_household(case: Case) -> ResponseReturnValue:
    """By the reference of the other file, which whoever works on it knows: no list is offered."""
    services.check_open(case)
    user, form = signed_in_user(), LinkHouseholdForm()
    form.relative_id.offer(relatives_of(case.person))
    if form.validate_on_submit() and (other := household.named_file(case, form, user)):
        household.link(case, other, form, by=user)
        flash(_("The two files are linked. Each shows the other to whoever may open both."), "success")
        return back_to(case, BACK)
    return edit_page(case, form, _("Link the file of a brother, a sister or a parent"), _("Link"), back=BACK)


@bp.route("/household/leave", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def leave_household(case: Case) -> ResponseReturnValue:
    services.check_open(case)
    user, form = signed_in_user(), ReasonForm()
    if form.validate_on_submit():
        household.leave(case, form.why.data, by=user)
        flash(_("This file is linked to no other any more."), "success")
        return back_to(case, BACK)
    household.check_linked(case, user)
    note = _("What each file says of the others stays, as a plain line that leads nowhere.")
    return edit_page(case, form, _("Unlink this file"), _("Unlink"), back=BACK, note=note)
