"""One's own account: names and roles, password, open sessions; and the page of who may do what."""

from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import GRANTS, ROLES, Action
from casework.accounts import services, words
from casework.accounts.forms import ChangePasswordForm, EmailForm
from casework.accounts.queries import find_session, signed_in_user
from casework.accounts.sessions import open_sessions
from casework.accounts.views.blueprint import bp
from casework.core.errors import RuleBroken


@bp.get("/account")
@requires(Action.ACCOUNT_OWN)
def own_account() -> ResponseReturnValue:
    user = signed_in_user()
    this_one = getattr(session, "row_id", None)
    rows = open_sessions(user)
    return render_template("accounts/own_account.html", user=user, sessions=rows, this_one=this_one)


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Action.ACCOUNT_OWN)
def change_password() -> ResponseReturnValue:
    user, form = signed_in_user(), ChangePasswordForm()
    if form.validate_on_submit():
        try:
            if services.change_password(user, form.current.data, form.password.data):
                flash(_("Your password is changed. Your other sessions are ended."), "success")
                return redirect(url_for("accounts.own_account"))
            services.note_failed_sign_in(user.username)
            form.current.errors = [_("This is not your password, or there were too many attempts.")]
        except RuleBroken as weak:
            form.password.errors = [str(weak)]
    return render_template("accounts/change_password.html", form=form), form.status


@bp.route("/account/email", methods=["GET", "POST"])
@requires(Action.ACCOUNT_OWN)
def change_email() -> ResponseReturnValue:
    user = signed_in_user()
    form = EmailForm(obj=user)
    if form.validate_on_submit():
        check_version(user, form.version.data)
        services.change_email(user, form.email.data, wants_digest=form.wants_digest.data)
        flash(_("Your e-mail address is saved."), "success")
        return redirect(url_for("accounts.own_account"))
    return render_template("accounts/change_email.html", form=form), form.status


@bp.post("/account/sessions/<uuid:session_id>/end")
@requires(Action.ACCOUNT_OWN)
def end_session(session_id: UUID) -> ResponseReturnValue:
    row = find_session(session_id, signed_in_user()) or refuse(404, session_id)
    services.end_one_session(row)
    flash(_("This session is ended."), "success")
    return redirect(url_for("accounts.own_account"))


@bp.get("/rights")
@requires(Action.ACCOUNT_OWN)
def rights() -> ResponseReturnValue:
    user = signed_in_user()
    return render_template(
        "accounts/rights.html", user=user, grants=GRANTS, roles=ROLES, words=words, own=user.roles
    )
