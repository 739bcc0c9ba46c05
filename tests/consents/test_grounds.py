"""A refusal stands; only a supervisor records a ground against it, with the rule and the reasons."""

import pytest

from casework.cases.models import Case
from casework.consents.models import (
    ConsentState,
    GroundKind,
    LegalGround,
)
from casework.consents.queries import consents_of, in_force, may_share
from casework.consents.services import record_legal_ground
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from tests.browser import Browser
from tests.casefile.people import as_supervisor
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import say

GROUND = {"kind": "child_at_risk", "rule": "Article 446", "why": "A danger to life", "person_was_told": "yes"}


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_an_adults_refusal_stands_until_a_supervisor_records_a_ground(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner, ConsentState.REFUSED)
    as_supervisor(browser, case)
    answers = GROUND | {"partner_id": str(partner.id)}
    form = browser.open("consents.record_legal_ground", case_id=case.id).hidden | answers
    for _ in range(2):
        page = browser.visit("POST", "consents.record_legal_ground", form, case_id=case.id)

    ground = db.session.query(LegalGround).one()
    assert (ground.kind, ground.rule, ground.person_was_told) == (
        GroundKind.CHILD_AT_RISK,
        "Article 446",
        True,
    )
    assert "Article 446" in page.text
    reread = db.session.get_one(Case, case.id)
    assert may_share(reread, partner.id)
    assert [consent.state for consent in in_force(consents_of(reread))] == [ConsentState.REFUSED]


def test_only_a_supervisor_records_a_ground(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    assert browser.open("consents.record_legal_ground", case_id=case.id).status == 403

    with pytest.raises(RuleBroken):
        record_legal_ground(
            case,
            by=lead_of(case),
            partner=PartnerFactory(),
            kind=GroundKind.DANGER_TO_LIFE,
            person_was_told=False,
        )


def test_a_ground_needs_its_rule_and_its_reasons(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    as_supervisor(browser, case)
    answers = GROUND | {"partner_id": str(partner.id), "rule": "", "why": ""}

    assert browser.submit("consents.record_legal_ground", answers, case_id=case.id).status == 422
    assert db.session.query(LegalGround).count() == 0
