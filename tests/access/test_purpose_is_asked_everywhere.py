"""A supervisor who works on no file says why before any page of it, whatever the page is for."""

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from casework.cases.models import Case
from casework.cases.timeline import TimelineEntry
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.followup import NoteFactory

WITHOUT = ("cases.state_purpose", "intake.record_return")  # the question itself; a return shows no file
TEXT = "She slept at her aunt's."


def pages_of_a_file(app: Flask) -> list[Rule]:
    rules = app.url_map.iter_rules()
    return [
        rule
        for rule in rules
        if "case_id" in rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint not in WITHOUT
    ]


def supervise(browser: Browser, case: Case) -> None:
    browser.sign_in(UserFactory(supervisor=True, cell=case.cell))


def test_every_page_of_a_file_asks_first(app: Flask, browser: Browser, subtests: Any) -> None:
    case = CaseFactory()
    case_id = case.id
    supervise(browser, case)

    for rule in pages_of_a_file(app):
        with subtests.test(rule.endpoint):
            about: dict[str, Any] = {
                name: case_id if name == "case_id" else new_id() for name in rule.arguments
            }
            page = browser.visit("GET", rule.endpoint, follow=False, **about)
            assert page.status == 302
            assert "/purpose" in page.response.headers["Location"]


def test_withdrawing_an_entry_is_no_way_to_read_it(browser: Browser) -> None:
    note = NoteFactory(text=TEXT)
    case_id, entry_id = note.case_id, db.session.query(TimelineEntry.id).filter_by(object_id=note.id).scalar()
    supervise(browser, db.session.get_one(Case, case_id))
    page = browser.open("casefile.withdraw_entry", case_id=case_id, entry_id=entry_id)

    assert TEXT not in page.text
    assert page.heading.startswith("File")
