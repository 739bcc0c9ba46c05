"""The restricted page: reporter, suspected author, and who must not know. Each opening leaves an entry."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user, staff_of
from casework.audit import trail
from casework.casefile import queries, services, team
from casework.casefile.comparison import answers_shown
from casework.casefile.forms import (
    AddAuthorForm,
    AddReporterForm,
    BarForm,
    EditAuthorForm,
    EditReporterForm,
)
from casework.casefile.views.blueprint import back_to, bp, edit_page
from casework.cases.forms import ReasonForm
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.people.queries import authors_around, find_author, relatives_of

BACK = "casefile.sensitive"


@bp.get("/restricted")
@with_case(Action.CASE_SENSITIVE)
def sensitive(case: Case) -> ResponseReturnValue:
    trail.record(trail.Event.SENSITIVE_VIEWED, case)
    author_form, reporter_form = EditAuthorForm(formdata=None), EditReporterForm(formdata=None)
    author_form.relative_id.offer(relatives_of(case.person))
    reporters, authors = queries.reporters_of(case), authors_around(case.person)
    return render_template(
        "casefile/sensitive.html",
        case=case,
        reporters=[(row, answers_shown(reporter_form, services.reporter_of(row))) for row in reporters],
        authors=[(row, answers_shown(author_form, services.author_of(row))) for row, _relative in authors],
        intakes=queries.intakes_of(case),
        names=queries.names_of(case.barred_ids),
        nobody_supervises=team.nobody_supervises(case),
    )


@bp.route("/restricted/reporter", methods=["GET", "POST"])
@bp.route("/restricted/reporter/<uuid:reporter_id>", methods=["GET", "POST"])
@with_case(Action.CASE_SENSITIVE)
def edit_reporter(case: Case, reporter_id: UUID | None = None) -> ResponseReturnValue:
    services.check_open(case)
    reporter, form = None, AddReporterForm()
    if reporter_id:
        reporter = queries.find_reporter(case, reporter_id) or refuse(404, reporter_id)
        form = EditReporterForm(data=services.reporter_of(reporter) | {"version": reporter.version})
    if form.validate_on_submit():
        services.save_reporter(case, reporter, form, by=signed_in_user())
        flash(_("Saved on the restricted page."), "success")
        return back_to(case, BACK)
    return edit_page(case, form, _("Reporter"), _("Save"), back=BACK)


@bp.route("/restricted/author", methods=["GET", "POST"])
@bp.route("/restricted/author/<uuid:author_id>", methods=["GET", "POST"])
@with_case(Action.CASE_SENSITIVE)
def edit_suspected_author(case: Case, author_id: UUID | None = None) -> ResponseReturnValue:
    services.check_open(case)
    author, form = None, AddAuthorForm()
    if author_id:
        author = find_author(case.person, author_id) or refuse(404, author_id)
        form = EditAuthorForm(data=services.author_of(author) | {"version": author.version})
    form.relative_id.offer(relatives_of(case.person))
    if form.validate_on_submit():
        services.save_author(case, author, form, by=signed_in_user())
        flash(_("Saved on the restricted page."), "success")
        return back_to(case, BACK)
    return edit_page(case, form, _("Suspected author"), _("Save"), back=BACK)


@bp.route("/restricted/bar", methods=["GET", "POST"])
@with_case(Action.CASE_SENSITIVE)
def bar_user(case: Case) -> ResponseReturnValue:
    user, form = signed_in_user(), BarForm()
    form.user_id.offer(staff_of(case.cell.directorate_id))
    if form.validate_on_submit():
        team.bar_user(case, form.user_id.row, form.why.data)
        flash(_("For this person the file no longer exists."), "success")
        return redirect(url_for("caseload.home")) if form.user_id.row == user else back_to(case, BACK)
    title, submit = _("Somebody who must not know"), _("Shut this person out")
    return edit_page(case, form, title, submit, back=BACK)


@bp.route("/restricted/bar/<uuid:barred_id>/end", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def unbar_user(case: Case, barred_id: UUID) -> ResponseReturnValue:
    barred, form = team.find_barred(case, barred_id) or refuse(404, barred_id), ReasonForm()
    if form.validate_on_submit():
        team.unbar_user(case, barred, form.why.data)
        flash(_("This person is no longer shut out of the file."), "success")
        return back_to(case, BACK)
    title, submit = _("Let somebody know of this file again"), _("Stop shutting this person out")
    return edit_page(case, form, title, submit, back=BACK)
