"""The blueprint, and what the browser of a partner keeps: bound to one link, sent to no other page."""

from flask import Blueprint, Response, abort, current_app, request, url_for
from flask_babel import gettext as _

from casework.accounts.models import Position
from casework.accounts.queries import signed_in_user
from casework.portal import queries, services
from casework.referrals.models import ReferralLink

bp = Blueprint("portal", __name__)
LINK = "/p/<token>"
# a phone closes its browser at will; what opens the page is the code, for half an hour
KEPT_FOR = 180 * 86400


@bp.app_template_global()
def association_of(position: Position) -> str:
    """The partner that an account is held for, wherever the roles of an account are shown.

    It may have become confidential since: then nobody but the account itself reads its name here.
    """
    partner = queries.partner_named(position.partner_id) if position.partner_id else None
    if partner and partner.is_confidential and position.user_id != signed_in_user().id:
        return _("Confidential place")
    return partner.name if partner else ""


def link_or_404(token: str) -> ReferralLink:
    """A token that was changed looks like one that never was."""
    return services.link_of(token) or abort(404)


def cookie_name() -> str:
    return "__Secure-visit" if current_app.config["SECURE_COOKIES"] else "visit"


def browser() -> str | None:
    return request.cookies.get(cookie_name())


def keep_browser(response: Response, kept: str, token: str) -> None:
    response.set_cookie(
        cookie_name(),
        kept,
        max_age=KEPT_FOR,
        path=url_for("portal.enter", token=token),
        secure=current_app.config["SECURE_COOKIES"],
        httponly=True,
        samesite="Strict",
    )
