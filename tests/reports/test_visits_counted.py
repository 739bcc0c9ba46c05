"""Visits, and persons once in a cell as far as the register can know, month by month."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.reports.figures import sheets_for
from casework.reports.services import catch_up
from casework.visits.models import CameBefore
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory
from tests.factories.visits import VisitFactory


@pytest.fixture(autouse=True)
def on_a_day_of_november(set_time: Any) -> None:
    set_time(datetime(2026, 11, 23, 12, tzinfo=UTC))


def received(reader: User) -> dict[str, list[tuple[int, int, int]]]:
    return {
        sheet.title: [(month.first.month, month.n_visits, month.n_persons) for month in sheet.months]
        for sheet in sheets_for(reader)
    }


def come(cell: Cell, days_ago: int, *, case: Case | None = None, **said: Any) -> None:
    visit = VisitFactory(cell=cell, day=today() - timedelta(days=days_ago), **said)
    visit.case_id = case.id if case else None
    db.session.commit()


def test_a_person_counts_once_in_a_cell(browser: Browser) -> None:
    cell, beside = CellFactory(), CellFactory(women=True)
    case = CaseFactory(cell=cell, days_ago=30)
    come(cell, 40, case=case)
    come(cell, 39, case=case, n_persons=2)  # the same person, with somebody new
    come(cell, 38, n_persons=3)
    come(cell, 37, came_before=CameBefore.YES, n_persons=2)
    come(cell, 1, case=case)
    come(cell, 0, came_before=CameBefore.NO)
    come(cell, 0)  # nothing is known: another person
    VisitFactory(cell=cell, sent_to=beside)  # counted where it is received
    catch_up()
    db.session.commit()
    director, supervisor = UserFactory(director=True), UserFactory(cell=cell, supervisor=True)

    expected = {cell.name_fr: [(10, 4, 5), (11, 3, 2)]}
    assert received(supervisor) == expected
    assert received(director) | expected == received(director)
    assert received(director)[beside.name_fr][-1] == (11, 1, 1)
    browser.sign_in(director)
    page = browser.open("reports.figures")
    assert page.texts("table.received tbody td")[:4] == ["3", "2", "4", "5"]
    assert "Over several cells the sum may count a person twice." in page.text


def test_a_workers_own_figures_hold_no_visit(browser: Browser) -> None:
    worker = UserFactory()
    VisitFactory(cell=worker.cells[0])
    browser.sign_in(worker)

    assert not browser.open("reports.figures").soup.select("table.received")
