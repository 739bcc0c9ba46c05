"""A consent that is taken back stops what rests on it, and the page says who already has what."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case, CaseStatus
from casework.consents.models import ConsentState, GroundKind
from casework.consents.services import record_legal_ground
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.notices.models import Notice, NoticeKind
from casework.partners.models import Partner
from casework.referrals.links import live_link
from casework.referrals.models import Referral, ReferralState
from casework.referrals.moves import MOVES
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say

WITHDRAWN = ReferralState.WITHDRAWN


def take_back(case: Case, partner: Partner) -> None:
    say(case, partner, ConsentState.WITHDRAWN, manner=None)


def notices() -> list[Any]:
    return db.session.query(Notice).filter_by(kind=NoticeKind.CONSENT_WITHDRAWN).all()


def address_of(referral: Referral) -> dict[str, Any]:
    return {"case_id": referral.case_id, "referral_id": referral.id}


@pytest.mark.parametrize("state", ReferralState)
def test_whatever_can_still_be_stopped_is(app: Flask, state: ReferralState) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    referral = ReferralFactory(case=case, partner=partner, state=state)
    was_sent = referral.was_sent
    take_back(case, partner)

    assert referral.state is (WITHDRAWN if (state, WITHDRAWN) in MOVES else state)
    assert live_link(referral) is None
    assert [notice.object_id for notice in notices()] == ([referral.id] if was_sent else [])


def test_other_recipients_and_other_files_go_on(app: Flask) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    ReferralFactory(case=case, partner=partner, state=ReferralState.SENT)
    others = [
        ReferralFactory(case=case, state=ReferralState.SENT),
        ReferralFactory(partner=partner, state=ReferralState.SENT),
    ]
    take_back(case, partner)

    assert {other.state for other in others} == {ReferralState.SENT}


def test_a_supervisors_ground_still_stands(app: Flask) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    referral = ReferralFactory(case=case, partner=partner, state=ReferralState.SENT)
    supervisor = UserFactory(cell=case.cell, supervisor=True)
    ground: dict[str, Any] = {"kind": GroundKind.DANGER_TO_LIFE, "person_was_told": True, "rule": "Article 1"}
    record_legal_ground(case, by=supervisor, partner=partner, **ground)
    take_back(case, partner)

    assert referral.state is ReferralState.SENT


def test_it_stops_on_a_closed_file_too(app: Flask) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    referral = ReferralFactory(case=case, partner=partner, state=ReferralState.ACCEPTED)
    case.status = CaseStatus.CLOSED
    commit()
    take_back(case, partner)

    assert referral.state is WITHDRAWN


def test_what_the_partner_was_asked_and_answered_is_written_down(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    referral = ReferralFactory(case=case, partner=partner, state=ReferralState.SENT)
    take_back(case, partner)
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.already_received", case_id=case.id, partner_id=partner.id)
    assert referral.code in page.text
    asked, address = short_day(today()), address_of(referral)
    page = browser.submit("referrals.ask_destruction", {"destroy_asked_on": asked}, **address)
    assert "no answer yet" in page.text
    answers = {"destroy_asked_on": asked, "destroy_answered_on": asked}
    page = browser.submit("referrals.ask_destruction", answers, **address)

    assert "Destroyed, says the partner" in page.text
    assert (referral.destroy_asked_on, referral.destroy_answered_on) == (today(), today())
    kept = db.session.query(AuditEntry).filter_by(event=Event.DESTRUCTION_ASKED.value)
    assert [entry.detail for entry in kept.order_by(AuditEntry.seq)] == ["asked", "answered"]


def test_days_that_cannot_be_are_refused(app: Flask, browser: Browser) -> None:
    case, partner = CaseFactory(), PartnerFactory()
    referral = ReferralFactory(case=case, partner=partner, state=ReferralState.SENT)
    take_back(case, partner)
    browser.sign_in(lead_of(case))
    before, day, after = (short_day(today() + timedelta(days=n)) for n in (-1, 0, 1))
    for asked, answered, status in ((before, "", 409), (after, "", 422), (day, before, 422), ("", "", 422)):
        answers = {"destroy_asked_on": asked, "destroy_answered_on": answered}
        assert browser.submit("referrals.ask_destruction", answers, **address_of(referral)).status == status


@pytest.mark.parametrize("state", [ReferralState.PREPARED, ReferralState.ACCEPTED])
def test_what_was_not_sent_or_is_still_done_is_not_destroyed(
    app: Flask, browser: Browser, state: ReferralState
) -> None:
    referral = ReferralFactory(state=state)
    browser.sign_in(lead_of(referral.case))
    answers = {"destroy_asked_on": short_day(today())}

    assert browser.submit("referrals.ask_destruction", answers, **address_of(referral)).status == 409
    assert referral.destroy_asked_on is None
