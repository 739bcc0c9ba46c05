"""The consents of a file, the grounds against a refusal, and the partners that must not know."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.consents import queries, services
from casework.consents.forms import BarredPartnerForm, ConsentForm, GroundForm
from casework.consents.models import Consent, ConsentState, Purpose

bp = Blueprint("consents", __name__, url_prefix="/cases/<uuid:case_id>")


@bp.get("/consents")
@with_case(Action.CASE_VIEW)
def list_consents(case: Case) -> ResponseReturnValue:
    consents = queries.consents_of(case)
    return render_template(
        "consents/list_consents.html",
        case=case,
        current=queries.in_force(consents),
        history=consents,
        grounds=queries.grounds_of(case),
    )


@bp.route("/consents/new", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def record_consent(case: Case) -> ResponseReturnValue:
    form = ConsentForm(**asked_first())
    form.partner_id.offer(queries.recipients(case, signed_in_user()))
    form.ask_assent(of_children=case.programme.serves_children)
    if form.validate_on_submit():
        consent = services.record_consent(case, by=signed_in_user(), **form.values)
        flash(_("The decision was recorded."), "success")
        return redirect(page_after(case, consent))
    return render_template("consents/record_consent.html", case=case, form=form), form.status


def asked_first() -> dict[str, Any]:
    """What the page that led here already knows: the purpose, the recipient, the decision."""
    known = {}
    for name, read in {"purpose": Purpose, "state": ConsentState, "partner_id": UUID}.items():
        with suppress(ValueError, KeyError):
            known[name] = read(request.args[name])
    return known


def page_after(case: Case, consent: Consent) -> str:
    """After a withdrawal: who already received what."""
    if consent.state is ConsentState.WITHDRAWN and consent.partner_id:
        return url_for("referrals.already_received", case_id=case.id, partner_id=consent.partner_id)
    return url_for("consents.list_consents", case_id=case.id)


@bp.route("/consents/ground", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def record_legal_ground(case: Case) -> ResponseReturnValue:
    form = GroundForm(**asked_first())
    form.partner_id.offer(queries.offered_partners(case, signed_in_user()))
    if form.validate_on_submit():
        services.record_legal_ground(case, by=signed_in_user(), **form.values)
        flash(_("The legal ground was recorded."), "success")
        return redirect(url_for("consents.list_consents", case_id=case.id))
    return render_template("consents/record_legal_ground.html", case=case, form=form), form.status


@bp.route("/barred-partners", methods=["GET", "POST"])
@with_case(Action.CASE_SENSITIVE)
def barred_partners(case: Case) -> ResponseReturnValue:
    user, form = signed_in_user(), BarredPartnerForm()
    form.partner_id.offer(queries.offered_partners(case, user))
    if form.validate_on_submit():
        services.bar_partner(case, form.partner_id.row, form.why.data)
        flash(_("This partner will not be offered for this file."), "success")
        return redirect(url_for("consents.barred_partners", case_id=case.id))
    barred = queries.barred_partners(case)
    page = render_template("consents/barred_partners.html", case=case, form=form, barred=barred)
    return page, form.status


@bp.post("/barred-partners/<uuid:barred_id>/remove")
@with_case(Action.CASE_SENSITIVE)
def unbar_partner(case: Case, barred_id: UUID) -> ResponseReturnValue:
    barred = queries.find_barred_partner(case, barred_id) or refuse(404, barred_id)
    services.unbar_partner(case, barred)
    flash(_("This partner may be offered again."), "success")
    return redirect(url_for("consents.barred_partners", case_id=case.id))
