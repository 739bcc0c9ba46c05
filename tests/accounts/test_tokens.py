"""Nothing is changed by a form that this session did not show."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, UserFactory

TOKENS = [None, "", "x" * 90]
NAMES = {"name_ar": "إيمان", "name_lat": "Imane", "version": "1"}


def posts(app: Flask) -> Iterator[str]:
    """Addresses of accounts and cells that take a post, each with an object that could be there."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(("accounts.", "organisation.")) and "POST" in (rule.methods or ()):
            with app.test_request_context():
                address: dict[str, Any] = {name: new_id() for name in rule.arguments}
                yield app.url_for(rule.endpoint, **address)


def refused(browser: Browser, user: User, answers: dict[str, Any], **more: Any) -> bool:
    """Whether a change of somebody's names was kept from happening."""
    before = user.name_lat
    page = browser.send("POST", f"/accounts/{user.id}/names", NAMES | answers, follow=False, **more)
    db.session.refresh(user)
    return page.status >= 400 and user.name_lat == before


@pytest.fixture
def person(app: Flask, browser: Browser) -> User:
    """Somebody whose names an administrator, signed in, may change."""
    user: User = UserFactory()
    browser.sign_in(UserFactory(administrator=True))
    return user


@pytest.mark.parametrize("token", TOKENS)
def test_a_post_without_its_token_changes_nothing(browser: Browser, person: User, token: str | None) -> None:
    assert refused(browser, person, {} if token is None else {"csrf_token": token})


def test_with_its_token_it_does(browser: Browser, person: User) -> None:
    assert not refused(browser, person, {"csrf_token": browser.token()})


@pytest.mark.parametrize("token", TOKENS)
def test_no_post_is_taken_without_its_token(browser: Browser, person: User, token: str | None) -> None:
    answers = {} if token is None else {"csrf_token": token}
    for address in posts(browser.app):
        if "sign-in" not in address and "activate" not in address:
            assert browser.send("POST", address, answers, follow=False).status >= 400, address


def test_the_token_of_another_session_is_refused(browser: Browser, person: User) -> None:
    other = Browser(browser.app)
    other.sign_in(UserFactory(administrator=True))

    assert refused(browser, person, {"csrf_token": other.token()})


def test_the_token_from_before_signing_in_is_refused_after(app: Flask) -> None:
    person, browser = UserFactory(), Browser(app)
    token = browser.token()
    browser.sign_in(UserFactory(administrator=True))

    assert refused(browser, person, {"csrf_token": token})


@pytest.mark.parametrize("token", TOKENS)
def test_signing_in_needs_a_token_too(browser: Browser, token: str | None) -> None:
    answers = {"username": UserFactory().username, "password": PASSWORD}
    answers |= {} if token is None else {"csrf_token": token}

    assert browser.visit("POST", "accounts.sign_in", answers).status == 422


def test_a_request_sent_by_another_site_is_refused(browser: Browser, person: User) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    assert refused(browser, person, {"csrf_token": browser.token()}, headers=headers)


@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_another_kind_of_body_is_no_way_around(browser: Browser, person: User, kind: str) -> None:
    body = f'{{"csrf_token": "{browser.token()}", "name_lat": "Imane", "name_ar": "x", "version": 1}}'
    with browser.app.app_context():
        address = f"/accounts/{person.id}/names"
        response = browser.client.post(address, data=body, content_type=kind)
    db.session.expire_all()

    assert response.status_code >= 400
    assert person.name_lat != "Imane"


@pytest.mark.parametrize("verb", ["GET", "HEAD"])
def test_reading_changes_nothing_even_when_it_claims_to_write(
    browser: Browser, person: User, verb: str
) -> None:
    answers = NAMES | {"csrf_token": browser.token(), "_method": "POST"}
    headers = {"X-HTTP-Method-Override": "POST"}
    before = person.name_lat
    browser.send(verb, f"/accounts/{person.id}/names?name_lat=Imane&_method=POST", answers, headers=headers)
    db.session.refresh(person)

    assert person.name_lat == before
