"""A no stops what was sent, in whatever words it is recorded, and with whatever day."""

from datetime import timedelta

import pytest
from flask import Flask

from casework.cases.models import Approval
from casework.consents.models import ConsentState
from casework.consents.queries import may_share
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.programmes.base import RiskLevel
from casework.referrals.links import Standing, live_link, make_link, standing_of
from casework.referrals.models import Referral, ReferralState
from casework.referrals.services.emergencies import return_emergency
from casework.referrals.services.moving import move_referral
from casework.referrals.services.printing import check_may_print
from casework.referrals.services.sending import ready
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say
from tests.portal.visits import Phone, link_of

REFUSED, WITHDRAWN = ConsentState.REFUSED, ConsentState.WITHDRAWN


@pytest.mark.parametrize("said", [REFUSED, WITHDRAWN])
def test_a_refusal_after_a_consent_takes_it_back(app: Flask, said: ConsentState) -> None:
    referral: Referral = ReferralFactory(state=ReferralState.SENT)
    phone = Phone(app, link_of(referral))
    phone.come_in()
    say(referral.case, referral.partner, said, manner=None)

    assert referral.state is ReferralState.WITHDRAWN
    assert live_link(referral) is None
    assert phone.look("answer").status == 410
    assert db.session.query(Notice).filter_by(kind=NoticeKind.CONSENT_WITHDRAWN).one()


def test_what_can_no_longer_be_taken_back_is_shut_by_a_refusal(app: Flask) -> None:
    referral: Referral = ReferralFactory(state=ReferralState.PARTLY_DONE)
    say(referral.case, referral.partner, REFUSED, manner=None)

    assert standing_of(referral) is Standing.TAKEN_BACK


def test_a_refusal_leads_to_what_was_received(browser: Browser, app: Flask) -> None:
    referral: Referral = ReferralFactory(state=ReferralState.SENT)
    browser.sign_in(lead_of(referral.case))
    answers = {"purpose": "sharing", "state": "refused", "giver": "person", "act": "consent"}
    answers["decided_on"] = f"{today():%d/%m/%Y}"
    answers["partner_id"] = str(referral.partner_id)
    page = browser.submit("consents.record_consent", answers, follow=True, case_id=referral.case_id)

    assert page.heading == "What this recipient already received"


@pytest.mark.parametrize("said", [REFUSED, WITHDRAWN])
def test_a_no_of_an_earlier_day_is_not_passed_over(app: Flask, said: ConsentState) -> None:
    """It would stand behind the yes that came after it, and stop nothing, while it says that it does."""
    referral: Referral = ReferralFactory(state=ReferralState.SENT)
    with pytest.raises(RuleBroken):
        say(referral.case, referral.partner, said, manner=None, decided_on=today() - timedelta(days=1))
    db.session.rollback()

    assert may_share(referral.case, referral.partner_id)


def test_the_letter_of_an_emergency_is_not_printed_once_she_said_no(app: Flask) -> None:
    referral: Referral = ReferralFactory(
        case=CaseFactory(risk="emergency"), is_emergency=True, state=ReferralState.PARTLY_DONE
    )
    case, partner = referral.case, referral.partner
    say(case, partner)
    check_may_print(case, referral)
    say(case, partner, WITHDRAWN, manner=None)

    with pytest.raises(RuleBroken):
        check_may_print(case, referral)


def test_no_link_before_it_is_sent(app: Flask) -> None:
    referral: Referral = ReferralFactory(state=ReferralState.PREPARED, partner=PartnerFactory())
    with pytest.raises(RuleBroken):
        make_link(referral, lead_of(referral.case))
    commit()

    assert live_link(referral) is None


def test_an_emergency_that_was_returned_leaves_no_link(app: Flask) -> None:
    case = CaseFactory(risk="emergency")
    referral: Referral = ReferralFactory(case=case, is_emergency=True, state=ReferralState.PARTLY_DONE)
    approval = db.session.query(Approval).one()
    return_emergency(case, approval, referral, "No ground", by=UserFactory(supervisor=True, cell=case.cell))

    assert live_link(referral) is None


def test_an_emergency_that_is_over_is_not_sent_without_her(app: Flask) -> None:
    """It was prepared while it was one; by now there is time to ask."""
    case = CaseFactory(risk="emergency")
    referral: Referral = ReferralFactory(case=case, is_emergency=True)
    assert ready([referral]) == [referral]
    case.risk = RiskLevel.LOW
    commit()

    assert ready([referral]) == []
    with pytest.raises(RuleBroken):
        move_referral(case, referral, ReferralState.SENT, by=lead_of(case))
