"""A partner where family or a neighbour works is not offered for the file."""

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.consents.models import (
    BarredPartner,
)
from casework.consents.queries import offered_partners
from casework.consents.services import bar_partner
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import say


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_a_partner_with_a_barred_person_is_not_offered(browser: Browser, case: Case) -> None:
    worker = lead_of(case)
    partner = PartnerFactory(name_fr="Where a cousin works")
    browser.sign_in(worker)
    answers = {"partner_id": str(partner.id), "why": "A cousin"}
    page = browser.submit("consents.barred_partners", answers, case_id=case.id)

    assert "A cousin" in page.text
    assert offered_partners(db.session.get_one(Case, case.id), worker) == []
    barred = db.session.query(BarredPartner).one()
    assert browser.post("consents.unbar_partner", case_id=case.id, barred_id=new_id()).status == 404
    browser.post("consents.unbar_partner", case_id=case.id, barred_id=barred.id)
    assert db.session.query(BarredPartner).count() == 0
    events = db.session.query(AuditEntry).filter_by(event=Event.PARTNER_BARRED.value)
    assert sorted(str(entry.detail) for entry in events) == ["barred", "unbarred"]


def test_a_partner_is_barred_once(case: Case) -> None:
    partner = PartnerFactory()
    for _ in range(2):
        bar_partner(case, partner, None)
    commit()

    assert db.session.query(BarredPartner).count() == 1


def test_the_barred_partner_of_another_file_stays(browser: Browser, case: Case) -> None:
    other = CaseFactory()
    bar_partner(other, PartnerFactory(), None)
    commit()
    browser.sign_in(lead_of(case))
    barred = db.session.query(BarredPartner).one()

    page = browser.post("consents.unbar_partner", case_id=case.id, barred_id=barred.id)
    assert page.status == 404
    assert db.session.query(BarredPartner).count() == 1


def test_the_nearest_partners_come_first(case: Case) -> None:
    far = PartnerFactory(name_fr="A far", commune_code="05.081.01.01")
    near = PartnerFactory(name_fr="B near", commune_code=case.person.commune)
    PartnerFactory(name_fr="C gone", is_active=False)

    assert offered_partners(case, lead_of(case), "PSY") == [near, far]


def test_the_consent_of_a_partner_barred_since_can_still_be_withdrawn(browser: Browser, case: Case) -> None:
    partner, past = PartnerFactory(), PartnerFactory()
    say(case, partner)
    say(case, past)
    bar_partner(case, partner, None)
    past.is_active = False
    commit()
    for gone in (partner, past):
        with pytest.raises(RuleBroken):
            say(case, gone)
        db.session.rollback()
    browser.sign_in(lead_of(case))
    answers = {"purpose": "sharing", "state": "withdrawn", "giver": "person", "act": "consent"}
    answers |= {"decided_on": today().strftime("%d/%m/%Y")}
    for gone in (partner, past):
        page = browser.submit(
            "consents.record_consent", answers | {"partner_id": str(gone.id)}, case_id=case.id
        )
        assert page.heading == "What this recipient already received"
