"""Going through an interview as a worker does, for the tests of this feature."""

from collections.abc import Mapping
from uuid import UUID

from casework.core.extensions import db
from casework.intake.models import Draft
from casework.organisation.models import Cell
from tests.browser import Browser, Page
from tests.factories.intake import SHORTEST

STEPS = ("person", "situation", "concerns")
Changes = Mapping[str, str | list[str]]


def begin(browser: Browser, cell: Cell, **more: str) -> UUID:
    """The notice is read and sent; gives the draft's id."""
    page = browser.submit("intake.start", SHORTEST[cell.programme_key]["notice"] | more, cell_id=cell.id)
    assert page.status == 200, page.errors
    return newest_draft().id


def newest_draft() -> Draft:
    draft = db.session.query(Draft).order_by(Draft.id.desc()).first()
    assert draft
    return draft


def send(browser: Browser, draft_id: UUID, step: str, answers: Changes, **more: str) -> Page:
    """The shortest answers to a step, with some changes."""
    cell = db.session.get_one(Draft, draft_id).cell
    said = {**SHORTEST[cell.programme_key][step], **answers, **more}
    return browser.submit("intake.step", said, draft_id=draft_id, step=step)


def fill_in(browser: Browser, cell: Cell, **changes: Changes) -> UUID:
    """The first four steps; `changes` by step."""
    notice = {name: str(answer) for name, answer in changes.get("notice", {}).items()}
    draft_id = begin(browser, cell, **notice)
    for step in STEPS:
        page = send(browser, draft_id, step, changes.get(step, {}))
        assert page.status == 200, (step, page.errors)
    return draft_id


def finish(browser: Browser, draft_id: UUID, **answers: str) -> Page:
    summary = browser.open("intake.summary", draft_id=draft_id)
    return browser.visit("POST", "intake.finish", summary.hidden | answers, draft_id=draft_id)
