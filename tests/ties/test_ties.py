"""Whoever knows a person says so, is shut out of her file now and later, and learns nothing by it."""

from datetime import timedelta
from typing import Any

from flask import Flask

from casework.access.policy import Action, Role
from casework.accounts.models import Position
from casework.accounts.services import when_roles_change
from casework.cases.barring import shut_out
from casework.cases.models import Case, MemberRole
from casework.cases.queries import find_case
from casework.cases.services import add_member
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices.models import Notice, NoticeKind
from casework.ties import services
from casework.ties.models import Tie, TieKind
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory

# the person of the factories is written Fatima-Zohra AIT LHAJ, born in 1990
SAME = {"first_name": "فاطمة الزهراء", "surname": "آيت الحاج", "kind": "neighbour"}


def declare(browser: Browser, **answers: str) -> Page:
    return browser.submit("ties.declare", SAME | answers)


def reads(user: Any, case: Case) -> bool:
    return find_case(case.id, user, Action.CASE_VIEW) is not None


def told(kind: NoticeKind) -> set[Any]:
    return {notice.user_id for notice in db.session.query(Notice).filter_by(kind=kind)}


def known(**more: Any) -> dict[str, Any]:
    names = {"first_name": SAME["first_name"], "surname": SAME["surname"], "year": None, "commune": None}
    return names | {"kind": TieKind.FAMILY, "form_key": new_id()} | more


def test_the_answer_is_the_same_and_the_file_is_gone_at_once(browser: Browser) -> None:
    case = CaseFactory()
    lead, supervisor = lead_of(case), UserFactory(supervisor=True, cell=case.cell)
    elsewhere = CaseFactory()
    browser.sign_in(lead)
    pages = [declare(browser), declare(browser, first_name="إدريس", surname="أوبلا")]

    assert [page.messages for page in pages] == [["Noted."], ["Noted."]]
    assert not reads(lead, case)
    assert case.lead_id is None
    assert case.unassigned_at
    assert told(NoticeKind.TIE_DECLARED) == {supervisor.id}
    assert reads(lead_of(elsewhere), elsewhere)  # another cell's person of the same name is nobody's business
    assert db.session.query(Tie).count() == 2


def test_on_the_file_itself_and_only_the_supervisor_lifts_it(browser: Browser) -> None:
    case = CaseFactory()
    lead, supervisor = lead_of(case), UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(lead)
    page = browser.submit("ties.know_this_person", {"kind": "family"}, case_id=case.id)
    assert "Noted." in page.messages
    assert browser.open("casefile.show", case_id=case.id).status == 404
    assert case.reference not in browser.open("caseload.files").text
    browser.sign_in(supervisor)
    browser.submit("cases.state_purpose", {"purpose": "To give it"}, case_id=case.id)
    assert lead.name_lat in browser.open("casefile.sensitive", case_id=case.id).text
    assert "Family" not in browser.open("casefile.sensitive", case_id=case.id).texts("main")[0]


def test_a_doubt_is_the_supervisors_to_settle(browser: Browser) -> None:
    case = CaseFactory()
    lead, supervisor = lead_of(case), UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(lead)
    declare(browser, year="1950")
    assert reads(lead, case)
    assert told(NoticeKind.TIE_POSSIBLE) == {supervisor.id}
    assert "know" not in browser.open("notices.list_notices").texts("main")[0]
    tie = db.session.query(Tie).one()
    browser.sign_in(supervisor)
    browser.submit("cases.state_purpose", {"purpose": "To decide"}, case_id=case.id)
    page = browser.open("ties.decide", case_id=case.id, tie_id=tie.id)
    assert lead.name_lat in page.text
    other = CaseFactory(
        cell=case.cell, person=PersonFactory(cell=case.cell, first_name_ar="إدريس", surname_ar="أوبلا")
    )
    browser.submit("cases.state_purpose", {"purpose": "To decide"}, case_id=other.id)
    assert browser.open("ties.decide", case_id=other.id, tie_id=tie.id).status == 404
    browser.submit("ties.decide", {"decision": "yes"}, case_id=case.id, tie_id=tie.id)
    assert not reads(lead, case)


def test_it_holds_for_what_comes_later(app: Flask) -> None:
    worker, cell = UserFactory(), CellFactory()
    home = worker.cells[0]
    services.declare(worker, **known())
    commit()
    later = CaseFactory(cell=home, worker=worker)
    assert reads(worker, later)
    shut_out(later)  # as the opening of a file does
    commit()
    assert not reads(worker, later)
    there = CaseFactory(cell=cell)
    place = {"cell_id": cell.id, "directorate_id": cell.directorate_id}
    worker.all_positions.append(Position(role=Role.SOCIAL_WORKER, confirmed_at=now(), **place))
    db.session.flush()
    db.session.refresh(worker)
    for follow in when_roles_change:
        follow(worker)
    commit()
    assert worker.id in there.barred_ids


def test_the_only_supervisor_gives_way_to_the_deputy(app: Flask) -> None:
    case: Case = CaseFactory()
    supervisor, deputy = UserFactory(supervisor=True, cell=case.cell), UserFactory(cell=case.cell)
    case.cell.deputy_id = deputy.id
    commit()
    services.declare(supervisor, **known(year=1950))  # nobody else could settle the doubt
    commit()
    assert case.supervisor_is_barred
    assert not reads(supervisor, case)
    assert find_case(case.id, deputy, Action.CASE_SUPERVISE)
    assert told(NoticeKind.TIE_DECLARED) == {deputy.id}


def test_a_cover_that_was_to_begin_begins_no_more(app: Flask, set_time: Any) -> None:
    case = CaseFactory()
    relative = UserFactory(cell=case.cell)
    begins = now() + timedelta(days=7)
    days: dict[str, Any] = {"from_at": begins, "until_at": begins + timedelta(days=7)}
    add_member(case, relative, MemberRole.COVER, by=lead_of(case), **days)
    commit()
    services.declare(relative, **known())
    commit()
    set_time(begins + timedelta(days=1))
    db.session.expire_all()
    assert relative.id in case.barred_ids
    assert relative.id not in case.member_ids  # nobody gives a task or an appointment to whoever is shut out
