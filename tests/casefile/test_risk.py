"""The risk follows what is seen; a grave one goes down only when the supervisor agrees."""

from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Approval, ApprovalKind, Case, Decision, RiskChange
from casework.cases.services import state_purpose
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of

WHY = "The uncle has left the house"


@pytest.fixture
def case(app: Any) -> Case:
    return CaseFactory(risk=RiskLevel.HIGH)


def change(browser: Browser, case: Case, level: str, why: str = WHY) -> Page:
    return browser.submit("casefile.change_risk", {"level": level, "why": why}, case_id=case.id)


def asked(browser: Browser, case: Case) -> Approval:
    """What waits once the lead worker has asked for a lower risk."""
    browser.sign_in(lead_of(case))
    change(browser, case, "low")
    browser.post("accounts.sign_out")
    return db.session.query(Approval).one()


def sign_in_supervisor(browser: Browser, case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, supervisor, "A lower risk is asked for")
    commit()
    browser.sign_in(supervisor)


def decide(browser: Browser, case: Case, approval: Approval, **answers: str) -> Page:
    address: dict[str, Any] = {"case_id": case.id, "approval_id": approval.id}
    return browser.submit("casefile.decide_risk", answers, **address)


def test_a_worker_raises_the_risk_at_once(browser: Browser, case: Case) -> None:
    due = {task.kind: task.due_at for task in open_tasks(case)}
    browser.sign_in(lead_of(case))
    page = change(browser, case, "emergency")

    assert page.messages == ["The risk was saved."]
    assert case.risk is RiskLevel.EMERGENCY
    assert all(task.due_at <= due[task.kind] for task in open_tasks(case))
    assert WHY in page.text


def test_a_worker_asks_for_a_lower_risk(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)

    assert case.risk is RiskLevel.HIGH
    assert approval.kind is ApprovalKind.RISK_LOWERED
    assert approval.what | {"from": "high", "to": "low", "why": WHY} == approval.what


def test_a_medium_risk_goes_down_at_once(browser: Browser) -> None:
    case = CaseFactory(risk=RiskLevel.MEDIUM)
    browser.sign_in(lead_of(case))
    change(browser, case, "low")

    assert case.risk is RiskLevel.LOW


def test_the_same_request_sent_twice_is_one(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    answers = browser.open("casefile.change_risk", case_id=case.id).hidden | {"level": "low", "why": WHY}
    pages = [browser.visit("POST", "casefile.change_risk", answers, case_id=case.id) for _n in range(2)]
    assert [page.status for page in pages] == [200, 200]
    assert db.session.query(Approval).count() == 1

    assert change(browser, case, "medium").status == 409
    assert db.session.query(Approval).count() == 1


def test_the_same_change_sent_twice_is_one(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    answers = browser.open("casefile.change_risk", case_id=case.id).hidden | {
        "level": "emergency",
        "why": WHY,
    }
    pages = [browser.visit("POST", "casefile.change_risk", answers, case_id=case.id) for _n in range(2)]

    assert [page.status for page in pages] == [200, 200]
    assert db.session.query(RiskChange).count() == 1


def test_a_stale_change_shows_both_levels(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    stale = browser.open("casefile.change_risk", case_id=case.id).hidden
    change(browser, case, "emergency")
    page = browser.visit(
        "POST", "casefile.change_risk", stale | {"level": "medium", "why": WHY}, case_id=case.id
    )

    assert page.status == 409
    assert "Emergency" in page.text
    assert "Medium risk" in page.text


def test_the_level_that_the_file_has_is_no_change(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))

    assert change(browser, case, "high").status == 409
    assert change(browser, case, "low", why="").status == 422


def test_the_supervisor_approves(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    sign_in_supervisor(browser, case)
    assert browser.open("casefile.show", case_id=case.id).has_link(f"/cases/{case.id}/risk/{approval.id}")
    decide(browser, case, approval, decision="approved")

    assert case.risk is RiskLevel.LOW
    assert approval.decision is Decision.APPROVED
    assert db.session.query(AuditEntry).filter_by(event=Event.APPROVAL_DECIDED.value).count() == 1
    assert decide(browser, case, approval, decision="returned", comment="Too late").status != 200


def test_a_supervisor_asks_too_on_a_file_that_he_works_on(browser: Browser, case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    join(case, supervisor)
    browser.sign_in(supervisor)
    page = change(browser, case, "low")
    assert page.messages == ["The supervisor was asked. Until then the risk stays."]
    assert case.risk is RiskLevel.HIGH
    approval = db.session.query(Approval).one()
    assert db.session.query(AuditEntry).filter_by(object_id=approval.id).one().event == "approval.asked"
    address = {"case_id": case.id, "approval_id": approval.id}
    assert browser.post("casefile.decide_risk", {"decision": "approved"}, **address).status == 409
    sign_in_supervisor(browser, case)
    decide(browser, case, approval, decision="approved")
    assert case.risk is RiskLevel.LOW


def test_the_supervisor_returns_with_a_comment(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    sign_in_supervisor(browser, case)
    assert decide(browser, case, approval, decision="returned").status == 422
    page = decide(browser, case, approval, decision="returned", comment="Visit the home first")

    assert case.risk is RiskLevel.HIGH
    assert "Visit the home first" in page.text
    assert db.session.query(TimelineEntry).filter_by(kind=Happening.RISK).count() == 1


def test_what_was_overtaken_is_not_approved(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    sign_in_supervisor(browser, case)
    change(browser, case, "emergency")

    assert decide(browser, case, approval, decision="approved").status == 409
    assert case.risk is RiskLevel.EMERGENCY


def test_raised_and_lowered_again_is_asked_again(browser: Browser, case: Case) -> None:
    """The level is again what it was when this was asked, but it was set anew in the meantime."""
    approval = asked(browser, case)
    sign_in_supervisor(browser, case)
    for level in ("emergency", "high"):
        change(browser, case, level)
    assert decide(browser, case, approval, decision="approved").status == 409
    decide(browser, case, approval, decision="returned", comment="Ask again")
    worker = Browser(browser.app)
    worker.sign_in(lead_of(case))
    change(worker, case, "low")
    again = db.session.query(Approval).filter(Approval.decided_at.is_(None)).one()
    decide(browser, case, again, decision="approved")
    change(worker, case, "high")
    change(worker, case, "low")

    assert case.risk is RiskLevel.HIGH
    assert db.session.query(Approval).filter(Approval.decided_at.is_(None)).count() == 1
    page = worker.open("casefile.decisions", case_id=case.id)
    assert all(words in page.text for words in ("Ask again", "Returned for completion", "Approved"))
    told = worker.open("casefile.decide_risk", case_id=case.id, approval_id=again.id)
    assert WHY in told.text


def test_nobody_decides_what_he_asked(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    case.cell.deputy_id = case.lead_id
    commit()
    browser.sign_in(lead_of(case))

    page = browser.open("casefile.decide_risk", case_id=case.id, approval_id=approval.id)
    assert "for the supervisor to decide" in page.text
    address = {"case_id": case.id, "approval_id": approval.id}
    assert browser.post("casefile.decide_risk", {"decision": "approved"}, **address).status == 409
    assert case.risk is RiskLevel.HIGH


def test_in_a_single_person_cell_one_may(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    case.cell.is_single_person = True
    approval.asked_by_id = UserFactory(supervisor=True, cell=case.cell).id
    commit()
    join(case, db.session.get_one(type(lead_of(case)), approval.asked_by_id))
    browser.sign_in(approval.asked_by)
    decide(browser, case, approval, decision="approved")

    assert case.risk is RiskLevel.LOW
    entry = db.session.query(AuditEntry).filter_by(event=Event.APPROVAL_DECIDED.value).one()
    assert entry.detail == "single_person"


def test_a_worker_cannot_decide(browser: Browser, case: Case) -> None:
    approval = asked(browser, case)
    colleague = UserFactory(cell=case.cell)
    join(case, colleague)
    browser.sign_in(colleague)

    page = browser.open("casefile.decide_risk", case_id=case.id, approval_id=approval.id)
    assert "for the supervisor to decide" in page.text
    address = {"case_id": case.id, "approval_id": approval.id}
    assert browser.post("casefile.decide_risk", {"decision": "approved"}, **address).status == 409
    assert case.risk is RiskLevel.HIGH
