"""Consents to share and referrals, for the tests, made as the services make them."""

from typing import Any

import factory

from casework.cases.models import Case
from casework.consents.models import Consent, ConsentManner, ConsentState, Purpose
from casework.consents.services import record_consent
from casework.core.extensions import db
from casework.partners.models import Partner
from casework.referrals.models import Mover, NextContact, Referral, ReferralState, Urgency
from casework.referrals.services import making, moving
from tests.factories.base import RowFactory, commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory

# the shortest way to each state through the table of moves
ROADS: dict[ReferralState, tuple[ReferralState, ...]] = {
    ReferralState.PREPARED: (),
    ReferralState.SENT: (ReferralState.SENT,),
    ReferralState.RECEIVED: (ReferralState.SENT, ReferralState.RECEIVED),
    ReferralState.ACCEPTED: (ReferralState.SENT, ReferralState.ACCEPTED),
    ReferralState.WAITING_LIST: (ReferralState.SENT, ReferralState.WAITING_LIST),
    ReferralState.DECLINED: (ReferralState.SENT, ReferralState.DECLINED),
    ReferralState.STARTED: (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.STARTED),
    ReferralState.DONE: (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.DONE),
    ReferralState.PARTLY_DONE: (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.PARTLY_DONE),
    ReferralState.NO_SHOW: (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.NO_SHOW),
    ReferralState.WITHDRAWN: (ReferralState.WITHDRAWN,),
    ReferralState.EXPIRED: (ReferralState.SENT, ReferralState.EXPIRED),
}


def say(case: Case, partner: Partner, state: ConsentState = ConsentState.GIVEN, **answers: Any) -> Consent:
    """What the person says about sharing with this partner."""
    consent = record_consent(
        case,
        purpose=Purpose.SHARING,
        state=state,
        by=lead_of(case),
        partner=partner,
        **{"manner": ConsentManner.SPOKEN} | answers,
    )
    commit()
    return consent


class ReferralFactory(RowFactory):
    """A referral with consent, in the `state` asked for."""

    class Meta:
        model = Referral

    case = factory.SubFactory(CaseFactory)
    partner = factory.SubFactory(PartnerFactory)
    service = "PSY"
    what_for = "Three sessions, in the morning"
    urgency = Urgency.THIS_WEEK
    next_contact = NextContact.US
    state = ReferralState.PREPARED

    @classmethod
    def make(cls, **values: Any) -> Referral:
        case, partner, state = values.pop("case"), values.pop("partner"), values.pop("state")
        if not values.get("is_emergency"):
            say(case, partner)
        referral = making.refer(case, partner, by=lead_of(case), **values)
        db.session.flush()
        for step in ROADS[state]:
            is_declined, is_expired = step is ReferralState.DECLINED, step is ReferralState.EXPIRED
            moving.move_referral(
                case,
                referral,
                step,
                by=None if is_expired else lead_of(case),
                mover=Mover.SYSTEM if is_expired else Mover.WORKER,
                decline_code="CAPACITY" if is_declined else None,
            )
        return referral
