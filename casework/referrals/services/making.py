"""Preparing a referral."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import ask_for
from casework.cases.models import Approval, ApprovalKind, Case
from casework.consents.queries import may_share
from casework.core.clock import now
from casework.core.database import hold
from casework.core.extensions import db
from casework.partners.models import Partner
from casework.referrals.codes import new_code
from casework.referrals.models import Referral, ReferralState
from casework.referrals.queries import code_exists, referral_made_with
from casework.referrals.services.basis import check_basis, check_may_refer
from casework.referrals.services.moving import keep_move, tell_referral

SUPERVISOR_DECIDES_WITHIN = timedelta(hours=24)


def refer(
    case: Case,
    partner: Partner,
    *,
    service: str,
    by: User,
    form_key: UUID | None = None,
    is_emergency: bool = False,
    **answers: Any,
) -> Referral:
    """Prepare a referral; sent twice it is still one. `answers`: what_for, urgency, next_contact."""
    if form_key:
        hold(case)
        if made := referral_made_with(case, form_key):
            return made
    check_may_refer(case, partner, service, answers.get("next_contact"))
    is_emergency = is_emergency and not may_share(case, partner.id)
    check_basis(case, partner, is_emergency=is_emergency)
    referral = Referral(
        key_id=case.key_id,
        code=unused_code(),
        case_id=case.id,
        partner_id=partner.id,
        service=service,
        state=ReferralState.PREPARED,
        made_by_id=by.id,
        made_at=now(),
        n_moves=0,
        form_key=form_key,
        is_emergency=is_emergency,
        **answers,
    )
    referral.partner, referral.case = partner, case
    db.session.add(referral)
    trail.record(trail.Event.REFERRAL_PREPARED, case, object_id=referral.id)
    tell_referral(case, referral, by)
    keep_move(referral, None, ReferralState.PREPARED, by=by)
    if is_emergency:
        ask_supervisor(case, referral, by)
    return referral


def unused_code() -> str:
    code = new_code()
    while code_exists(code):
        code = new_code()
    return code


def ask_supervisor(case: Case, referral: Referral, by: User) -> Approval:
    what = {"referral_id": str(referral.id), "partner_id": str(referral.partner_id)}
    due_at = now() + SUPERVISOR_DECIDES_WITHIN
    return ask_for(case, ApprovalKind.LEGAL_GROUND, by=by, what=what, due_at=due_at)
