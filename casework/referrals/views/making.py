"""What the person needs, who offers it, and what is sent, field by field."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.consents.queries import decided_about, sharable_partner_ids
from casework.core.errors import RuleBroken
from casework.partners.models import PartnerService
from casework.programmes.base import RiskLevel
from casework.programmes.lists import SERVICE_TYPES, OptionList
from casework.referrals.forms import ContentForm
from casework.referrals.models import Referral, ReferralState
from casework.referrals.queries import being_answered
from casework.referrals.queries.passes import (
    household_files,
    needs_met,
    pass_of,
    services_offered,
    unsent,
)
from casework.referrals.services import basis, making, sending
from casework.referrals.views.blueprint import CASE, address_of, bp, referral_or_404


@bp.route(f"{CASE}/refer", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def refer(case: Case) -> ResponseReturnValue:
    need = request.args.get("service", "")
    if need not in case.programme.services:
        return render_template("referrals/choose_service.html", case=case, services=offered_needs(case))
    services, files = chosen_services(case, need), chosen_files(case)
    if not services:
        return choose_partner(case, need)
    form = content_form([case, *files], need)
    if form.validate_on_submit():
        made = making.refer_in_one_pass(
            [case, *files], services, by=signed_in_user(), form_key=form.key, **form.answers
        )
        return redirect(next_page(case, made))
    return content_page(case, files, form, [service.partner for service in services], need)


def offered_needs(case: Case) -> OptionList:
    """Of the programme's services those that somebody offers."""
    codes = needs_met(case, signed_in_user())
    return OptionList("offered", [option for option in case.programme.services if option.code in codes])


def chosen_services(case: Case, need: str) -> list[PartnerService]:
    """Those ticked on the page before; none when one of them is offered no more, so that it is seen."""
    asked = list(dict.fromkeys(request.args.getlist("to")))
    if not asked:
        return []
    offered = {str(service.id): service for service in services_offered(case, signed_in_user(), need)}
    chosen = [offered[key] for key in asked if key in offered]
    if len(chosen) == len(asked):
        return chosen
    if request.method == "POST":
        raise RuleBroken(_("One of the partners can no longer be asked for this. Choose again."))
    return []


def chosen_files(case: Case) -> list[Case]:
    by_id = {str(file.id): file for file in household_files(case, signed_in_user())}
    asked = list(dict.fromkeys(request.args.getlist("with")))
    return [by_id.get(key) or refuse(404, id_in(key)) for key in asked]


def id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def choose_partner(case: Case, need: str) -> ResponseReturnValue:
    user, decided = signed_in_user(), decided_about(case)
    return render_template(
        "referrals/choose_partner.html",
        case=case,
        need=SERVICE_TYPES.label(need),
        need_code=need,
        services=services_offered(case, user, need),
        decided=decided,
        sharable=sharable_partner_ids(case, decided),
        asked=being_answered(case, need),
        files=household_files(case, user),
        is_emergency=case.risk is RiskLevel.EMERGENCY,
        is_unanswered="to" in request.args or "ask" in request.args,
    )


def content_form(cases: list[Case], need: str) -> ContentForm:
    form = ContentForm()
    form.prepare(cases, [need], has_safe_number=all(basis.numbers_to_give(case) for case in cases))
    if request.method == "GET":
        for other in cases[1:]:  # its answers stand on this page too
            trail.record(trail.Event.CASE_OPENED, other, detail=Action.REFERRAL_MAKE)
    return form


def content_page(
    case: Case, files: list[Case], form: ContentForm, partners: Sequence[object], need: str
) -> ResponseReturnValue:
    page = render_template(
        "referrals/refer.html",
        case=case,
        files=files,
        form=form,
        partners=partners,
        service=SERVICE_TYPES.label(need),
        withheld=withheld_from(case, partners),
    )
    return page, form.status


def withheld_from(case: Case, partners: Sequence[object]) -> list[str]:
    """What she said may not be passed on, in her words."""
    ids = {partner.id for partner in partners}  # type: ignore[attr-defined]
    return [row.withheld for row in decided_about(case).values() if row.partner_id in ids and row.withheld]


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/content", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def change_content(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    made = unsent(pass_or_404(case, referral_id))
    if not made:
        raise RuleBroken(_("This referral was sent: what it says stays as it was sent."))
    files = [other for other in dict.fromkeys(row.case for row in made) if other is not case]
    form = content_form([case, *files], referral.service)
    if request.method == "GET":
        form.fill(referral)
    if form.validate_on_submit():
        making.change_content(made, by=signed_in_user(), **form.answers)
        return redirect(next_page(case, made))
    partners = list(dict.fromkeys(row.partner for row in made))
    return content_page(case, files, form, partners, referral.service)


@bp.get(f"{CASE}/referrals/<uuid:referral_id>/continue")
@with_case(Action.REFERRAL_MAKE)
def continue_referral(case: Case, referral_id: UUID) -> ResponseReturnValue:
    """Where it was left: consent, or the last look."""
    return redirect(next_page(case, pass_or_404(case, referral_id)))


def pass_or_404(case: Case, referral_id: UUID) -> list[Referral]:
    """Those made together with it; a place that somebody may not know of answers as a missing one."""
    referral = referral_or_404(case, referral_id)
    return pass_of(case, referral, signed_in_user()) or refuse(404, referral_id)


def next_page(case: Case, made: list[Referral]) -> str:
    mine = next((row for row in made if row.case_id == case.id and row.state is ReferralState.PREPARED), None)
    if sending.to_ask(made) and mine:
        return url_for("referrals.ask_consent", case_id=case.id, referral_id=mine.id)
    if sending.ready(made) and mine:
        return url_for("referrals.send_referral", case_id=case.id, referral_id=mine.id)
    return address_of(next((row for row in made if row.case_id == case.id), made[0]))
