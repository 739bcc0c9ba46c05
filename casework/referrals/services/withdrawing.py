"""A consent taken back stops what rests on it, and whoever received something is asked to destroy it."""

from datetime import date

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.consents.queries import may_share
from casework.consents.services import when_withdrawn
from casework.core.clock import day_of, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.partners.models import Partner
from casework.referrals.links import revoke_links
from casework.referrals.models import Referral, ReferralState
from casework.referrals.moves import MOVES
from casework.referrals.queries import referrals_to
from casework.referrals.services.moving import move_referral, workers_of


def stop_referrals(case: Case, partner: Partner, by: User) -> None:
    """All of this file to this recipient, unless a supervisor's ground still stands."""
    db.session.flush()
    if may_share(case, partner.id):
        return
    for referral in referrals_to(case, partner.id):
        if (referral.state, ReferralState.WITHDRAWN) in MOVES:
            move_referral(case, referral, ReferralState.WITHDRAWN, by=by)
        revoke_links(referral, by)
        if referral.was_sent and not referral.destroy_answered_on:
            notify(workers_of(case), NoticeKind.CONSENT_WITHDRAWN, referral.id, case=case)


def record_destruction(
    case: Case,
    referral: Referral,
    *,
    destroy_asked_on: date,
    destroy_answered_on: date | None,
    by: User,
) -> None:
    """When the partner was asked to destroy what it has, and when it said that it did."""
    hold(referral)
    check_destruction(referral, destroy_asked_on, destroy_answered_on)
    referral.destroy_asked_on, referral.destroy_answered_on = destroy_asked_on, destroy_answered_on
    revoke_links(referral, by)
    detail = "answered" if destroy_answered_on else "asked"
    trail.record(trail.Event.DESTRUCTION_ASKED, case, object_id=referral.id, detail=detail)


def may_be_destroyed(referral: Referral) -> bool:
    """Something that is still being done is taken back first: nobody destroys what he works with."""
    return referral.was_sent and (referral.state, ReferralState.WITHDRAWN) not in MOVES


def check_destruction(referral: Referral, asked_on: date, answered_on: date | None) -> None:
    if not referral.sent_at:
        raise RuleBroken(_("This referral was never sent: there is nothing to destroy."))
    if not may_be_destroyed(referral):
        raise RuleBroken(_("Take the referral back first, then ask the partner to destroy what it has."))
    if not day_of(referral.sent_at) <= asked_on <= today():
        raise RuleBroken(_("This day lies before the referral was sent, or has not come yet."))
    if answered_on and not asked_on <= answered_on <= today():
        raise RuleBroken(_("The answer cannot come before the question, nor later than today."))


when_withdrawn(stop_referrals)
