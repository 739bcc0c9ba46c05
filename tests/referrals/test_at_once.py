"""Several people, or one impatient one, at the same moment: one record, one answer."""

from collections import Counter
from typing import Any

from flask import Flask

from casework.closure.models import Closure
from casework.consents.models import Consent
from casework.core.clock import today
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.referrals.models import Mover, Referral, ReferralLink, ReferralMove, ReferralState, SentCopy
from casework.referrals.services.moving import move_referral
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.closures import ticked
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say
from tests.parallel import AT_ONCE, all_at_once, answers_to
from tests.referrals.flow import ASKED, address, refer, the_referral

TODAY = today().strftime("%d/%m/%Y")


def statuses(answers: list[Any]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def test_eight_identical_referrals_are_one(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    about = address(case, partner)
    form = browser.open("referrals.refer", **about).hidden | ASKED

    answers = answers_to(browser, "referrals.refer", [form] * AT_ONCE, **about)
    assert statuses(answers) == {302: AT_ONCE}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert db.session.query(Referral).count() == 1


def test_eight_last_looks_at_once_send_once(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    look = filled(refer(browser, case, partner))
    about = {"case_id": case.id, "referral_id": the_referral().id}

    answers = answers_to(browser, "referrals.send_referral", [look] * AT_ONCE, **about)
    assert statuses(answers) == {302: AT_ONCE}
    assert db.session.query(SentCopy).count() == db.session.query(ReferralLink).count() == 1


def test_eight_identical_consents_are_one(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    browser.sign_in(lead_of(case))
    case_id, partner_id = case.id, str(partner.id)
    form = browser.open("consents.record_consent", case_id=case_id).hidden
    form |= {"purpose": "sharing", "state": "refused", "giver": "person", "act": "consent"}
    form |= {"decided_on": TODAY, "partner_id": partner_id}

    answers = answers_to(browser, "consents.record_consent", [form] * AT_ONCE, case_id=case_id)
    assert statuses(answers) == {302: AT_ONCE}
    assert db.session.query(Consent).count() == 1


def test_eight_identical_closures_are_one(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    browser.sign_in(lead_of(case))
    case_id = case.id
    form = browser.open("closure.ask_closure", case_id=case_id).hidden | ticked(case.programme)
    form |= {"reason": "GOALS", "summary": "Done", "person_was_told": "no", "told": "She moved"}

    answers = answers_to(browser, "closure.ask_closure", [form] * AT_ONCE, case_id=case_id)
    assert statuses(answers) == {302: AT_ONCE}
    assert db.session.query(Closure).count() == 1


def test_of_eight_answers_entered_at_once_one_wins(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    address = {"case_id": case.id, "referral_id": referral.id}
    form = browser.open("referrals.move_referral", **address).hidden | {"happened_on": TODAY}
    filled = [form | {"to": ("accepted", "waiting_list")[n % 2]} for n in range(AT_ONCE)]

    answers = statuses(answers_to(browser, "referrals.move_referral", filled, **address))
    assert answers[302] == 1
    assert answers[409] + answers[422] == AT_ONCE - 1
    assert db.session.query(ReferralMove).count() == 3


def test_of_two_partners_and_a_worker_at_once_one_wins(app: Flask) -> None:
    """Accepted and then declined are both moves of the table: only one of them was said first."""
    referral = ReferralFactory(state=ReferralState.RECEIVED)
    referral_id, seen = referral.id, referral.version

    def answer(number: int) -> str:
        with app.app_context():
            mine = db.session.get_one(Referral, referral_id)
            to = (ReferralState.ACCEPTED, ReferralState.DECLINED)[number % 2]
            mover = Mover.WORKER if number == 0 else Mover.PARTNER
            by = lead_of(mine.case) if mover is Mover.WORKER else None
            code = "CAPACITY" if to is ReferralState.DECLINED else None
            try:
                move_referral(mine.case, mine, to, by=by, mover=mover, version=seen, decline_code=code)
                commit()
            except (Overtaken, RuleBroken):
                db.session.rollback()
                db.session.info.clear()
                return "told"
            return "won"

    assert Counter(all_at_once(app, answer, 4)) == {"won": 1, "told": 3}
    assert db.session.query(ReferralMove).filter(ReferralMove.step > 3).count() == 1
