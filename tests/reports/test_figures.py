"""Open, new and closed files per cell and month, for those who read no file."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case, CaseStatus
from casework.core.clock import today
from casework.core.extensions import db
from casework.reports.figures import Sheet, last_day, months, sheets_for
from casework.reports.models import DailyFigure
from casework.reports.services import catch_up, summarise
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.bulk import many_cases
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_day_of_november(set_time: Any) -> None:
    set_time(NOON)


def close(case: Case, days_ago: int) -> None:
    case.status, case.closed_on = CaseStatus.CLOSED, today() - timedelta(days=days_ago)
    db.session.commit()


def numbers(sheet: Sheet) -> list[tuple[int, int, int | None, int]]:
    return [(month.first.month, month.n_new, month.n_open, month.n_closed) for month in sheet.months]


def test_a_day_counts_what_was_opened_and_closed_on_it(app: object) -> None:
    cell = CellFactory()
    close(CaseFactory(cell=cell, days_ago=10), 5)
    CaseFactory(cell=cell, days_ago=7)
    mistake = CaseFactory(cell=cell, days_ago=7)
    mistake.status = CaseStatus.ENTERED_IN_ERROR
    db.session.commit()
    summarise(today(), since=today() - timedelta(days=10))
    lines = db.session.query(DailyFigure).order_by(DailyFigure.day).all()

    assert [line.n_open for line in lines] == [1, 1, 1, 2, 2, 1, 1, 1, 1, 1, 1]
    assert [line.n_new for line in lines] == [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert [line.n_closed for line in lines] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]


def test_catching_up_fills_every_day_over_and_corrects_late_paper(app: object) -> None:
    cell = CellFactory()
    CaseFactory(cell=cell, days_ago=40)
    catch_up()
    db.session.commit()
    CaseFactory(cell=cell, days_ago=20)
    catch_up()
    db.session.commit()
    lines = db.session.query(DailyFigure).filter_by(cell_id=cell.id).order_by(DailyFigure.day).all()

    assert len(lines) == 40
    assert lines[-1].day == today() - timedelta(days=1)
    assert (lines[0].n_open, lines[19].n_open, lines[20].n_open, lines[20].n_new) == (1, 1, 2, 1)


def test_without_a_file_there_is_nothing_to_catch_up(app: object) -> None:
    assert catch_up() == 0


def test_the_director_reads_every_cell_by_month(browser: Browser) -> None:
    first, second = CellFactory(), CellFactory(women=True)
    close(CaseFactory(cell=first, days_ago=60), 30)
    close(CaseFactory(cell=first, days_ago=30), 2)
    CaseFactory(cell=first, days_ago=1)
    CaseFactory(cell=second, days_ago=3)
    catch_up()
    db.session.commit()
    director = UserFactory(director=True)

    sheets = {sheet.title: sheet for sheet in sheets_for(director)}
    assert numbers(sheets[first.name_fr]) == [(9, 1, 1, 0), (10, 1, 1, 1), (11, 1, 1, 1)]
    assert numbers(sheets[second.name_fr])[-1] == (11, 1, 1, 0)
    browser.sign_in(director)
    page = browser.open("caseload.home")
    assert page.heading == "Figures"
    assert page.texts("h2") == [first.name_fr, second.name_fr]
    assert db.session.query(AuditEntry).filter_by(event=Event.FIGURES_VIEWED.value).count() == 1


def test_months_without_lines_are_not_shown_as_nothing(app: object) -> None:
    CellFactory()

    assert [len(sheet.months) for sheet in sheets_for(UserFactory(director=True))] == [1]


def test_a_supervisor_reads_his_cell_and_a_worker_his_own_files(browser: Browser) -> None:
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    CaseFactory(worker=worker, days_ago=30)
    CaseFactory(cell=cell)
    CaseFactory()
    browser.sign_in(supervisor)
    assert browser.open("reports.figures").texts("h2") == [cell.name_fr]
    browser.post("accounts.sign_out")
    browser.sign_in(worker)
    page = browser.open("reports.figures")

    assert page.texts("h2") == ["Files that I lead"]
    assert page.texts(".figure strong") == ["1", "0", "0"]
    assert page.texts(".bars td.n") == ["1", "1", "0", "1", "0", "0"]


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SPECIALIST, Role.PARTNER, Role.ADMINISTRATOR])
def test_figures_are_closed_to_the_others(browser: Browser, role: Role) -> None:
    browser.sign_in(UserFactory(role=role))

    assert browser.open("reports.figures").status == 403


def test_figures_take_eight_statements_at_most(browser: Browser, statements: list[str]) -> None:
    many_cases(300, UserFactory())
    catch_up()
    db.session.commit()
    browser.sign_in(UserFactory(director=True))
    browser.open("accounts.rights")
    statements.clear()

    assert browser.open("reports.figures").status == 200
    assert len(statements) <= 8, statements


def test_the_last_twelve_months_end_with_this_one(app: object) -> None:
    assert (months()[0], months()[-1], len(months())) == (date(2025, 12, 1), date(2026, 11, 1), 12)
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
