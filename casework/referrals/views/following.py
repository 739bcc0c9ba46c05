"""What becomes of the referrals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.core.pages import asked_cursor, asked_id
from casework.core.text import clean
from casework.programmes.lists import REFERRAL_DECLINE_REASONS, SERVICE_TYPES
from casework.referrals import queries
from casework.referrals.forms import DestructionForm, MoveForm
from casework.referrals.moves import worker_states
from casework.referrals.queries.shown import CONFIDENTIAL
from casework.referrals.services import moving, withdrawing
from casework.referrals.views.blueprint import CASE, address_of, bp, referral_or_404

NARROWED_BY = ("show", "service", "recipient")
FILTER_LABELS = {
    "waiting": _l("Waiting for an answer"),
    "overdue": _l("Answer overdue"),
    "under_way": _l("Answered"),
    "redo": _l("Declined, to be sent elsewhere"),
    "done": _l("Provided"),
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
    asked: dict[str, Any] = {name: clean(request.args.get(name, "")) for name in NARROWED_BY}
    cell_id, cursor = asked_id("cell"), asked_cursor(datetime, UUID)
    page = queries.referrals_page(signed_in_user(), **asked, cell_id=cell_id, cursor=cursor)
    trail.record(trail.Event.LIST_VIEWED, detail="referrals")
    return render_template(
        "referrals/list_referrals.html",
        page=page,
        filters=filter_links(asked | {"cell": str(cell_id or "")}),
        narrowed_to=narrowed_to(asked),
        types=SERVICE_TYPES,
    )


def filter_links(asked: dict[str, str]) -> list[FilterLink]:
    """Each keeps the service, the organisation and the cell that the list is narrowed to."""
    kept: dict[str, Any] = {name: text for name, text in asked.items() if text and name != "show"}
    shown = asked["show"]
    everything = FilterLink(_("All"), url_for("referrals.list_referrals", **kept), shown not in FILTER_LABELS)
    return [everything] + [
        FilterLink(label, url_for("referrals.list_referrals", show=key, **kept), shown == key)
        for key, label in FILTER_LABELS.items()
    ]


def narrowed_to(asked: dict[str, str]) -> list[str]:
    """What the list is narrowed to, in words; an organisation that somebody may not know of has none."""
    services = [str(SERVICE_TYPES.label(asked["service"]))] if asked["service"] in SERVICE_TYPES else []
    if asked["recipient"] == CONFIDENTIAL:
        return [*services, _("Confidential place")]
    partner = queries.find_recipient(asked["recipient"], signed_in_user())
    return [*services, partner.name] if partner else services


@bp.get(f"{CASE}/referrals/<uuid:referral_id>")
@with_case(Action.CASE_VIEW)
def show_referral(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    return render_template(
        "referrals/show_referral.html",
        case=case,
        referral=referral,
        moves=queries.moves_of(referral),
        can_move=case.is_live and bool(worker_states(referral)),
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
        moving.move_referral(case, referral, by=signed_in_user(), **form.values)
        flash(_("The referral was brought up to date."), "success")
        return redirect(address_of(referral))
    page = render_template("referrals/move_referral.html", case=case, referral=referral, form=form)
    return page, form.status


@bp.get(f"{CASE}/referrals/received/<uuid:partner_id>")
@with_case(Action.REFERRAL_MAKE)
def already_received(case: Case, partner_id: UUID) -> ResponseReturnValue:
    received = queries.received_by(case, partner_id)
    return render_template(
        "referrals/already_received.html",
        case=case,
        received=received,
        may_be_destroyed=withdrawing.may_be_destroyed,
        types=SERVICE_TYPES,
    )


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/destruction", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def ask_destruction(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral = referral_or_404(case, referral_id)
    form = DestructionForm(obj=referral)
    if form.validate_on_submit():
        check_version(referral, form.version.data)
        withdrawing.record_destruction(case, referral, by=signed_in_user(), **form.answers)
        flash(_("What the partner was asked, and answered, is written down."), "success")
        return redirect(
            url_for("referrals.already_received", case_id=case.id, partner_id=referral.partner_id)
        )
    return render_template(
        "referrals/ask_destruction.html", case=case, referral=referral, form=form
    ), form.status
