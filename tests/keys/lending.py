"""What is typed when a file is lent for a few hours, and by whoever knows a person."""

from typing import Any

from casework.cases.grants import AccessGrant, GrantKind
from casework.core.extensions import db
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import PASSWORD, UserFactory


def sends(app: Any, user: Any, endpoint: str, answers: dict[str, str], **about: Any) -> None:
    browser = Browser(app)
    browser.sign_in(user)
    page = browser.open(endpoint, **about)
    assert page.status == 200, (endpoint, page.texts("h1"))
    answer = browser.visit("POST", endpoint, filled(page) | answers, follow=False, **about)
    assert answer.status == 302, (endpoint, answer.errors, answer.texts("h1"))


def lend(chief: Any, case: Any, said: str) -> None:
    """Asked by a director, given, reviewed; then by a colleague who stands in."""
    app, director, about = chief.browser.app, UserFactory(director=True), {"case_id": case.id}
    chief.browser.submit("cases.state_purpose", {"purpose": said}, follow=False, **about)
    asked = {"reference": case.reference, "ground": "court", "why": f"{said} {said}", "password": PASSWORD}
    sends(app, director, "grants.ask", asked)
    grant = db.session.query(AccessGrant).filter_by(kind=GrantKind.EXCEPTIONAL).one()
    chief.sends("grants.decide", {"decision": "given", "answer": said}, grant_id=grant.id, **about)
    found = {"verdict": "justified", "review": said}
    sends(app, UserFactory(dpo=True), "grants.review", found, grant_id=grant.id)
    colleague = UserFactory(cell=case.cell)
    sends(app, colleague, "grants.stand_in", {"reference": case.reference, "why": said})
    known = {"first_name": said, "surname": said, "kind": "family"}
    sends(app, colleague, "ties.declare", known)
