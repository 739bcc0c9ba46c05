"""The letter to the partner."""

from uuid import UUID

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.partners.queries import sees_confidential_places
from casework.referrals.forms import LetterForm
from casework.referrals.letter import letter_pdf
from casework.referrals.services import printing
from casework.referrals.views.blueprint import CASE, bp, referral_or_404


@bp.route(f"{CASE}/referrals/<uuid:referral_id>/letter", methods=["GET", "POST"])
@with_case(Action.REFERRAL_MAKE)
def print_letter(case: Case, referral_id: UUID) -> ResponseReturnValue:
    referral, form = referral_or_404(case, referral_id), LetterForm()
    if referral.partner.is_confidential and not sees_confidential_places(signed_in_user()):
        refuse(404, referral_id)
    if form.validate_on_submit():
        printing.note_printing(case, referral, with_name=form.with_name.data)
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
