"""The supervisor's acts on a file: members, a file or an entry made by mistake."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.casefile import queries, services, story, team
from casework.casefile.forms import AddMemberForm, MoveEntryForm
from casework.casefile.views.blueprint import back_to, bp, edit_page
from casework.cases import entries
from casework.cases.forms import ReasonForm
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.cases.queries import case_with_reference, find_entry


@bp.route("/members/new", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def add_member(case: Case) -> ResponseReturnValue:
    services.check_open(case)
    user, form = signed_in_user(), AddMemberForm()
    form.user_id.offer(queries.may_join(case))
    if form.validate_on_submit():
        until_on, why = form.until_on.data, form.why.data
        team.join(case, form.user_id.row, form.role.data, until_on=until_on, why=why, by=user)
        flash(_("The member joins the file at once."), "success")
        return back_to(case)
    return edit_page(case, form, _("New member of the file"), _("Add the member"))


@bp.route("/members/<uuid:member_id>/end", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def end_member(case: Case, member_id: UUID) -> ResponseReturnValue:
    member, form = team.find_member(case, member_id) or refuse(404, member_id), ReasonForm()
    if form.validate_on_submit():
        team.leave(case, member, form.why.data)
        flash(_("The member left the file."), "success")
        return back_to(case)
    title = _("%(name)s leaves the file", name=member.user.name)
    return edit_page(case, form, title, _("End the membership"))


@bp.route("/entered-in-error", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def enter_in_error(case: Case) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        team.enter_in_error(case, form.why.data, by=signed_in_user())
        flash(_("The file left the lists."), "success")
        return redirect(url_for("caseload.home"))
    note = _(
        "The file leaves every list and nothing is due on it any more. What was read and done stays logged."
    )
    return edit_page(case, form, _("Entered in error"), _("Take the file out of the lists"), note=note)


@bp.route("/entries/<uuid:entry_id>/withdraw", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def withdraw_entry(case: Case, entry_id: UUID) -> ResponseReturnValue:
    entry, form = find_entry(case, entry_id) or refuse(404, entry_id), ReasonForm()
    if form.validate_on_submit():
        entries.withdraw(case, entry, form.why.data)
        flash(_("The entry was withdrawn: its text is gone, its trace stays."), "success")
        return back_to(case)
    line = story.lines_of([entry], signed_in_user(), case)[0]
    return render_template("casefile/withdraw_entry.html", case=case, form=form, line=line), form.status


@bp.route("/entries/<uuid:entry_id>/move", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def move_entry(case: Case, entry_id: UUID) -> ResponseReturnValue:
    entry, form, user = find_entry(case, entry_id) or refuse(404, entry_id), MoveEntryForm(), signed_in_user()
    if form.validate_on_submit():
        other = case_with_reference(form.reference.data, user, Action.CASE_SUPERVISE)
        entries.move(case, entry, other, form.why.data)
        flash(_("The entry was moved: its text is gone from this file, its trace stays."), "success")
        return back_to(case)
    line = story.lines_of([entry], user, case)[0]
    return render_template("casefile/move_entry.html", case=case, form=form, line=line), form.status
