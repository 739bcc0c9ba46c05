"""Duty cover and exceptional access: asking, giving, and looking at it afterwards."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.accounts.services import is_confirmed, note_failed_sign_in
from casework.audit import trail
from casework.audit.words import WORDS
from casework.core.pages import asked_cursor
from casework.grants import queries
from casework.grants.forms import DecideForm, DutyForm, ExceptionalForm, ReviewForm
from casework.grants.months import asked_month, month_page
from casework.grants.services import duty, exceptional

bp = Blueprint("grants", __name__)


@bp.route("/exceptional-access", methods=["GET", "POST"])
@requires(Action.EXCEPTIONAL_ASK)
def ask() -> ResponseReturnValue:
    user, form = signed_in_user(), ExceptionalForm()
    if form.validate_on_submit():
        answers = form.values
        if is_confirmed(user, answers.pop("password")):
            exceptional.ask(user, **answers)
            flash(_("Noted. If there is such a file, its supervisor is asked."), "success")
            return redirect(url_for("grants.ask"))
        note_failed_sign_in(user.username)
        form.password.errors = [_("This is not your password, or there were too many attempts.")]
    about = {"grants": queries.open_to(user), "must_wait": queries.has_unreviewed(user)}
    return render_template("grants/ask.html", form=form, **about), form.status


@bp.route("/exceptional-access/asked/<uuid:grant_id>", methods=["GET", "POST"])
@requires(Action.CASE_VIEW)
def decide(grant_id: UUID) -> ResponseReturnValue:
    """Nothing of the file is read here: whoever answers need not be let into it."""
    user, grant = signed_in_user(), queries.find_asked(grant_id)
    if grant is None or user not in exceptional.deciders(grant.case, grant.user):
        refuse(404, grant_id)
    exceptional.check_waits(grant.case, grant, user)
    form = DecideForm(version=grant.version)
    if form.validate_on_submit():
        said = {"answer": form.answer.data, "version": form.version.data}
        exceptional.decide(grant.case, grant, gives=form.gives, by=user, **said)
        flash(_("Your answer is kept."), "success")
        return redirect(url_for("caseload.home"))
    trail.record(trail.Event.LIST_VIEWED, grant.case, object_id=grant.id, detail="exceptional")
    return render_template("grants/decide.html", case=grant.case, grant=grant, form=form), form.status


@bp.get("/exceptional-access/given")
@requires(Action.EXCEPTIONAL_REVIEW)
def list_given() -> ResponseReturnValue:
    page = queries.given_page(signed_in_user(), asked_cursor(datetime, UUID))
    trail.record(trail.Event.LOG_VIEWED, detail="exceptional")
    return render_template("grants/list_given.html", page=page)


@bp.route("/exceptional-access/given/<uuid:grant_id>", methods=["GET", "POST"])
@requires(Action.EXCEPTIONAL_REVIEW)
def review(grant_id: UUID) -> ResponseReturnValue:
    user = signed_in_user()
    grant = queries.find_given(grant_id, user) or refuse(404, grant_id)
    form = ReviewForm(version=grant.version)
    if form.validate_on_submit():
        exceptional.review(grant, by=user, **form.values)
        flash(_("Your review is kept."), "success")
        return redirect(url_for("grants.list_given"))
    trail.record(trail.Event.LOG_VIEWED, object_id=grant.id, detail="exceptional")
    more = {"grant": grant, "opened": queries.opened_with(grant), "words": WORDS}
    return render_template("grants/review.html", form=form, **more), form.status


@bp.get("/exceptional-access/own-approvals")
@requires(Action.EXCEPTIONAL_REVIEW)
def list_own_approvals() -> ResponseReturnValue:
    """Of cells marked single-person, where somebody approves what he asked himself."""
    trail.record(trail.Event.LOG_VIEWED, detail="own_approvals")
    page = month_page(signed_in_user(), asked_month())
    return render_template("grants/list_own_approvals.html", page=page, words=WORDS)


@bp.route("/duty-cover", methods=["GET", "POST"])
@requires(Action.DUTY_COVER)
def stand_in() -> ResponseReturnValue:
    user = signed_in_user()
    form = DutyForm(reference=request.args.get("reference", "")[:40])
    if form.validate_on_submit():
        case = duty.stand_in(user, **form.values)
        flash(_("The file is open to you for four hours: one note and one task."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    offered = queries.files_of_absent(user)
    trail.record(trail.Event.LIST_VIEWED, detail="absent")
    return render_template("grants/stand_in.html", form=form, offered=offered), form.status
