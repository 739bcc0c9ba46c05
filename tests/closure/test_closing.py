"""A worker asks to close a file; somebody else approves or returns it, once."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.approvals import ask_for
from casework.cases.entries import withdraw
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision, MemberRole, Stage
from casework.cases.queries import approvals_page
from casework.cases.timeline import Happening, TimelineEntry
from casework.closure import services
from casework.closure.models import Closure
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.programmes import PROGRAMMES
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.casefile.people import as_supervisor, filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.closures import ask_to_close, ticked
from tests.factories.organisation import CellFactory

CHILDREN = PROGRAMMES["child_protection"]
ASKED = {
    "reason": "GOALS",
    "summary": "She has work and a home.",
    "person_was_told": "yes",
    "told": "At the office",
} | ticked(CHILDREN)


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def ask(case: Case) -> Approval:
    ask_to_close(case)
    commit()
    return db.session.query(Approval).filter_by(case_id=case.id).one()


def details(event: Event) -> list[str | None]:
    return [entry.detail for entry in db.session.query(AuditEntry).filter_by(event=event.value)]


def test_closing_is_asked_once(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    form = browser.open("closure.ask_closure", case_id=case.id).hidden | ASKED
    for _ in range(2):
        assert browser.visit("POST", "closure.ask_closure", form, case_id=case.id, follow=False).status == 302

    reread = db.session.get_one(Case, case.id)
    assert (reread.status, reread.stage) == (CaseStatus.CLOSING, Stage.CLOSING)
    closure = db.session.query(Closure).one()
    assert (closure.reason, closure.summary) == ("GOALS", "She has work and a home.")
    assert db.session.query(Approval).count() == 1
    assert len(details(Event.CLOSURE_ASKED)) == 1


@pytest.mark.parametrize("missing", ["reason", "summary", "person_was_told", "told"])
def test_each_answer_is_needed_and_the_others_are_kept(browser: Browser, case: Case, missing: str) -> None:
    browser.sign_in(lead_of(case))
    page = browser.submit("closure.ask_closure", ASKED | {missing: ""}, case_id=case.id)

    assert page.status == 422
    assert missing == "summary" or "She has work and a home." in page.text
    assert db.session.query(Closure).count() == 0


def test_a_reason_of_another_programme_is_refused(browser: Browser) -> None:
    case = CaseFactory(cell=CellFactory(women=True))
    browser.sign_in(lead_of(case))

    assert browser.submit("closure.ask_closure", ASKED | {"reason": "ADULT"}, case_id=case.id).status == 422
    with pytest.raises(RuleBroken):
        ask_to_close(db.session.get_one(Case, case.id), reason="ADULT")


def test_a_file_that_waits_already_is_not_asked_for_again(browser: Browser, case: Case) -> None:
    ask(case)
    browser.sign_in(lead_of(case))
    assert (
        browser.post("closure.ask_closure", ASKED | {"form_key": str(new_id())}, case_id=case.id).status
        == 409
    )


def test_the_supervisor_approves(browser: Browser, case: Case) -> None:
    approval = ask(case)
    as_supervisor(browser, case)
    address = {"case_id": case.id, "approval_id": approval.id}
    page = browser.submit("closure.decide_closure", {"decision": "approved"}, **address)

    assert page.messages == ["The file is closed."]
    closed = db.session.get_one(Case, case.id)
    assert (closed.status, closed.closed_on, closed.closure_reason) == (CaseStatus.CLOSED, today(), "GOALS")
    assert open_tasks(closed) == []
    assert closed.next_due_on is None
    assert details(Event.CLOSURE_APPROVED) == ["approved"]


def test_the_supervisor_returns_it_with_a_comment(browser: Browser, case: Case) -> None:
    approval = ask(case)
    as_supervisor(browser, case)
    address = {"case_id": case.id, "approval_id": approval.id}
    assert browser.submit("closure.decide_closure", {"decision": "returned"}, **address).status == 422
    browser.submit(
        "closure.decide_closure", {"decision": "returned", "comment": "See her once more"}, **address
    )

    reread = db.session.get_one(Case, case.id)
    assert reread.status is CaseStatus.OPEN
    tasks = [task for task in open_tasks(reread) if task.kind is TaskKind.COMPLETE_FILE]
    assert [task.assignee_id for task in tasks] == [lead_of(reread).id]
    browser.post("accounts.sign_out")
    browser.sign_in(lead_of(reread))
    page = browser.open("closure.ask_closure", case_id=case.id)
    assert "See her once more" in page.text
    kept = filled(page)
    assert (kept["reason"], kept["person_was_told"]) == ("GOALS", ["yes"])
    assert (kept["summary"].strip(), kept["told"].strip()) == ("Done", "By phone")
    assert details(Event.CLOSURE_RETURNED) == ["returned"]


def test_of_two_decisions_the_first_counts(browser: Browser, case: Case) -> None:
    approval = ask(case)
    as_supervisor(browser, case)
    address: dict[str, Any] = {"case_id": case.id, "approval_id": approval.id}
    form = browser.open("closure.decide_closure", **address).hidden
    browser.visit("POST", "closure.decide_closure", form | {"decision": "approved"}, **address)
    late = browser.visit(
        "POST", "closure.decide_closure", form | {"decision": "returned", "comment": "No"}, **address
    )

    assert late.status == 409
    assert db.session.get_one(Approval, approval.id).decision is Decision.APPROVED
    assert db.session.get_one(Case, case.id).status is CaseStatus.CLOSED


def test_nobody_approves_his_own(browser: Browser) -> None:
    supervisor = UserFactory(supervisor=True)
    case = CaseFactory(worker=supervisor)
    approval = ask(case)
    browser.sign_in(supervisor)
    address = {"case_id": case.id, "approval_id": approval.id}

    assert "for the supervisor to decide" in browser.open("closure.decide_closure", **address).text
    assert browser.post("closure.decide_closure", {"decision": "approved"}, **address).status == 409
    assert approvals_page(supervisor).rows == []


def test_who_could_decide_is_said_to_an_only_supervisor(browser: Browser) -> None:
    """The deputy decides, once he is let work on the file."""
    supervisor = UserFactory(supervisor=True)
    case: Case = CaseFactory(worker=supervisor)
    deputy = UserFactory(cell=case.cell)
    case.cell.deputy_id = deputy.id
    ask(case)
    browser.sign_in(supervisor)
    assert "Nobody can decide it yet" in browser.open("casefile.show", case_id=case.id).text
    join(case, deputy)
    assert "Nobody can decide it yet" not in browser.open("casefile.show", case_id=case.id).text


def test_in_a_cell_of_one_he_does_and_the_log_says_so(browser: Browser) -> None:
    supervisor = UserFactory(supervisor=True, cell=CellFactory(is_single_person=True))
    case = CaseFactory(worker=supervisor)
    approval = ask(case)
    assert approvals_page(supervisor).rows == [approval]
    browser.sign_in(supervisor)
    browser.submit(
        "closure.decide_closure", {"decision": "approved"}, case_id=case.id, approval_id=approval.id
    )

    assert db.session.get_one(Case, case.id).status is CaseStatus.CLOSED
    assert details(Event.CLOSURE_APPROVED) == ["single_person"]


def test_the_deputy_decides_what_the_supervisor_asked(browser: Browser) -> None:
    cell = CellFactory()
    supervisor, deputy = UserFactory(supervisor=True, cell=cell), UserFactory(cell=cell)
    cell.deputy_id = deputy.id
    case = CaseFactory(worker=supervisor)
    join(case, deputy, MemberRole.COVER)
    approval = ask(case)
    assert approvals_page(deputy).rows == [approval]
    browser.sign_in(deputy)
    browser.submit(
        "closure.decide_closure", {"decision": "approved"}, case_id=case.id, approval_id=approval.id
    )

    assert db.session.get_one(Case, case.id).status is CaseStatus.CLOSED


def test_a_deputy_decides_nothing_that_a_worker_asked(case: Case) -> None:
    deputy = UserFactory(cell=case.cell)
    case.cell.deputy_id = deputy.id
    join(case, deputy, MemberRole.COVER)
    approval = ask(case)

    assert approvals_page(deputy).rows == []
    with pytest.raises(RuleBroken):
        services.approve_closure(case, approval, by=deputy)


def test_a_colleague_or_a_stranger_decides_nothing(browser: Browser, case: Case) -> None:
    approval = ask(case)
    address = {"case_id": case.id, "approval_id": approval.id}
    browser.sign_in(lead_of(case))
    assert browser.post("closure.decide_closure", {"decision": "approved"}, **address).status == 409
    browser.post("accounts.sign_out")
    browser.sign_in(UserFactory(role=Role.SUPERVISOR))
    assert browser.open("closure.decide_closure", **address).status == 404


def test_the_request_of_another_file_is_missing(browser: Browser, case: Case) -> None:
    approval, other = ask(case), CaseFactory(cell=case.cell)
    browser.sign_in(lead_of(other))
    for key in (approval.id, new_id()):
        page = browser.open("closure.decide_closure", case_id=other.id, approval_id=key)
        assert page.status == 404


def test_a_file_entered_in_error_meanwhile_is_not_closed(case: Case) -> None:
    approval = ask(case)
    case.status = CaseStatus.ENTERED_IN_ERROR
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    with pytest.raises(RuleBroken):
        services.approve_closure(case, approval, by=supervisor)
    services.return_closure(case, approval, "Not this file", by=supervisor)

    assert case.status is CaseStatus.ENTERED_IN_ERROR


def test_the_words_of_a_closure_can_be_withdrawn(case: Case) -> None:
    ask(case)
    db.session.refresh(case)
    withdraw(case, db.session.query(TimelineEntry).filter_by(kind=Happening.CLOSURE).one(), "Wrong file")
    commit()

    closure = db.session.query(Closure).one()
    assert (closure.summary, closure.told, closure.reason) == (None, None, "GOALS")


def test_what_waits_for_the_supervisor_is_decided_before_the_file_is_closed(case: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    approval = ask(case)
    ask_for(case, ApprovalKind.LEGAL_GROUND, by=lead_of(case), what={"referral_id": "", "partner_id": ""})
    commit()

    with pytest.raises(RuleBroken, match="Decide first"):
        services.approve_closure(case, approval, by=supervisor)


def test_a_withdrawn_request_leaves_no_word_of_it(case: Case) -> None:
    supervisor, approval = UserFactory(supervisor=True, cell=case.cell), ask(case)
    services.return_closure(case, approval, "Her sister Zahra is not safe", by=supervisor)
    commit()
    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.CLOSURE).order_by(TimelineEntry.id).all()
    assert [line.story for line in lines] == [{"text": "Done"}, {"text": "Her sister Zahra is not safe"}]
    withdraw(case, lines[1], "It names somebody")
    commit()

    assert db.session.get_one(Approval, approval.id).comment is None
    assert not any((line.story or {}).get("text") for line in lines)
    assert db.session.query(Closure).one().summary is None
