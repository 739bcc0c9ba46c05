"""What a supervisor decides about a referral that was sent before anybody agreed."""

from typing import Any

from casework.accounts.models import User
from casework.cases.approvals import decide, take_up
from casework.cases.models import Approval, Case, Decision
from casework.consents.services import record_legal_ground
from casework.referrals.links import revoke_links
from casework.referrals.models import Referral, ReferralState
from casework.referrals.moves import MOVES
from casework.referrals.services.moving import move_referral


def approve_emergency(case: Case, approval: Approval, referral: Referral, *, by: User, **ground: Any) -> None:
    """The supervisor finds a ground: it is kept as any other, and answers the request."""
    take_up(case, approval)
    record_legal_ground(case, by=by, partner=referral.partner, **ground)


def return_emergency(case: Case, approval: Approval, referral: Referral, comment: str, *, by: User) -> None:
    """Without a ground the referral is taken back, as far as it still can be; its link opens nothing more."""
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
    revoke_links(referral, by)
    if (referral.state, ReferralState.WITHDRAWN) in MOVES:
        move_referral(case, referral, ReferralState.WITHDRAWN, by=by, why=comment)
