"""The letter to the partner, and the slip for the person."""

from uuid import UUID

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.partners.queries import sees_confidential_places
from casework.referrals.forms import LetterForm, SlipForm
from casework.referrals.letter import letter_pdf
from casework.referrals.links import live_link, token_of
from casework.referrals.models import Referral
from casework.referrals.services import printing
from casework.referrals.slip import public_address, slip_pdf
from casework.referrals.views.blueprint import CASE, bp, referral_or_404


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/letter", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def print_letter(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral, form = printable_or_404(case, referral_id), LetterForm()
    if form.validate_on_submit():
        printing.note_printing(case, referral, f"letter_for_{form.reader.data}")
        for_person = form.reader.data == "person"
        url = None if for_person else address_for(referral)
        pdf = letter_pdf(case, referral, language=str(form.language.data), for_person=for_person, url=url)
        return as_attachment(pdf, f"{referral.code}.pdf")
    page = render_template("referrals/print_letter.html", case=case, referral=referral, form=form)
    return page, form.status


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/slip", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def print_slip(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral, form = printable_or_404(case, referral_id), SlipForm()
    address = public_address(referral.partner)
    if not address:
        del form["with_address"]
    if form.validate_on_submit():
        printing.note_printing(case, referral, "slip")
        shown = address if "with_address" in form and form["with_address"].data else None
        pdf = slip_pdf(referral, language=str(form.language.data), day=form.day.data, address=shown)
        return as_attachment(pdf, "rdv.pdf")
    page = render_template("referrals/print_slip.html", case=case, referral=referral, form=form)
    return page, form.status


def printable_or_404(case: Case, referral_id: UUID) -> Referral:
    """A place that somebody may not know of is named on no paper of his."""
    referral = referral_or_404(case, referral_id)
    if referral.partner.is_confidential and not sees_confidential_places(signed_in_user()):
        refuse(404, referral_id)
    return referral


def address_for(referral: Referral) -> str | None:
    link = live_link(referral)
    return url_for("portal.enter", token=token_of(link), _external=True) if link else None


def as_attachment(pdf: bytes, name: str) -> Response:
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
