"""Referring a person, following what becomes of it, and the letter to the partner."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.approvals import may_decide
from casework.cases.guards import with_case
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import find_approval
from casework.consents.queries import offered_partners, sharable_partner_ids
from casework.core.pages import asked_cursor
from casework.partners.models import Partner
from casework.partners.queries import sees_confidential_places
from casework.programmes.lists import REFERRAL_DECLINE_REASONS, SERVICE_TYPES, OptionList
from casework.referrals import queries, services
from casework.referrals.forms import EmergencyForm, LetterForm, MoveForm, ReferForm
from casework.referrals.letter import letter_pdf
from casework.referrals.models import Referral
from casework.referrals.moves import next_states

bp = Blueprint("referrals", __name__)
CASE = "/cases/<uuid:case_id>"

FILTER_LABELS = {
    "waiting": _l("Waiting for an answer"),
    "under_way": _l("Answered"),
    "prepared": _l("To be sent"),
    "over": _l("Ended"),
}


@dataclass(frozen=True)
class FilterLink:
    label: LazyString | str
    url: str
    is_current: bool


@bp.get("/referrals")
@requires(Action.CASE_VIEW)
def list_referrals() -> ResponseReturnValue:
    user, shown = signed_in_user(), request.args.get("show", "")
    page = queries.referrals_page(
        user, states=queries.FILTERS.get(shown, ()), cursor=asked_cursor(datetime, UUID)
    )
    trail.record(trail.Event.LIST_VIEWED, detail="referrals")
    return render_template(
        "referrals/list_referrals.html",
        page=page,
        filters=filter_links(shown),
        types=SERVICE_TYPES,
    )


def filter_links(shown: str) -> list[FilterLink]:
    everything = FilterLink(_("All"), url_for("referrals.list_referrals"), shown not in FILTER_LABELS)
    return [everything] + [
        FilterLink(label, url_for("referrals.list_referrals", show=key), shown == key)
        for key, label in FILTER_LABELS.items()
    ]


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
        referral = services.refer(case, partner, service=service, by=signed_in_user(), **form.values)
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
    has_safe_number = bool(services.numbers_to_give(case))
    form.prepare(case, partners, sharable=sharable_partner_ids(case), has_safe_number=has_safe_number)
    return form


def address_of(referral: Referral) -> str:
    return url_for("referrals.show_referral", case_id=referral.case_id, referral_id=referral.id)


def referral_or_404(case: Case, referral_id: UUID) -> Referral:
    return queries.find_referral(case, referral_id) or refuse(404, referral_id)


@bp.get(f"{CASE}/referrals/<uuid:referral_id>")
@with_case(Action.CASE_VIEW)
def show_referral(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    return render_template(
        "referrals/show_referral.html",
        case=case,
        referral=referral,
        moves=queries.moves_of(referral),
        can_move=case.is_live and bool(next_states(referral.state)),
        types=SERVICE_TYPES,
        reasons=REFERRAL_DECLINE_REASONS,
    )


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/move", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def move_referral(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    form = MoveForm(version=referral.version)
    form.prepare(referral)
    if form.validate_on_submit():
        check_version(referral, form.version.data, form.both_texts(referral))
        services.move_referral(case, referral, by=signed_in_user(), **form.answers)
        flash(_("The referral was brought up to date."), "success")
        return redirect(address_of(referral))
    page = render_template("referrals/move_referral.html", case=case, referral=referral, form=form)
    return page, form.status


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/letter", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def print_letter(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral, form = referral_or_404(case, referral_id), LetterForm()
    if referral.partner.is_confidential and not sees_confidential_places(signed_in_user()):
        refuse(404, referral_id)
    if form.validate_on_submit():
        services.note_printing(case, referral, with_name=form.with_name.data)
        pdf = letter_pdf(case, referral, language=str(form.language.data), with_name=form.with_name.data)
        return as_attachment(pdf, f"{referral.code}.pdf")
    return render_template(
        "referrals/print_letter.html", case=case, referral=referral, form=form
    ), form.status


def as_attachment(pdf: bytes, name: str) -> Response:
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@bp.get(f"{CASE}/referrals/received/<uuid:partner_id>")
@with_case(Action.REFERRAL_MAKE)
def already_received(case: Case, partner_id: UUID) -> ResponseReturnValue:
    received = queries.received_by(case, partner_id)
    return render_template(
        "referrals/already_received.html",
        case=case,
        received=received,
        types=SERVICE_TYPES,
    )


@bp.route(f"{CASE}/referrals/emergency/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def decide_emergency(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(case, approval_id, ApprovalKind.LEGAL_GROUND) or refuse(404, approval_id)
    referral = referral_or_404(case, UUID(approval.what["referral_id"]))
    user, form = signed_in_user(), EmergencyForm()
    if form.validate_on_submit():
        answer_emergency(case, approval, referral, form)
        flash(_("Your decision was recorded."), "success")
        return redirect(address_of(referral))
    page = render_template(
        "referrals/decide_emergency.html",
        case=case,
        referral=referral,
        form=form,
        may_decide=approval.decided_at is None and may_decide(user, approval, case),
        service=SERVICE_TYPES.label(referral.service),
    )
    return page, form.status


def answer_emergency(case: Case, approval: Approval, referral: Referral, form: EmergencyForm) -> None:
    if form.decision.data is Decision.APPROVED:
        services.approve_emergency(case, approval, referral, by=signed_in_user(), **form.ground)
    else:
        services.return_emergency(case, approval, referral, str(form.why.data), by=signed_in_user())
