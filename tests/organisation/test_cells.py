"""The administrator keeps the directorate and its cells."""

from typing import Any

import pytest

from casework.accounts.models import User
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.organisation.models import Cell
from casework.organisation.queries import first_directorate
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory

ANSWERS: dict[str, Any] = {
    "programme_key": "disability",
    "name_ar": "خلية جديدة",
    "name_fr": "Cellule nouvelle",
    "commune_code": "05.081.01.03",
    "caseload_limit": "25",
}


@pytest.fixture
def administrator(browser: Browser) -> User:
    user: User = UserFactory(administrator=True)
    browser.sign_in(user)
    return user


def new_cells() -> list[Cell]:
    return db.session.query(Cell).filter_by(name_fr="Cellule nouvelle").all()


def test_a_cell_is_made_once(browser: Browser, administrator: User) -> None:
    form = browser.open("organisation.create_cell").hidden
    for _click in range(2):
        page = browser.visit("POST", "organisation.create_cell", form | ANSWERS)

    assert page.heading == "Cells"
    cell = new_cells()[0]
    assert len(new_cells()) == 1
    assert (cell.programme_key, cell.caseload_limit, cell.is_single_person) == ("disability", 25, False)
    assert cell.directorate_id == administrator.directorate_id
    assert cell.index_key_id


@pytest.mark.parametrize(
    "wrong",
    [
        {"programme_key": "astronomy"},
        {"commune_code": "99"},
        {"caseload_limit": "0"},
        {"caseload_limit": "many"},
    ],
)
def test_a_wrong_answer_comes_back(browser: Browser, administrator: User, wrong: dict[str, str]) -> None:
    assert browser.submit("organisation.create_cell", ANSWERS | wrong).status == 422
    assert new_cells() == []


def test_the_deputy_is_somebody_of_the_cell(browser: Browser, administrator: User) -> None:
    worker, elsewhere = UserFactory(), UserFactory()
    cell = worker.cells[0]
    answers = ANSWERS | {"deputy_id": str(worker.id), "is_single_person": "y"}
    foreign = browser.submit(
        "organisation.edit_cell", answers | {"deputy_id": str(elsewhere.id)}, cell_id=cell.id
    )
    assert foreign.status == 422
    page = browser.submit("organisation.edit_cell", answers, cell_id=cell.id)

    assert page.messages == ["The cell is saved."]
    db.session.refresh(cell)
    assert (cell.deputy_id, cell.is_single_person, cell.caseload_limit) == (worker.id, True, 25)
    assert cell.programme_key == "child_protection"
    assert worker.name_lat in page.text
    again = browser.open("organisation.edit_cell", cell_id=cell.id)
    assert [tag["value"] for tag in again.soup.select("[name=deputy_id][checked]")] == [str(worker.id)]


def test_a_stale_edit_shows_both_texts(browser: Browser, administrator: User) -> None:
    cell = CellFactory()
    stale = browser.open("organisation.edit_cell", cell_id=cell.id).hidden
    browser.submit("organisation.edit_cell", ANSWERS, cell_id=cell.id)
    page = browser.visit(
        "POST", "organisation.edit_cell", stale | ANSWERS | {"name_fr": "Autre"}, cell_id=cell.id
    )

    assert page.status == 409
    assert "Autre" in page.text
    assert "Cellule nouvelle" in page.text
    db.session.refresh(cell)
    assert cell.name_fr == "Cellule nouvelle"


def test_a_cell_of_another_directorate_is_not_to_be_found(browser: Browser, administrator: User) -> None:
    other = CellFactory(directorate=DirectorateFactory(code="BM"), name_fr="Ailleurs")

    assert browser.open("organisation.edit_cell", cell_id=other.id).status == 404
    assert browser.open("organisation.edit_cell", cell_id=new_id()).status == 404
    assert "Ailleurs" not in browser.open("organisation.list_cells").text


def test_the_directorate_is_renamed_and_a_stale_change_is_refused(
    browser: Browser, administrator: User
) -> None:
    stale = browser.open("organisation.edit_directorate").hidden
    names = {"name_ar": "المديرية الإقليمية بأزيلال", "name_fr": "Délégation d'Azilal"}
    page = browser.submit("organisation.edit_directorate", names)
    assert page.messages == ["The directorate is saved."]
    again = browser.visit("POST", "organisation.edit_directorate", stale | names | {"name_fr": "Autre"})

    assert again.status == 409
    directorate = first_directorate()
    assert directorate
    assert directorate.name_fr == "Délégation d'Azilal"


def test_the_list_costs_the_same_for_many(
    browser: Browser, administrator: User, statements: list[str]
) -> None:
    for _n in range(12):
        worker = UserFactory()
        worker.cells[0].deputy_id = worker.id
    db.session.commit()
    statements.clear()
    page = browser.open("organisation.list_cells")

    assert len(page.texts("tbody tr")) == 12
    assert len(statements) <= 8, statements


def test_only_the_administrator_keeps_cells(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True))
    for endpoint in ("list_cells", "create_cell", "edit_directorate"):
        assert browser.open(f"organisation.{endpoint}").status == 403
