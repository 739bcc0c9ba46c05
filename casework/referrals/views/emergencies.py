"""What a supervisor decides about an emergency."""

from uuid import UUID

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.approvals import may_decide
from casework.cases.guards import with_case
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import find_approval
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.forms import EmergencyForm
from casework.referrals.models import Referral
from casework.referrals.services import emergencies
from casework.referrals.views.blueprint import CASE, address_of, bp, referral_or_404


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
        approval=approval,
        referral=referral,
        form=form,
        may_decide=approval.decided_at is None and may_decide(user, approval, case),
        service=SERVICE_TYPES.label(referral.service),
    )
    return page, form.status


def answer_emergency(case: Case, approval: Approval, referral: Referral, form: EmergencyForm) -> None:
    if form.decision.data is Decision.APPROVED:
        emergencies.approve_emergency(case, approval, referral, by=signed_in_user(), **form.ground)
    else:
        emergencies.return_emergency(case, approval, referral, str(form.why.data), by=signed_in_user())
