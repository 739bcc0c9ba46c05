"""A person comes back after closure: open again for 72 hours, until the supervisor has decided."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision, MemberRole
from casework.cases.queries import approvals_page
from casework.cases.services import end_membership
from casework.cases.timeline import Happening, TimelineEntry
from casework.closure.services import approve_closure, close_unconfirmed
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.ids import new_id
from casework.intake.services.returning import take_back
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.closures import ask_to_close
from tests.factories.organisation import CellFactory
from tests.parallel import AT_ONCE, answers_to


@pytest.fixture
def supervisor(app: Flask) -> User:
    user: User = UserFactory(supervisor=True)
    return user


@pytest.fixture
def closed(supervisor: User) -> Case:
    case: Case = CaseFactory(cell=supervisor.cells[0])
    NumberFactory(person=case.person, number="+212600001234", hours="بعد العصر")
    ask_to_close(case, reason="MOVED")
    approve_closure(case, db.session.query(Approval).one(), by=supervisor)
    commit()
    return case


@pytest.fixture
def worker(browser: Browser, closed: Case) -> User:
    """Of the same cell, and no member of the file."""
    user: User = UserFactory(cell=closed.cell)
    browser.sign_in(user)
    return user


def look_for(browser: Browser, case: Case, reference: str) -> Page:
    return browser.submit("intake.came_back", {"reference": reference}, cell_id=case.cell_id)


def come_back(browser: Browser, case: Case, **more: Any) -> Page:
    said = {"returned_on": short_day(today()), "word": "عادت التهديدات"} | more
    return browser.submit("intake.record_return", said, cell_id=case.cell_id, case_id=case.id)


def reopening() -> Approval:
    return db.session.query(Approval).filter_by(kind=ApprovalKind.REOPENING).one()


def test_the_reference_may_be_typed_in_any_way(browser: Browser, worker: User, closed: Case) -> None:
    for typed in (closed.reference, closed.reference.lower().replace("-", " ")):
        assert look_for(browser, closed, typed).heading == "The person comes back"


def test_only_risk_contact_rules_and_the_last_step_are_read(
    browser: Browser, worker: User, closed: Case
) -> None:
    page = look_for(browser, closed, closed.reference)

    main = page.texts("main")[0]
    assert all(said in main for said in ("Medium risk", "06 00 00 12 34", "بعد العصر", "Closure"))
    for hidden in (closed.person.name, closed.title_name, closed.person.commune_label, "Left", "Here"):
        assert str(hidden) not in main
    assert browser.open("casefile.show", case_id=closed.id).status == 404
    opened = db.session.query(AuditEntry).filter_by(event=Event.CASE_OPENED.value, actor_id=worker.id).one()
    assert (opened.case_id, opened.detail) == (closed.id, "came_back")


def test_every_other_reference_gets_the_same_answer(browser: Browser, worker: User, closed: Case) -> None:
    """Wrong, of another cell, of an open file, or of a file from which the worker is kept out."""
    barred = CaseFactory(cell=closed.cell)
    bar(barred, worker, why=None)
    elsewhere = CaseFactory(cell=CellFactory())
    barred.status = elsewhere.status = CaseStatus.CLOSED
    commit()
    asked = ["not a reference", "AZ-26-222222", CaseFactory(cell=closed.cell).reference]
    asked += [barred.reference, elsewhere.reference]
    answers = [look_for(browser, closed, reference) for reference in asked]

    assert {page.status for page in answers} == {200}
    assert len({page.texts(".notice")[0] for page in answers}) == 1
    assert db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value).count() == len(asked)


def test_by_their_ids_they_are_all_missing(browser: Browser, worker: User, closed: Case) -> None:
    barred = CaseFactory(cell=closed.cell)
    bar(barred, worker, why=None)
    elsewhere = CaseFactory(cell=CellFactory())
    barred.status = elsewhere.status = CaseStatus.CLOSED
    commit()
    ids = [new_id(), barred.id, elsewhere.id, CaseFactory(cell=closed.cell).id]
    for case_id in ids:
        address = {"cell_id": closed.cell_id, "case_id": case_id}
        assert browser.open("intake.record_return", **address).status == 404
        said = {"returned_on": short_day(today()), "word": "x", "form_key": str(new_id())}
        assert browser.post("intake.record_return", said, **address).status == 404
    foreign = {"cell_id": elsewhere.cell_id, "case_id": closed.id}
    assert browser.open("intake.record_return", **foreign).status == 404


def test_the_file_is_open_until_the_supervisor_decides(
    browser: Browser, worker: User, supervisor: User, closed: Case
) -> None:
    page = come_back(browser, closed)

    assert page.status == 200
    case = db.session.get_one(Case, closed.id)
    approval = reopening()
    assert (case.status, case.reopened_until) == (CaseStatus.OPEN, approval.due_at)
    assert timedelta(hours=71) < approval.due_at - now() <= timedelta(hours=72)  # type: ignore[operator]
    assert (approval.asked_by_id, approval.what) == (worker.id, {"text": "عادت التهديدات"})
    assert approvals_page(supervisor).rows == [approval]
    cover = next(member for member in case.current_members if member.user_id == worker.id)
    assert (cover.role, cover.until_at) == (MemberRole.COVER, approval.due_at)
    told = db.session.query(TimelineEntry).filter_by(kind=Happening.CAME_BACK).one()
    assert (told.story, told.object_id) == ({"text": "عادت التهديدات"}, approval.id)
    assert {task.kind for task in open_tasks(case)} == {TaskKind.FOLLOW_UP, TaskKind.SUPERVISOR_REVIEW}
    assert case.last_contact_on == today()
    assert db.session.query(AuditEntry).filter_by(event=Event.CAME_BACK.value).one().case_id == case.id


@pytest.mark.parametrize(
    "answers",
    [
        {"word": ""},
        {"word": "x" * 501},
        {"returned_on": ""},
        {"returned_on": "32/01/2026"},
        {"returned_on": short_day(today() + timedelta(days=1))},
        {"returned_on": short_day(today() - timedelta(days=1))},
    ],
)
def test_what_cannot_be_leaves_the_file_closed(
    browser: Browser, worker: User, closed: Case, answers: dict[str, str]
) -> None:
    page = come_back(browser, closed, **answers)

    assert (page.status, len(page.texts(".error-summary li"))) == (422, 1)
    assert db.session.get_one(Case, closed.id).status is CaseStatus.CLOSED
    assert db.session.query(Approval).count() == 1


def test_sent_twice_it_is_one_return(browser: Browser, worker: User, closed: Case) -> None:
    address: dict[str, Any] = {"cell_id": closed.cell_id, "case_id": closed.id}
    said = browser.open("intake.record_return", **address).hidden
    said |= {"returned_on": short_day(today()), "word": "عادت"}
    statuses = [browser.visit("POST", "intake.record_return", said, **address).status for _click in range(2)]

    assert statuses == [200, 200]
    assert reopening()
    assert len([m for m in db.session.get_one(Case, closed.id).members if m.user_id == worker.id]) == 1


def test_eight_clicks_at_once_are_one_return(
    app: Flask, browser: Browser, worker: User, closed: Case
) -> None:
    address: dict[str, Any] = {"cell_id": closed.cell_id, "case_id": closed.id}
    said = browser.open("intake.record_return", **address).hidden
    said |= {"returned_on": short_day(today()), "word": "عادت"}
    answers = answers_to(browser, "intake.record_return", [said] * AT_ONCE, **address)

    assert {answer.status_code for answer in answers} == {302}
    assert reopening()
    assert db.session.query(TimelineEntry).filter_by(kind=Happening.CAME_BACK).count() == 1


def test_of_two_workers_the_second_is_told_that_it_is_open(worker: User, closed: Case) -> None:
    said: dict[str, Any] = {"returned_on": today(), "word": "عادت"}
    take_back(closed, by=worker, form_key=new_id(), **said)
    with pytest.raises(RuleBroken):
        take_back(closed, by=UserFactory(cell=closed.cell), form_key=new_id(), **said)


def test_who_works_on_the_file_already_stays_as_he_is(browser: Browser, closed: Case) -> None:
    browser.sign_in(lead_of(closed))
    come_back(browser, closed)

    members = db.session.get_one(Case, closed.id).current_members
    assert [member.role for member in members] == [MemberRole.LEAD]


def test_a_file_whose_worker_has_left_waits_to_be_assigned(worker: User, closed: Case) -> None:
    end_membership(closed, closed.current_members[0])
    closed.unassigned_at = None
    take_back(closed, by=worker, returned_on=today(), word="عادت", form_key=new_id())
    assert closed.unassigned_at is not None


@pytest.mark.parametrize("decision", ["approved", "returned"])
def test_with_the_decision_the_provisional_work_ends(
    browser: Browser, worker: User, supervisor: User, closed: Case, decision: str
) -> None:
    come_back(browser, closed)
    browser.sign_in(supervisor)
    browser.submit("cases.state_purpose", {"purpose": "She came back"}, case_id=closed.id)
    answers = {"decision": decision, "comment": "رأيت الملف"}
    browser.submit("closure.confirm_reopening", answers, case_id=closed.id, approval_id=reopening().id)

    case = db.session.get_one(Case, closed.id)
    assert case.status is (CaseStatus.OPEN if decision == "approved" else CaseStatus.CLOSED)
    assert worker.id not in case.member_ids
    assert lead_of(case).id in case.member_ids


def test_what_nobody_confirms_closes_again_once(
    worker: User, closed: Case, set_time: Callable[[datetime], None]
) -> None:
    moment = now()
    take_back(closed, by=worker, returned_on=today(), word="عادت", form_key=new_id())
    commit()
    assert close_unconfirmed() == 0

    set_time(moment + timedelta(hours=73))
    assert worker.id not in closed.member_ids
    assert close_unconfirmed() == 1
    commit()
    assert (closed.status, closed.reopened_until, closed.closure_reason) == (CaseStatus.CLOSED, None, "MOVED")
    assert open_tasks(closed) == []
    approval = reopening()
    assert (approval.decision, approval.decided_by_id) == (Decision.RETURNED, None)
    decided = db.session.query(AuditEntry).filter_by(event=Event.APPROVAL_DECIDED.value).one()
    assert (decided.detail, decided.actor_id) == ("expired", None)
    assert close_unconfirmed() == 0


def test_a_file_being_closed_in_the_meantime_is_left_to_the_supervisor(
    worker: User, closed: Case, set_time: Callable[[datetime], None]
) -> None:
    moment = now()
    take_back(closed, by=worker, returned_on=today(), word="عادت", form_key=new_id())
    ask_to_close(closed, by=worker, reason="MOVED")
    commit()
    set_time(moment + timedelta(hours=73))

    assert close_unconfirmed() == 0
    assert closed.status is CaseStatus.CLOSING
    assert reopening().decided_at is not None
