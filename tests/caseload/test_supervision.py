"""A supervisor gives files to somebody, for good or for a while: all of them, or none."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Action
from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.approvals import ask_for
from casework.cases.models import ApprovalKind, BarredUser, Case, CaseStatus, Member, MemberRole
from casework.cases.queries import find_case
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory

REASON = "Her caseload allows it"


@pytest.fixture
def team(browser: Browser) -> tuple[User, User]:
    """A worker of a cell, and its supervisor, signed in."""
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    browser.sign_in(supervisor)
    return worker, supervisor


def leads(*cases: Case) -> list[Any]:
    return [db.session.get_one(Case, case.id).lead_id for case in cases]


def give(browser: Browser, worker: User, /, *cases: Case, **more: Any) -> Any:
    answers = {"worker": str(worker.id), "reason": REASON} | more
    return browser.submit("caseload.assign", answers, case=[case.id for case in cases])


def test_unassigned_files_are_given_to_a_worker(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    cases = [CaseFactory(cell=worker.cells[0], unassigned=True) for _n in range(2)]
    assert set(browser.open("caseload.unassigned").texts("a.code")) == {case.reference for case in cases}

    page = give(browser, worker, *cases)
    assert page.messages == ["2 files were assigned."]
    assert leads(*cases) == [worker.id, worker.id]
    assert browser.open("caseload.unassigned").texts("a.code") == []
    entries = db.session.query(AuditEntry).filter_by(event=Event.MEMBER_ADDED.value, object_id=worker.id)
    assert len([entry for entry in entries if entry.reason_id]) == 2


def test_given_twice_it_is_given_once(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    case = CaseFactory(cell=worker.cells[0], unassigned=True)

    assert [give(browser, worker, case).messages for _n in range(2)] == [
        ["1 file was assigned."],
        ["0 files were assigned."],
    ]
    assert db.session.query(Member).filter_by(case_id=case.id).count() == 1


def test_whoever_led_before_loses_the_file_at_once(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    case = CaseFactory(cell=worker.cells[0])
    before = case.lead
    give(browser, worker, case)

    assert find_case(case.id, before, Action.CASE_VIEW) is None
    assert find_case(case.id, worker, Action.CASE_VIEW) is case


@pytest.mark.parametrize("other", ["another cell's", "missing", "barred"])
def test_one_foreign_file_refuses_them_all(browser: Browser, team: tuple[User, User], other: str) -> None:
    worker, supervisor = team
    case = CaseFactory(cell=worker.cells[0], unassigned=True)
    foreign = CaseFactory().id if other == "another cell's" else new_id()
    if other == "barred":
        hidden = CaseFactory(cell=worker.cells[0])
        db.session.add(BarredUser(case_id=hidden.id, user_id=supervisor.id, key_id=hidden.key_id))
        foreign = hidden.id
    db.session.commit()
    answers = {"worker": str(worker.id), "reason": REASON}

    assert browser.open("caseload.assign", case=[case.id, foreign]).status == 404
    assert browser.post("caseload.assign", answers, case=[case.id, foreign]).status == 404
    assert leads(case) == [None]
    assert db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value, object_id=foreign).count() == 2


@pytest.mark.parametrize("who", ["another cell's", "missing", "reception", "disabled"])
def test_nobody_from_outside_is_given_a_file(browser: Browser, team: tuple[User, User], who: str) -> None:
    worker, _supervisor = team
    cell = worker.cells[0]
    case = CaseFactory(cell=cell, unassigned=True)
    people: dict[str, dict[str, Any]] = {
        "another cell's": {},
        "reception": {"cell": cell, "reception": True},
        "disabled": {"cell": cell, "disabled_at": now()},
    }
    outsider = new_id() if who == "missing" else UserFactory(**people[who]).id
    page = give(browser, worker, case, worker=str(outsider))

    assert page.status == 422
    assert leads(case) == [None]


def test_a_barred_worker_is_refused_in_one_sentence(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    free, hidden = (CaseFactory(cell=worker.cells[0], unassigned=True) for _n in range(2))
    db.session.add(BarredUser(case_id=hidden.id, user_id=worker.id, key_id=hidden.key_id))
    db.session.commit()
    page = give(browser, worker, free, hidden)

    assert page.status == 409
    assert "This file cannot be given to this person." in page.text
    assert leads(free, hidden) == [None, None]


def test_a_closed_file_is_not_assigned(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    case = CaseFactory(cell=worker.cells[0])
    case.status = CaseStatus.CLOSED
    db.session.commit()

    assert give(browser, worker, case).status == 409


def test_a_reason_is_needed(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    case = CaseFactory(cell=worker.cells[0], unassigned=True)
    page = give(browser, worker, case, reason=" ")

    assert (page.status, leads(case)) == (422, [None])


def test_nothing_chosen_is_said(browser: Browser, team: tuple[User, User]) -> None:
    assert browser.open("caseload.assign").messages == ["Choose at least one file."]
    assert browser.open("caseload.assign", case="x").status == 404


def test_a_worker_assigns_nothing(browser: Browser) -> None:
    case = CaseFactory()
    browser.sign_in(case.lead)

    assert browser.open("caseload.assign", case=[case.id]).status == 403
    assert browser.open("caseload.unassigned").status == 403
    assert browser.open("caseload.board").status == 403


def cover(browser: Browser, worker: User, stand_in: User, /, **more: Any) -> Any:
    until = today() + timedelta(days=5)
    answers = {
        "worker": str(stand_in.id),
        "from_on": today().strftime("%d/%m/%Y"),
        "until_on": until.strftime("%d/%m/%Y"),
        "reason": "Annual leave",
    } | more
    cell_id = worker.cells[0].id
    return browser.submit("caseload.cover_worker", answers, cell_id=cell_id, user_id=worker.id)


def test_a_colleague_covers_until_a_day(browser: Browser, team: tuple[User, User], set_time: Any) -> None:
    worker, _supervisor = team
    stand_in = UserFactory(cell=worker.cells[0])
    cases = [CaseFactory(worker=worker) for _n in range(2)]
    CaseFactory(cell=worker.cells[0])

    assert [cover(browser, worker, stand_in).messages for _n in range(2)] == [
        ["2 files are covered."],
        ["0 files are covered."],
    ]
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).count() == 2
    assert leads(*cases) == [worker.id, worker.id]
    assert find_case(cases[0].id, stand_in, Action.CASE_VIEW)
    set_time(now() + timedelta(days=6))
    assert not find_case(cases[0].id, stand_in, Action.CASE_VIEW)
    assert find_case(cases[0].id, worker, Action.CASE_VIEW)


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"until_on": "01/01/2020"}, 422),
        ({"until_on": "31/02/2027"}, 422),
        ({"from_on": "01/01/2020"}, 422),
        ({"reason": ""}, 422),
        ({"worker": str(new_id())}, 422),
    ],
)
def test_a_cover_that_makes_no_sense_is_sent_back(
    browser: Browser, team: tuple[User, User], more: dict[str, str], status: int
) -> None:
    worker, _supervisor = team
    CaseFactory(worker=worker)

    assert cover(browser, worker, UserFactory(cell=worker.cells[0]), **more).status == status
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).count() == 0


def test_a_cover_does_not_end_before_it_begins(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    CaseFactory(worker=worker)
    begins = (today() + timedelta(days=9)).strftime("%d/%m/%Y")
    page = cover(browser, worker, UserFactory(cell=worker.cells[0]), from_on=begins)

    assert page.status == 409
    assert "This period ends before it begins." in page.text


def test_nobody_covers_himself(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    CaseFactory(worker=worker)

    assert cover(browser, worker, worker).status == 422


def test_the_workers_of_another_cell_are_not_there(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    stranger = UserFactory()
    here, there = worker.cells[0].id, stranger.cells[0].id
    addresses = [(there, stranger.id), (here, stranger.id), (there, worker.id), (here, new_id())]
    pages = [browser.open("caseload.cover_worker", cell_id=cell, user_id=user) for cell, user in addresses]

    assert [page.status for page in pages] == [404] * 4


def test_what_waits_for_approval_is_listed(browser: Browser, team: tuple[User, User]) -> None:
    worker, _supervisor = team
    case, elsewhere = CaseFactory(worker=worker), CaseFactory()
    for one in (case, elsewhere):
        ask_for(one, ApprovalKind.CLOSURE, by=one.lead, what={"summary": "all is done"})
    commit()
    page = browser.open("caseload.approvals")

    assert page.texts("a.code") == [case.reference]
    assert "all is done" not in page.text
    assert [figure.split()[0] for figure in browser.open("caseload.board").texts(".figure")][1] == "1"


def test_a_supervisor_of_two_cells_chooses_one(browser: Browser) -> None:
    first, second = CellFactory(), CellFactory(women=True)
    supervisor = UserFactory(cell=first, supervisor=True)
    other_role = UserFactory(cell=second, supervisor=True).all_positions[0]
    other_role.user_id = supervisor.id
    case = CaseFactory(cell=second)
    db.session.commit()
    db.session.expire_all()
    browser.sign_in(supervisor)
    pages = [browser.open("caseload.board", cell=cell.id) for cell in (first, second)]

    assert [len(page.texts(".filters a")) for page in pages] == [2, 2]
    assert [case.lead.name_lat in page.text for page in pages] == [False, True]
    assert browser.open("caseload.board", cell=CellFactory().id).status == 200
