"""Referring a person: for what, to whom, and what is said."""

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.consents.queries import offered_partners, sharable_partner_ids
from casework.partners.models import Partner
from casework.programmes.lists import SERVICE_TYPES, OptionList
from casework.referrals.forms import ReferForm
from casework.referrals.services import basis, making
from casework.referrals.views.blueprint import CASE, address_of, bp


@bp.route(f"{CASE}/refer", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def refer(case: Case) -> ResponseReturnValue:
    service = request.args.get("service", "")
    partners = offered_partners(case, signed_in_user(), service or None)
    if service not in case.programme.services or not partners:
        return render_template(
            "referrals/choose_service.html", case=case, services=offered_services(case, partners)
        )
    form = refer_form(case, partners)
    if form.validate_on_submit():
        partner = form.partner_id.row
        referral = making.refer(case, partner, service=service, by=signed_in_user(), **form.values)
        flash(_("The referral is prepared. Print its letter, then say that it was sent."), "success")
        return redirect(address_of(referral))
    label = SERVICE_TYPES.label(service)
    return render_template("referrals/refer.html", case=case, form=form, service=label), form.status


def offered_services(case: Case, partners: list[Partner]) -> OptionList:
    """Of the programme's services those that somebody offers."""
    codes = {code for partner in partners for code in partner.service_codes}
    return OptionList("offered", [option for option in case.programme.services if option.code in codes])


def refer_form(case: Case, partners: list[Partner]) -> ReferForm:
    form = ReferForm()
    has_safe_number = bool(basis.numbers_to_give(case))
    form.prepare(case, partners, sharable=sharable_partner_ids(case), has_safe_number=has_safe_number)
    return form
