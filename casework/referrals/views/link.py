"""The partner's link as its worker sees it: what to tell by phone, what was opened, and how to shut it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.partners.queries import visible_contacts
from casework.referrals import links
from casework.referrals.forms.following import LinkForm
from casework.referrals.models import Referral, ReferralLink
from casework.referrals.queries.links import newest_link, openings_of
from casework.referrals.views.blueprint import CASE, bp, referral_or_404

LINK = f"{CASE}/referrals/<uuid:referral_id>/link"
OPENINGS = {
    "first_page": _l("The first page was opened, without the code"),
    "code": _l("The code was typed"),
    "link": _l("The partner read the referral"),
    "account": _l("The partner read the referral, with an account"),
    "used": _l("Refused: the code was used before"),
    "browser": _l("Refused: another browser or phone"),
    "address": _l("Refused: too many wrong codes from one address"),
    "wrong": _l("Refused: a wrong code"),
    "killed": _l("Refused: shut after five wrong codes"),
}
OTHERWISE = _l("Refused: the link opens nothing any more")


@bp.get(LINK)
@with_case(Action.REFERRAL_MAKE)
def show_link(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    link = newest_link(referral)
    stands = links.standing(link) if link else links.standing_of(referral)
    return render_template(
        "referrals/show_link.html",
        case=case,
        referral=referral,
        link=link,
        stands=stands if link else None,
        may_make=referral.was_sent and stands in (links.Standing.OPEN, *links.OF_THE_LINK),
        url=url_for("portal.enter", token=links.token_of(link), _external=True) if link else None,
        code=links.code_of(link) if link else None,
        openings=openings_of(referral),
        words=OPENINGS,
        otherwise=OTHERWISE,
    )


def page_of(referral: Referral) -> Response:
    return redirect(url_for("referrals.show_link", case_id=referral.case_id, referral_id=referral.id))


def live_link_or_404(referral: Referral) -> ReferralLink:
    return links.live_link(referral) or refuse(404, referral.id)


@bp.route(f"{LINK}/new", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def make_link(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral, user, form = referral_or_404(case, referral_id), signed_in_user(), LinkForm()
    form.contact_id.offer(visible_contacts(referral.partner, user))
    if form.validate_on_submit():
        links.make_link(referral, user, form.contact_id.row)
        flash(_("There is a new link, with a new code. The one before opens nothing any more."), "success")
        return page_of(referral)
    return render_template("referrals/make_link.html", case=case, referral=referral, form=form), form.status


@bp.post(f"{LINK}/code")
@with_case(Action.REFERRAL_MAKE)
def give_code(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    links.give_new_code(live_link_or_404(referral), signed_in_user())
    flash(_("There is a new code. The one before opens nothing any more."), "success")
    return page_of(referral)


@bp.post(f"{LINK}/renew")
@with_case(Action.REFERRAL_MAKE)
def renew_link(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    links.renew(live_link_or_404(referral), signed_in_user())
    flash(_("The partner may answer for seven more days."), "success")
    return page_of(referral)


@bp.post(f"{LINK}/revoke")
@with_case(Action.REFERRAL_MAKE)
def revoke_link(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    links.revoke(live_link_or_404(referral), signed_in_user())
    flash(_("The link opens nothing any more."), "success")
    return page_of(referral)
