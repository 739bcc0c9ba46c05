"""Everybody's accounts, as the administrator keeps them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.accounts import confirming, services
from casework.accounts.forms import AccountForm, CodeForm, NamesForm, RoleForm
from casework.accounts.models import User
from casework.accounts.queries import accounts_page, find_position, find_user, signed_in_user, who_may_confirm
from casework.accounts.views.blueprint import bp
from casework.core.forms import Form
from casework.core.pages import asked_cursor
from casework.organisation.queries import cells_of

HELD_WHERE = ("cell_id", "partner_id")


def account(user_id: UUID) -> User:
    """An account of the same directorate, or 404."""
    return find_user(user_id, signed_in_user().directorate_id) or refuse(404, user_id)


def page_of(user: User) -> ResponseReturnValue:
    return redirect(url_for("accounts.show_account", user_id=user.id))


@bp.get("/accounts")
@requires(Action.ACCOUNT_MANAGE)
def list_accounts() -> ResponseReturnValue:
    state = request.args.get("state", "open")
    page = accounts_page(signed_in_user().directorate_id, state, asked_cursor(str))
    return render_template("accounts/list_accounts.html", page=page, state=state)


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def create_account() -> ResponseReturnValue:
    by, form = signed_in_user(), AccountForm()
    form.offer(cells_of(by.directorate_id), services.partners_offered(by.directorate_id))
    if form.validate_on_submit():
        answers = {name: answer for name, answer in form.answers.items() if name not in HELD_WHERE}
        place = {"cell": form.cell_id.row, "partner": form.partner_id.row}
        user, code = services.create_account(by=by, key=form.key, **place, **answers)
        return code_page(user, code)
    return render_template("accounts/create_account.html", form=form), form.status


def code_page(user: User, code: str | None, *, is_waiting: bool = False) -> ResponseReturnValue:
    """The code, shown this once; a form sent twice learns that it was shown before."""
    if code is None:
        flash(
            _("This was done already, and the code was shown once. If it is lost, make a new one."), "warning"
        )
        return page_of(user)
    return render_template("accounts/code.html", account=user, code=code, is_waiting=is_waiting)


@bp.get("/accounts/<uuid:user_id>")
@requires(Action.ACCOUNT_MANAGE)
def show_account(user_id: UUID) -> ResponseReturnValue:
    user = account(user_id)
    held = who_may_confirm(user.directorate_id)
    asked = {p.id: confirming.asked_for_role(p, held).values() for p in user.waiting_positions}
    return render_template("accounts/show_account.html", account=user, asked=asked, form=CodeForm())


@bp.route("/accounts/<uuid:user_id>/names", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def edit_account(user_id: UUID) -> ResponseReturnValue:
    user = account(user_id)
    form = NamesForm(obj=user)
    if form.validate_on_submit():
        check_version(user, form.version.data, form.against(user))
        services.rename(user, **form.answers)
        flash(_("The names are saved."), "success")
        return page_of(user)
    return render_template("accounts/edit_account.html", form=form, account=user), form.status


@bp.route("/accounts/<uuid:user_id>/roles/new", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def propose_role(user_id: UUID) -> ResponseReturnValue:
    user, by, form = account(user_id), signed_in_user(), RoleForm()
    form.offer(cells_of(by.directorate_id), services.partners_offered(by.directorate_id))
    if form.validate_on_submit():
        cell, partner = form.cell_id.row, form.partner_id.row
        position = services.propose_role(user, form.role.data, cell, by=by, key=form.key, partner=partner)
        waits = position.is_waiting
        flash(_("The role waits to be confirmed.") if waits else _("The role counts from now on."), "success")
        return page_of(user)
    return render_template("accounts/propose_role.html", form=form, account=user), form.status


@bp.post("/accounts/<uuid:user_id>/roles/<uuid:position_id>/end")
@requires(Action.ACCOUNT_MANAGE)
def end_role(user_id: UUID, position_id: UUID) -> ResponseReturnValue:
    user = account(user_id)
    position = find_position(position_id, user) or refuse(404, position_id)
    services.end_role(position, by=signed_in_user())
    flash(_("The role is ended."), "success")
    return page_of(user)


@bp.route("/accounts/<uuid:user_id>/disable", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def disable_account(user_id: UUID) -> ResponseReturnValue:
    """Asked once more: the files change hands at once, and enabling gives none of them back."""
    user, form = account(user_id), Form()
    if form.validate_on_submit():
        services.disable(user, by=signed_in_user())
        flash(_("The account is disabled. Its files wait to be given to somebody else."), "success")
        return page_of(user)
    return render_template("accounts/disable_account.html", account=user, form=form), form.status


@bp.post("/accounts/<uuid:user_id>/enable")
@requires(Action.ACCOUNT_MANAGE)
def enable_account(user_id: UUID) -> ResponseReturnValue:
    user = account(user_id)
    services.enable(user, by=signed_in_user())
    flash(_("The account is enabled. Roles that read files wait to be confirmed again."), "success")
    return page_of(user)


@bp.post("/accounts/<uuid:user_id>/sign-out")
@requires(Action.ACCOUNT_MANAGE)
def end_sessions(user_id: UUID) -> ResponseReturnValue:
    user = account(user_id)
    services.sign_out_everywhere(user)
    flash(_("This person is signed out everywhere."), "success")
    return page_of(user)


@bp.post("/accounts/<uuid:user_id>/code")
@requires(Action.ACCOUNT_MANAGE)
def issue_code(user_id: UUID) -> ResponseReturnValue:
    user, form = account(user_id), CodeForm()
    if not form.validate_on_submit():
        return page_of(user)
    code, is_waiting = services.reset(user, by=signed_in_user(), key=form.key)
    return code_page(user, code, is_waiting=is_waiting)
