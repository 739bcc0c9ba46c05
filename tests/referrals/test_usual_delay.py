"""What the directory says of a service, how long it takes and whether it answers, follows the referrals."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from casework.core.clock import now
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerService
from casework.referrals.models import Mover, Referral, ReferralState
from casework.referrals.services.moving import move_referral
from casework.referrals.services.reminding import expire_unanswered
from tests.factories.cases import CaseFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory


def psy_of(partner: Partner) -> PartnerService:
    return next(service for service in partner.services if service.code == "PSY")


def sent(partner: Partner, n: int) -> list[Referral]:
    case = CaseFactory(days_ago=90)
    made = {"case": case, "partner": partner, "service_id": psy_of(partner).id}
    return [ReferralFactory(state=ReferralState.SENT, **made) for _n in range(n)]


def accept(referral: Referral) -> None:
    move_referral(referral.case, referral, ReferralState.ACCEPTED, by=None, mover=Mover.PARTNER)


def test_the_middle_of_five_answers(app: Flask, set_time: Callable[..., None]) -> None:
    partner, start = PartnerFactory(), now()
    referrals = sent(partner, 5)
    for referral, days in zip(referrals, (1, 2, 4, 6, 9), strict=True):
        assert psy_of(partner).usual_days is None
        set_time(start + timedelta(days=days))
        accept(referral)
    db.session.commit()

    assert psy_of(partner).usual_days == 4
    other = next(service for service in partner.services if service.code == "LEGAL")
    assert other.usual_days is None


def test_whoever_seldom_answers_is_marked_until_he_does(app: Flask, set_time: Callable[..., None]) -> None:
    partner, start = PartnerFactory(), now()
    referrals = sent(partner, 5)
    for referral in referrals[:2]:
        accept(referral)
    db.session.commit()
    assert psy_of(partner).seldom_answers is False
    set_time(start + timedelta(days=60))
    assert expire_unanswered() == 3
    assert psy_of(partner).seldom_answers is True
    accept(referrals[4])
    db.session.commit()

    assert psy_of(partner).seldom_answers is False


def test_four_say_nothing(app: Flask, set_time: Callable[..., None]) -> None:
    partner, start = PartnerFactory(), now()
    sent(partner, 4)
    set_time(start + timedelta(days=60))
    assert expire_unanswered() == 4
    assert psy_of(partner).seldom_answers is False
