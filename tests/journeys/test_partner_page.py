"""A partner's phone, 360 pixels wide: three pages, nothing too wide, nothing that axe complains of."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from casework.core.clock import today
from casework.core.extensions import db
from casework.referrals.models import NextContact, ReferralState
from tests.factories.cases import CaseFactory, NumberFactory
from tests.journeys.person import AXE, HEIGHTS, LOCALES, NARROW, PICTURES, RULES
from tests.parallel import patient
from tests.portal.visits import Phone, sent

IN_A_WEEK = (today() + timedelta(days=7)).strftime("%d/%m/%Y")


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Of this test's own application, served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def look(page: Page, name: str) -> list[Any]:
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    violations = AXE.run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > NARROW
    return [(name, found["id"]) for found in violations] + [(name, "too wide")] * wide


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_partner_answers_from_a_phone(app: Flask, chromium: Browser, address: str, language: str) -> None:
    case = CaseFactory()
    NumberFactory(person=case.person)
    phone = Phone(app, sent(case=case, next_contact=NextContact.PARTNER, what_for="ثلاث حصص في الصباح"))
    db.session.rollback()
    PICTURES.mkdir(exist_ok=True)
    size: Any = {"width": NARROW, "height": HEIGHTS[NARROW]}
    context = chromium.new_context(viewport=size, locale=LOCALES[language])
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.resource_type))
    wrong = []
    with patient(app):
        page.goto(f"{address}/p/{phone.token}")
        wrong += look(page, f"partner-code-{language}")
        page.fill("[name=code]", phone.code)
        page.click("main button.button")
        assert not page.is_visible("[name=decline_code]")
        page.check("[name=to][value=accepted]")
        wrong += look(page, f"partner-answer-{language}")
        page.fill("[name=expected_on]", IN_A_WEEK)
        page.click("main button.button")
        wrong += look(page, f"partner-thanks-{language}")
    context.close()

    assert wrong == []
    assert set(asked) <= {"document", "stylesheet", "image", "other"}  # no script, no font
    assert phone.referral.state is ReferralState.ACCEPTED
