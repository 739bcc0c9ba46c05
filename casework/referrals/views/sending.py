"""What the person says about each recipient, the last look, and what to tell them once it is sent."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.core.errors import RuleBroken
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.content import CONTACTS, labelled
from casework.referrals.forms import ConsentsForm, SendForm, consents_form
from casework.referrals.links import code_of, live_link, token_of
from casework.referrals.models import Referral
from casework.referrals.services import sending
from casework.referrals.services.copies import Covered, content_of, left_out
from casework.referrals.views.blueprint import CASE, address_of, bp
from casework.referrals.views.making import next_page, pass_or_404


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/consent", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def ask_consent(case: Case, referral_id: UUID) -> ResponseReturnValue:
    made = pass_or_404(case, referral_id)
    form = consents_form(sending.to_ask(made), sending.delicate_in(made))
    if not form.parts:
        return redirect(next_page(case, made))
    if form.validate_on_submit():
        keep_answers(made, form)
        return redirect(after_asking(case, made))
    return render_template("referrals/consent.html", case=case, form=form), form.status


def keep_answers(made: list[Referral], form: ConsentsForm) -> None:
    sending.record_answers(
        made, form.given, by=signed_in_user(), form_key=form.key, decided_on=form.decided_on.data
    )


def after_asking(case: Case, made: list[Referral]) -> str:
    """To the last look, if anything may be sent; what waits for a consent stays prepared."""
    ready = sending.ready(made)
    going = [row for row in ready if row.case_id == case.id]
    if len(ready) == len(made):
        flash(_("The decision was recorded."), "success")
    else:
        flash(_("The decision was recorded. Nothing goes to whoever the person did not agree to."), "success")
    if going:
        return url_for("referrals.send_referral", case_id=case.id, referral_id=going[0].id)
    return address_of(next(row for row in made if row.case_id == case.id))


@dataclass(frozen=True)
class Parcel:
    """What one recipient would get."""

    referral: Referral
    told: list[tuple[LazyString, str]]
    contacts: list[dict[str, str]]
    left_out: list[str]


def parcel(referral: Referral, covers: Covered) -> Parcel:
    content = content_of(referral, covers)
    return Parcel(referral, labelled(content), content.get(CONTACTS, []), left_out(referral, covers))


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/send", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def send_referral(case: Case, referral_id: UUID) -> ResponseReturnValue:
    made = pass_or_404(case, referral_id)
    going, form = sending.ready(made), SendForm()
    if form.validate_on_submit():
        sent = sending.send(made, seen=str(form.seen.data), by=signed_in_user())
        tell_sent(len(sent))
        return redirect(url_for("referrals.show_sent", case_id=case.id, referral_id=referral_id))
    if not going:
        return redirect(next_page(case, made))
    form.seen.data, covers = sending.fingerprint(going), sending.covered_in(going)
    page = render_template(
        "referrals/preview.html",
        case=case,
        referral_id=referral_id,
        form=form,
        parcels=[parcel(referral, covers[referral.case_id]) for referral in going],
        service=SERVICE_TYPES.label(going[0].service),
    )
    return page, form.status


def tell_sent(n_sent: int) -> None:
    if n_sent:
        flash(ngettext("%(num)d referral was sent.", "%(num)d referrals were sent.", n_sent), "success")


@dataclass(frozen=True)
class Way:
    """How a recipient reaches what was sent to it."""

    referral: Referral
    url: str | None
    code: str | None


@bp.get(f"{CASE}/referrals/<uuid:referral_id>/sent")
@with_case(Action.REFERRAL_MAKE)
def show_sent(case: Case, referral_id: UUID) -> ResponseReturnValue:
    made = [row for row in pass_or_404(case, referral_id) if row.was_sent]
    if not made:
        raise RuleBroken(_("This referral was not sent yet."))
    ways = [way_to(referral) for referral in made]
    return render_template("referrals/show_sent.html", case=case, ways=ways, types=SERVICE_TYPES)


def way_to(referral: Referral) -> Way:
    link = live_link(referral)
    if link is None:
        return Way(referral, None, None)
    return Way(referral, url_for("portal.enter", token=token_of(link), _external=True), code_of(link))
