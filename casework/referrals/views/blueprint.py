"""Where all pages about referrals live."""

from uuid import UUID

from flask import Blueprint, url_for

from casework.access.guards import refuse
from casework.cases.models import Case
from casework.referrals import queries
from casework.referrals.models import Referral

bp = Blueprint("referrals", __name__)
CASE = "/cases/<uuid:case_id>"


def address_of(referral: Referral) -> str:
    return url_for("referrals.show_referral", case_id=referral.case_id, referral_id=referral.id)


def referral_or_404(case: Case, referral_id: UUID) -> Referral:
    return queries.find_referral(case, referral_id) or refuse(404, referral_id)
