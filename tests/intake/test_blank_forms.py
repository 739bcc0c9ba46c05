"""Blank forms to print: the questions of the screen, no data, in Arabic and in French."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.extensions import db
from casework.intake.forms.interview import ConcernsForm, NoticeForm
from casework.organisation.models import Cell
from casework.programmes import PROGRAMMES
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

KINDS = ("note", "consent")


def label_of(question: Any) -> str:
    return str(question.args[0])


def test_the_list_offers_the_interview_of_ones_programmes_only(
    browser: Browser, worker: User, cell: Cell
) -> None:
    page = browser.open("intake.blank_forms")

    assert page.has_link(f"/intake/blank-forms/{cell.programme_key}")
    assert all(page.has_link(f"/intake/blank-forms/{kind}") for kind in KINDS)
    others = set(PROGRAMMES) - {cell.programme_key}
    assert not any(page.has_link(f"/intake/blank-forms/{key}") for key in others)


def test_paper_asks_what_the_screen_asks(browser: Browser, worker: User, cell: Cell) -> None:
    asked = browser.open("intake.blank_form", kind=cell.programme_key).texts(".question")
    programme = PROGRAMMES[cell.programme_key]
    questions = [str(question.label) for question in programme.details.questions]
    for question in (label_of(NoticeForm.seen_alone), *questions):
        assert any(question in text for text in asked), question
    offered = next(text for text in asked if label_of(ConcernsForm.primary) in text)
    assert all(str(option.label) in offered for option in programme.concerns)


def test_a_sheet_has_a_box_for_the_code_and_says_what_is_read_aloud(
    browser: Browser, worker: User, cell: Cell
) -> None:
    page = browser.open("intake.blank_form", kind=cell.programme_key)
    assert page.soup.select(".code-box")
    assert page.soup.select(".said p")


@pytest.mark.parametrize("kind", KINDS)
def test_notes_and_consents_have_a_sheet_too(browser: Browser, worker: User, kind: str) -> None:
    page = browser.open("intake.blank_form", kind=kind)

    assert page.status == 200
    assert len(page.texts(".question")) > 4
    assert page.soup.select(".blank-line")
    assert page.soup.select(".boxes li")


@pytest.mark.parametrize(("asked", "lang"), [("ar", "ar"), ("fr", "fr"), ("xx", "en")])
def test_a_sheet_is_printed_in_the_language_asked_for(
    browser: Browser, worker: User, cell: Cell, asked: str, lang: str
) -> None:
    page = browser.open("intake.blank_form", kind=cell.programme_key, **{"in": asked})

    html = page.soup.select_one("html")
    assert html
    assert html["lang"] == lang
    first = next(iter(PROGRAMMES[cell.programme_key].concerns))
    assert getattr(first, lang)[1:] in page.text
    assert browser.open("intake.blank_forms").soup.select_one("html[lang=en]")


def test_no_name_is_printed(browser: Browser, worker: User, cell: Cell) -> None:
    colleague = UserFactory(cell=cell, name_lat="Unusual Colleague")
    case: Case = CaseFactory(worker=colleague)
    page = browser.open("intake.blank_form", kind=cell.programme_key)

    for name in (colleague.name_lat, worker.name_lat, case.reference, case.person.name):
        assert name not in page.text
    assert db.session.query(Case).count() == 1


def test_the_sheet_of_another_programme_is_missing(browser: Browser, worker: User, cell: Cell) -> None:
    other = next(key for key in PROGRAMMES if key != cell.programme_key)

    assert browser.open("intake.blank_form", kind=other).status == 404
    assert browser.open("intake.blank_form", kind="nothing").status == 404
    assert db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value).count() == 2


def test_who_opens_no_file_prints_none(browser: Browser, child_cell: Cell) -> None:
    browser.sign_in(UserFactory(role=Role.RECEPTION, cell=child_cell))
    assert browser.open("intake.blank_forms").status == 403


@pytest.mark.parametrize("endpoint", ["start", "signal", "emergency", "came_back"])
def test_every_way_in_leads_to_the_others(browser: Browser, worker: User, cell: Cell, endpoint: str) -> None:
    page = browser.open(f"intake.{endpoint}", cell_id=cell.id)
    ways = {"start", "signal", "emergency", "came-back"} - {endpoint.replace("_", "-")}

    assert all(page.has_link(f"/intake/cells/{cell.id}/{way}") for way in ways)
    assert page.has_link("/intake/blank-forms")


def test_home_leads_to_every_way_in(browser: Browser, worker: User, cell: Cell) -> None:
    page = browser.open("caseload.home")

    for way in ("start", "signal", "emergency", "came-back"):
        assert page.has_link(f"/intake/cells/{cell.id}/{way}"), way
    assert page.has_link("/intake/blank-forms")
