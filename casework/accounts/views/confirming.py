"""What waits for a supervisor or a deputy: roles that read files, and new codes for those who hold them."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts import services
from casework.accounts.confirming import waiting_for
from casework.accounts.models import OneTimeCode, Position, User
from casework.accounts.queries import signed_in_user
from casework.accounts.views.blueprint import bp
from casework.core.errors import RuleBroken


@bp.get("/confirmations")
@requires(Action.ACCOUNT_CONFIRM)
def confirmations() -> ResponseReturnValue:
    return render_template("accounts/confirmations.html", waiting=waiting_for(signed_in_user()))


def waiting_item(item_id: UUID, by: User) -> Position | OneTimeCode:
    """Raises RuleBroken for what was decided a moment ago, and in the same words for what was never his."""
    item = waiting_for(by).find(item_id)
    if item is None:
        raise RuleBroken(_("This no longer waits for you: it was decided or taken back."))
    return item


@bp.post("/confirmations/<uuid:item_id>/confirm")
@requires(Action.ACCOUNT_CONFIRM)
def confirm(item_id: UUID) -> ResponseReturnValue:
    by = signed_in_user()
    item = waiting_item(item_id, by)
    if isinstance(item, Position):
        services.confirm_role(item, by=by)
    else:
        services.confirm_code(item, by=by)
    flash(_("Confirmed."), "success")
    return redirect(url_for("accounts.confirmations"))


@bp.post("/confirmations/<uuid:item_id>/decline")
@requires(Action.ACCOUNT_CONFIRM)
def decline(item_id: UUID) -> ResponseReturnValue:
    by = signed_in_user()
    item = waiting_item(item_id, by)
    if isinstance(item, Position):
        services.decline_role(item, by=by)
    else:
        services.decline_code(item, by=by)
    flash(_("Declined. Tell the administrator why."), "success")
    return redirect(url_for("accounts.confirmations"))
