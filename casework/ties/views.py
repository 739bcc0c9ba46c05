"""Saying that one knows a person; the answer is the same for everybody."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.ties import services
from casework.ties.forms import DecideTieForm, KnownPersonForm, TieForm
from casework.ties.queries import find_asked

bp = Blueprint("ties", __name__)


@bp.route("/ties/new", methods=["GET", "POST"])
@requires(Action.TIE_DECLARE)
def declare() -> ResponseReturnValue:
    form = TieForm()
    if form.validate_on_submit():
        services.declare(signed_in_user(), **form.values)
        flash(_("Noted."), "success")
        return redirect(url_for("ties.declare"))
    return render_template("ties/declare.html", form=form), form.status


@bp.route("/cases/<uuid:case_id>/know-this-person", methods=["GET", "POST"])
@with_case(Action.CASE_READ)
def know_this_person(case: Case) -> ResponseReturnValue:
    form = KnownPersonForm()
    if form.validate_on_submit():
        services.declare_of(case, signed_in_user(), **form.values)
        flash(_("Noted."), "success")
        return redirect(url_for("caseload.home"))
    return render_template("ties/know_this_person.html", case=case, form=form), form.status


@bp.route("/cases/<uuid:case_id>/ties/<uuid:tie_id>", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def decide(case: Case, tie_id: UUID) -> ResponseReturnValue:
    user = signed_in_user()
    tie = find_asked(case, tie_id)
    if tie is None or tie.user_id == user.id:
        refuse(404, tie_id)
    form = DecideTieForm(version=tie.version)
    if form.validate_on_submit():
        services.decide(case, tie, is_same=form.is_same, version=form.values["version"], by=user)
        flash(_("Your answer is kept."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    return render_template("ties/decide.html", case=case, tie=tie, form=form), form.status
