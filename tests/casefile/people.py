"""How the tests of the file fill in its forms, and who reads them."""

from typing import Any

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.extensions import db
from casework.people.models import Change
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory

NUMBER = {"number": "06 00 00 00 21", "safety": "safe", "confirmed_on": "", "hours": "10:00"}


def as_supervisor(browser: Browser, case: Case) -> User:
    """Signed in as the cell's supervisor, having said why the file is opened."""
    user: User = UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(user)
    browser.submit("cases.state_purpose", {"purpose": "Weekly review"}, case_id=case.id)
    return user


def filled(page: Page) -> dict[str, Any]:
    """The answers that a form shows, ready to be sent again."""
    answers: dict[str, Any] = dict(page.hidden)
    for field in page.soup.select("main input:not([type=hidden]), main textarea, main select"):
        name = str(field["name"])
        if field.name == "textarea":
            answers[name] = field.get_text()
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            answers[name] = str(chosen["value"]) if chosen else ""
        elif field.get("type") not in ("radio", "checkbox"):
            answers[name] = str(field.get("value", ""))
        elif field.has_attr("checked"):
            answers.setdefault(name, []).append(str(field["value"]))
    return answers


def correct(browser: Browser, endpoint: str, answers: dict[str, Any], **address: Any) -> Page:
    page = browser.open(endpoint, **address)
    assert page.status == 200
    return browser.visit("POST", endpoint, filled(page) | answers, **address)


def changes() -> dict[str, tuple[Any, Any]]:
    return {change.field: (change.before, change.after) for change in db.session.query(Change)}


def n_entries(event: Event) -> int:
    return db.session.query(AuditEntry).filter_by(event=event.value).count()
