"""The pages of the day and of the week list what is due to their reader, of files open to him."""

from datetime import date, timedelta
from typing import Any

from flask import Flask

from casework.cases.barring import bar
from casework.cases.models import Case
from casework.core.clock import end_of, today
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind
from casework.tasks.services import refresh
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of


def due(case: Case, day: date, title: str) -> None:
    task = Task(key_id=case.key_id, case_id=case.id, kind=TaskKind.BY_HAND, due_at=end_of(day), title=title)
    db.session.add(task)
    commit()


def test_the_day_and_the_week(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    due(case, today() - timedelta(days=1), "Call the school")
    due(case, today() + timedelta(days=3), "Fetch the certificate")
    browser.sign_in(lead_of(case))

    day, week = browser.open("caseload.due_today").text, browser.open("caseload.this_week").text
    assert ("Call the school" in day, "Fetch the certificate" in day) == (True, False)
    assert ("Call the school" in week, "Fetch the certificate" in week) == (True, True)


def test_nothing_of_a_file_that_is_shut(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    worker = lead_of(case)
    due(case, today(), "Call the school")
    bar(case, worker)
    commit()
    browser.sign_in(worker)

    assert case.reference not in browser.open("caseload.due_today").text


def test_a_supervisors_week_opens_the_lists_behind_it(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    due(case, today() - timedelta(days=1), "Call the school")
    refresh(case)
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    commit()
    browser.sign_in(supervisor)

    page = browser.open("caseload.this_week")
    assert lead_of(case).name_lat in page.text
    assert f"worker={lead_of(case).id}" in page.text


def test_a_deputy_for_whom_nothing_is_left_reads_her_own_week_alone(browser: Browser) -> None:
    case: Any = CaseFactory()
    deputy = UserFactory(cell=case.cell)
    deputy.cells[0].deputy_id = deputy.id
    commit()
    browser.sign_in(deputy)
    assert "late file" not in browser.open("caseload.this_week").text

    bar(case, UserFactory(cell=case.cell, supervisor=True))
    commit()
    assert "late file" in browser.open("caseload.this_week").text
