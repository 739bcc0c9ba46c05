"""Whatever refuses a form, what was typed into it is on the page that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from casework.cases.models import Case, CaseStatus
from casework.cases.services import end_membership
from casework.core.clock import today
from casework.core.extensions import db
from casework.followup.models import Note
from tests.browser import Browser, Page
from tests.core.test_busy_database import locked
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join
from tests.factories.closures import ticked

TEXT = "قالت إنها تخاف من العودة\nShe sleeps at her aunt's"
NOTE = {"kind": "phone", "contact": "made", "text": TEXT, "happened_on": f"{today():%d/%m/%Y}"}


@pytest.fixture
def case(browser: Browser) -> Case:
    made: Case = CaseFactory()
    colleague = UserFactory(cell=made.cell)
    join(made, colleague)
    browser.sign_in(colleague)
    return made


@contextmanager
def closed(case: Case) -> Iterator[None]:
    case.status = CaseStatus.CLOSED
    commit()
    yield


@contextmanager
def left(case: Case) -> Iterator[None]:
    end_membership(case, case.current_members[-1])
    commit()
    yield


@contextmanager
def busy(_case: Case) -> Iterator[None]:
    with locked():
        yield


def kept(page: Page) -> list[str]:
    return [tag.get_text().replace("\r\n", "\n").strip() for tag in page.soup.select("textarea")]


@pytest.mark.parametrize(("meanwhile", "status"), [(closed, 409), (left, 404), (busy, 503)])
def test_a_note_that_cannot_be_saved_is_shown_back(
    browser: Browser, case: Case, meanwhile: Any, status: int
) -> None:
    case_id, form = case.id, browser.open("followup.add_note", case_id=case.id)
    with meanwhile(case):
        page = browser.visit("POST", "followup.add_note", form.hidden | NOTE, case_id=case_id)

    assert page.status == status
    assert TEXT in kept(page)
    assert db.session.query(Note).count() == 0


def test_each_text_has_the_words_of_its_question(browser: Browser, case: Case) -> None:
    form = browser.open("closure.ask_closure", case_id=case.id)
    answers = form.hidden | {"reason": "GOALS", "summary": "Done", "person_was_told": "yes", "told": "Today"}
    answers |= ticked(case.programme)
    case.status = CaseStatus.CLOSING
    commit()
    page = browser.visit("POST", "closure.ask_closure", answers, case_id=case.id)

    assert page.status == 409
    assert kept(page) == ["Done", "Today"]
    assert page.texts("label") == ["Short summary", "How, or why not"]


def test_no_password_is_shown_back(browser: Browser, case: Case) -> None:
    form = browser.open("accounts.change_password")
    new = "autres mots longs et calmes"
    with locked():
        answers = form.hidden | {"current": PASSWORD, "password": new, "again": new}
        page = browser.visit("POST", "accounts.change_password", answers)

    assert page.status == 503
    assert PASSWORD not in page.text
    assert new not in page.text


def test_what_another_site_sends_is_not_shown(browser: Browser, case: Case) -> None:
    address, headers = f"/cases/{case.id}/notes/new", {"Sec-Fetch-Site": "cross-site"}
    page = browser.send("POST", address, {"text": "Call this number at once"}, headers=headers)

    assert page.status == 400
    assert "Call this number" not in page.text


def test_a_change_that_came_too_late_is_shown_back(browser: Browser, case: Case) -> None:
    form = browser.open("casefile.edit_person", case_id=case.id).hidden
    for surname in ("OUBELLA", "OUHADDOU"):
        answers = form | {"first_name_lat": "Fatima Zohra", "surname_lat": surname}
        page = browser.visit("POST", "casefile.edit_person", answers, case_id=case.id)

    assert page.status == 409
    assert "OUHADDOU" in kept(page)
