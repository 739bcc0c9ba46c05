"""Where each person starts, and what waits there."""

import pytest

from casework.access.policy import Role
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory


def test_a_worker_sees_what_is_late_and_her_files(browser: Browser) -> None:
    worker = UserFactory()
    late, recent = CaseFactory(worker=worker, late=True), CaseFactory(worker=worker)
    browser.sign_in(worker)
    page = browser.open("caseload.home")

    assert page.heading == "My day"
    assert late.reference in page.texts(".panel.late")[0]
    assert {late.reference, recent.reference} <= set(page.texts("table a.code"))
    assert "2 open files of 20" in page.text


def test_a_supervisor_starts_with_the_board(browser: Browser) -> None:
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    CaseFactory(worker=worker, late=True)
    CaseFactory(cell=cell, unassigned=True)
    browser.sign_in(supervisor)
    page = browser.open("caseload.home")

    assert page.heading == "Caseloads"
    assert [figure.split()[0] for figure in page.texts(".figure")] == ["1", "0", "1", "1", "0", "0", "0", "1"]
    assert worker.name_lat in page.texts("tbody th")


@pytest.mark.parametrize("role", Role)
def test_everybody_has_a_place_to_start(browser: Browser, role: Role) -> None:
    browser.sign_in(UserFactory(role=role))
    page = browser.visit("GET", "caseload.home", follow=False)

    assert page.status in (200, 302)
