"""What a supervisor finds on the board and in the lists of his cells, and nobody else does."""

import pytest

from casework.accounts.models import User
from casework.cases.approvals import ask_for
from casework.cases.models import ApprovalKind
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory


@pytest.fixture
def team(browser: Browser) -> tuple[User, User]:
    """A worker of a cell, and its supervisor, signed in."""
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    browser.sign_in(supervisor)
    return worker, supervisor


def test_a_worker_assigns_nothing(browser: Browser) -> None:
    case = CaseFactory()
    browser.sign_in(case.lead)

    assert browser.open("caseload.assign", case=[case.id]).status == 403
    assert browser.open("caseload.unassigned").status == 403
    assert browser.open("caseload.board").status == 403


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
