"""In an emergency the worker acts without consent, and the supervisor decides within 24 hours."""

from datetime import timedelta

import pytest

from casework.cases.models import Approval, ApprovalKind, Case, Decision, MemberRole
from casework.cases.queries import approvals_page
from casework.consents.models import GroundKind, LegalGround
from casework.consents.queries import may_share
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState
from casework.referrals.services import emergencies, moving
from tests.browser import Browser
from tests.casefile.people import as_supervisor
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.flow import address, refer

APPROVED = {
    "decision": "approved",
    "kind": "danger_to_life",
    "rule": "Article 431",
    "person_was_told": "no",
    "why": "He has a knife",
}
RETURNED = {"decision": "returned", "why": "She is safe at her sister's"}


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory(risk=RiskLevel.EMERGENCY)


def emergency(case: Case) -> tuple[Referral, Approval]:
    referral = ReferralFactory(case=case, is_emergency=True, state=ReferralState.SENT)
    return referral, db.session.query(Approval).one()


def test_the_worker_acts_and_the_supervisor_is_asked(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    page = refer(browser, case, partner, what_for="A bed tonight", urgency="at_once", is_emergency="y")

    assert "without consent" in page.text
    approval = db.session.query(Approval).one()
    assert approval.kind is ApprovalKind.LEGAL_GROUND
    assert approval.due_at
    assert timedelta(hours=23) < approval.due_at - now() <= timedelta(hours=24)


def test_outside_an_emergency_the_box_is_not_there(browser: Browser) -> None:
    case, partner = CaseFactory(risk=RiskLevel.HIGH), PartnerFactory()
    browser.sign_in(lead_of(case))
    page = browser.open("referrals.refer", **address(case, partner))

    assert not page.soup.select("[name=is_emergency]")
    with pytest.raises(RuleBroken):
        ReferralFactory(case=case, partner=partner, is_emergency=True)


def test_the_supervisor_finds_a_ground(browser: Browser, case: Case) -> None:
    referral, approval = emergency(case)
    as_supervisor(browser, case)
    address = {"case_id": case.id, "approval_id": approval.id}
    browser.submit("referrals.decide_emergency", APPROVED, **address)

    assert db.session.get_one(Approval, approval.id).decision is Decision.APPROVED
    assert db.session.query(LegalGround).one().why == "He has a knife"
    assert may_share(db.session.get_one(Case, case.id), referral.partner_id)
    assert db.session.get_one(Referral, referral.id).state is ReferralState.SENT
    again = browser.post("referrals.decide_emergency", RETURNED, **address)
    assert again.status == 409


def test_a_ground_recorded_on_its_own_page_answers_the_request(browser: Browser, case: Case) -> None:
    referral, approval = emergency(case)
    as_supervisor(browser, case)
    answers = {name: text for name, text in APPROVED.items() if name != "decision"}
    answers["partner_id"] = str(referral.partner_id)
    browser.submit("consents.record_legal_ground", answers, case_id=case.id)

    assert db.session.get_one(Approval, approval.id).decision is Decision.APPROVED


def test_what_was_changed_since_is_not_given_a_ground(case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    referral, approval = emergency(case)
    ground = {"kind": GroundKind.DANGER_TO_LIFE, "rule": "Article 431", "why": "A knife"}
    referral.what_for = "Something else"
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        emergencies.approve_emergency(case, approval, referral, by=supervisor, person_was_told=True, **ground)
    emergencies.return_emergency(case, approval, referral, "Ask again", by=supervisor)

    assert referral.state is ReferralState.WITHDRAWN


def test_without_a_ground_the_referral_is_taken_back(browser: Browser, case: Case) -> None:
    referral, approval = emergency(case)
    as_supervisor(browser, case)
    page = browser.submit("referrals.decide_emergency", RETURNED, case_id=case.id, approval_id=approval.id)

    assert "Taken back" in page.text
    assert db.session.get_one(Referral, referral.id).state is ReferralState.WITHDRAWN
    assert not may_share(db.session.get_one(Case, case.id), referral.partner_id)


def test_what_can_no_longer_be_taken_back_stays(case: Case) -> None:
    referral, approval = emergency(case)
    for state in (ReferralState.ACCEPTED, ReferralState.DONE):
        moving.move_referral(case, referral, state, by=lead_of(case))
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    emergencies.return_emergency(case, approval, referral, "No ground", by=supervisor)

    assert referral.state is ReferralState.DONE
    assert approval.decision is Decision.RETURNED


def test_the_worker_does_not_decide_his_own_emergency(browser: Browser, case: Case) -> None:
    _, approval = emergency(case)
    browser.sign_in(lead_of(case))
    for answers in (APPROVED, RETURNED):
        page = browser.post("referrals.decide_emergency", answers, case_id=case.id, approval_id=approval.id)
        assert page.status == 409
    assert db.session.get_one(Approval, approval.id).decision is None


def test_a_ground_without_its_rule_is_asked_again(browser: Browser, case: Case) -> None:
    _, approval = emergency(case)
    as_supervisor(browser, case)
    page = browser.submit(
        "referrals.decide_emergency",
        APPROVED | {"rule": "", "kind": "", "person_was_told": ""},
        case_id=case.id,
        approval_id=approval.id,
    )

    assert page.status == 422
    assert "He has a knife" in page.text


def test_the_request_of_another_file_is_missing(browser: Browser, case: Case) -> None:
    _, approval = emergency(case)
    other = CaseFactory(cell=case.cell)
    browser.sign_in(lead_of(other))

    page = browser.open("referrals.decide_emergency", case_id=other.id, approval_id=approval.id)
    assert page.status == 404


def test_it_waits_for_the_supervisor_and_not_for_the_one_who_asked(case: Case, statements: list[str]) -> None:
    _, approval = emergency(case)
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    stranger = UserFactory(supervisor=True)
    asker = lead_of(case)
    assert all(user.positions for user in (supervisor, stranger, asker))  # loaded before counting
    statements.clear()

    assert approvals_page(supervisor).rows == [approval]
    assert len(statements) <= 2
    assert approvals_page(stranger).rows == approvals_page(asker).rows == []


def test_the_deputy_decides_on_the_supervisors_own_emergency(browser: Browser) -> None:
    cell = CellFactory()
    supervisor, deputy = UserFactory(supervisor=True, cell=cell), UserFactory(cell=cell)
    cell.deputy_id = deputy.id
    case = CaseFactory(worker=supervisor, risk=RiskLevel.EMERGENCY)
    join(case, deputy, MemberRole.COVER)
    _, approval = emergency(case)
    address = {"case_id": case.id, "approval_id": approval.id}
    browser.sign_in(supervisor)
    assert browser.post("referrals.decide_emergency", APPROVED, **address).status == 409
    browser.post("accounts.sign_out")
    browser.sign_in(deputy)
    browser.submit("referrals.decide_emergency", APPROVED, **address)

    assert db.session.get_one(Approval, approval.id).decided_by_id == deputy.id
    assert db.session.query(LegalGround).count() == 1
