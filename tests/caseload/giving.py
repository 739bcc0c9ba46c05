"""A supervisor who gives files: fills in the form, reads the preview, confirms."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from bs4 import Tag

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from tests.browser import Browser, Page

REASON = "Her caseload allows it"


def written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def ahead(days: int) -> str:
    return written(today() + timedelta(days=days))


def leads(*cases: Case) -> list[Any]:
    return [db.session.get_one(Case, case.id).lead_id for case in cases]


def sent_by(form: Tag) -> dict[str, list[str]]:
    """All that a form of hidden answers sends."""
    answers: dict[str, list[str]] = defaultdict(list)
    for tag in form.select("input[type=hidden]"):
        answers[str(tag["name"])].append(str(tag["value"]))
    return answers


def button(page: Page, words: str) -> Tag:
    """The form whose button says this."""
    return next(form for form in page.soup.select("main form") if words in form.get_text())


def first_form(page: Page) -> dict[str, list[str]]:
    """What the first form of the page sends."""
    return sent_by(page.soup.select("main form")[0])


def reason_shown(page: Page) -> str:
    """What stands in the one box of the page for a longer text."""
    return page.texts("main textarea")[0]


def can_confirm(page: Page) -> bool:
    return bool(page.soup.select("input[name=confirmed]"))


def confirm(browser: Browser, preview: Page, words: str = "Confirm") -> Page:
    answers = sent_by(button(preview, words))
    return browser.send("POST", preview.response.request.path, answers)


def preview_giving(browser: Browser, worker: User, /, *cases: Case, **more: Any) -> Page:
    answers = {"worker": str(worker.id), "reason": REASON} | more
    return browser.submit("caseload.assign", answers, case=[case.id for case in cases])


def give(browser: Browser, worker: User, /, *cases: Case) -> Page:
    return confirm(browser, preview_giving(browser, worker, *cases))


def preview_cover(browser: Browser, stand_in: User, /, *cases: Case, **more: Any) -> Page:
    period = {"from_on": ahead(0), "until_on": ahead(5)}
    answers = {"worker": str(stand_in.id), "reason": "Annual leave"} | period | more
    return browser.submit("caseload.cover", answers, case=[case.id for case in cases])


def cover(browser: Browser, stand_in: User, /, *cases: Case, **more: Any) -> Page:
    return confirm(browser, preview_cover(browser, stand_in, *cases, **more))
