"""A supervisor reopens a closed file, or decides on one reopened when the person came back."""

from datetime import timedelta

import pytest

from casework.audit.models import AuditEntry, Event, Reason
from casework.cases.approvals import ask_for
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus
from casework.closure import services
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import Clock
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.casefile.people import as_supervisor
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.closures import ask_to_close


@pytest.fixture
def closed(app: object) -> Case:
    case: Case = CaseFactory()
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    ask_to_close(case, reason="MOVED")
    approval = db.session.query(Approval).one()
    services.approve_closure(case, approval, by=supervisor)
    commit()
    return case


def come_back(case: Case) -> Approval:
    """As the entry of somebody who came back leaves a file: open for 72 hours."""
    case.status, case.reopened_until = CaseStatus.OPEN, now() + timedelta(hours=72)
    approval = ask_for(
        case,
        ApprovalKind.REOPENING,
        by=lead_of(case),
        what={"text": "She is back"},
        due_at=case.reopened_until,
    )
    commit()
    return approval


def reopened_entries() -> list[AuditEntry]:
    return db.session.query(AuditEntry).filter_by(event=Event.CASE_REOPENED.value).all()


def test_a_supervisor_reopens_with_a_reason(browser: Browser, closed: Case) -> None:
    as_supervisor(browser, closed)
    assert browser.submit("closure.reopen", {"why": ""}, case_id=closed.id).status == 422
    browser.submit("closure.reopen", {"why": "New threats"}, case_id=closed.id)

    case = db.session.get_one(Case, closed.id)
    assert (case.status, case.closed_on, case.closure_reason) == (CaseStatus.OPEN, None, None)
    assert {task.kind.value for task in open_tasks(case)} == {Clock.FOLLOW_UP, Clock.SUPERVISOR_REVIEW}
    assert case.next_due_on is not None
    entry = reopened_entries()[0]
    assert db.session.get_one(Reason, entry.reason_id).text == "New threats"


def test_a_file_that_is_open_is_not_reopened(browser: Browser, closed: Case) -> None:
    as_supervisor(browser, closed)
    form = browser.open("closure.reopen", case_id=closed.id).hidden | {"why": "New threats"}
    browser.visit("POST", "closure.reopen", form, case_id=closed.id)

    assert browser.visit("POST", "closure.reopen", form, case_id=closed.id).status == 409
    assert len(reopened_entries()) == 1


def asked_to_reopen(browser: Browser, closed: Case) -> Approval:
    """By the lead worker, twice: it is asked once."""
    browser.sign_in(lead_of(closed))
    form = browser.open("closure.reopen", case_id=closed.id).hidden | {"why": "The judge writes"}
    for _click in range(2):
        page = browser.visit("POST", "closure.reopen", form, case_id=closed.id)
        assert page.messages == ["The supervisor was asked to reopen it."]
    again = browser.submit("closure.reopen", {"why": "Once more"}, case_id=closed.id)
    assert (again.status, db.session.get_one(Case, closed.id).status) == (409, CaseStatus.CLOSED)
    return db.session.query(Approval).filter_by(kind=ApprovalKind.REOPENING).one()


def test_a_worker_asks_and_the_supervisor_reopens(browser: Browser, closed: Case) -> None:
    approval = asked_to_reopen(browser, closed)
    assert "waits for the supervisor" in browser.open("casefile.show", case_id=closed.id).text.lower()
    contact = closed.last_contact_on
    as_supervisor(browser, closed)
    address = {"case_id": closed.id, "approval_id": approval.id}
    assert "The judge writes" in browser.open("closure.confirm_reopening", **address).text
    assert browser.submit("closure.reopen", {"why": "At once"}, case_id=closed.id).status == 409
    browser.submit("closure.confirm_reopening", {"decision": "approved"}, **address)

    case = db.session.get_one(Case, closed.id)
    assert (case.status, case.reopened_until, case.closed_on) == (CaseStatus.OPEN, None, None)
    assert (case.last_contact_on, len(reopened_entries())) == (contact, 1)
    assert case.next_due_on is not None
    assert services.close_unconfirmed() == 0


def test_returned_the_file_stays_closed_and_is_asked_again(browser: Browser, closed: Case) -> None:
    approval = asked_to_reopen(browser, closed)
    as_supervisor(browser, closed)
    address = {"case_id": closed.id, "approval_id": approval.id}
    browser.submit("closure.confirm_reopening", {"decision": "returned", "comment": "What for?"}, **address)
    assert db.session.get_one(Case, closed.id).status is CaseStatus.CLOSED
    assert db.session.get_one(Case, closed.id).closure_reason == "MOVED"
    browser.sign_in(lead_of(closed))
    assert "What for?" in browser.open("casefile.decisions", case_id=closed.id).text
    page = browser.submit("closure.reopen", {"why": "For the hearing"}, case_id=closed.id)
    assert page.messages == ["The supervisor was asked to reopen it."]


def test_she_comes_back_while_it_is_asked(browser: Browser, closed: Case) -> None:
    """What was opened for 72 hours is decided on its own, whichever answer comes first."""
    asked = asked_to_reopen(browser, closed)
    until = come_back(closed).due_at
    supervisor = UserFactory(supervisor=True, cell=closed.cell)
    services.confirm_reopening(closed, asked, by=supervisor)
    commit()
    assert (closed.status, closed.reopened_until) == (CaseStatus.OPEN, until)


def test_nobody_reopens_his_own_alone(browser: Browser, closed: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=closed.cell)
    join(closed, supervisor)
    browser.sign_in(supervisor)
    browser.submit("closure.reopen", {"why": "New threats"}, case_id=closed.id)
    approval = db.session.query(Approval).filter_by(kind=ApprovalKind.REOPENING).one()
    address = {"case_id": closed.id, "approval_id": approval.id}
    assert browser.post("closure.confirm_reopening", {"decision": "approved"}, **address).status == 409
    assert db.session.get_one(Case, closed.id).status is CaseStatus.CLOSED
    db.session.get_one(Case, closed.id).cell.is_single_person = True
    commit()
    browser.submit("closure.confirm_reopening", {"decision": "approved"}, **address)
    assert db.session.get_one(Case, closed.id).status is CaseStatus.OPEN


def test_a_stranger_asks_for_nothing(closed: Case) -> None:
    with pytest.raises(RuleBroken, match="Only whoever works"):
        services.reopen(closed, "Why not", by=UserFactory(cell=closed.cell))


def test_a_file_whose_worker_has_left_waits_to_be_assigned(closed: Case) -> None:
    lead_of(closed).disabled_at = now()
    services.reopen(closed, "New threats", by=UserFactory(supervisor=True, cell=closed.cell))

    assert closed.lead_id is None
    assert closed.unassigned_at is not None


def test_the_supervisor_confirms_that_it_stays_open(browser: Browser, closed: Case) -> None:
    approval = come_back(closed)
    as_supervisor(browser, closed)
    address = {"case_id": closed.id, "approval_id": approval.id}
    assert "She is back" in browser.open("closure.confirm_reopening", **address).text
    browser.submit("closure.confirm_reopening", {"decision": "approved"}, **address)

    case = db.session.get_one(Case, closed.id)
    assert (case.status, case.reopened_until, case.closed_on) == (CaseStatus.OPEN, None, None)
    assert len(reopened_entries()) == 1
    late = {"decision": "returned", "comment": "No"}
    assert browser.post("closure.confirm_reopening", late, **address).status == 409


def test_declined_it_is_closed_again_for_the_same_reason(browser: Browser, closed: Case) -> None:
    approval = come_back(closed)
    as_supervisor(browser, closed)
    answers = {"decision": "returned", "comment": "It is another person"}
    browser.submit("closure.confirm_reopening", answers, case_id=closed.id, approval_id=approval.id)

    case = db.session.get_one(Case, closed.id)
    assert (case.status, case.closure_reason, case.reopened_until) == (CaseStatus.CLOSED, "MOVED", None)
    assert open_tasks(case) == []


def test_the_colleague_who_reopened_it_does_not_decide(browser: Browser, closed: Case) -> None:
    approval = come_back(closed)
    browser.sign_in(lead_of(closed))
    page = browser.post(
        "closure.confirm_reopening", {"decision": "approved"}, case_id=closed.id, approval_id=approval.id
    )

    assert page.status == 409
    assert db.session.get_one(Case, closed.id).reopened_until is not None
