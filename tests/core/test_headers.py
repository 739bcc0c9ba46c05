"""Every answer carries the same strict headers, errors and files included."""

import pytest
from flask import Flask

from casework.core.http import HEADERS
from tests.browser import Browser
from tests.factories.accounts import UserFactory

ANSWERS = [
    "/sign-in",
    "/",
    "/nowhere",
    "/static/css/tokens.css",
    "/static/nothing.js",
    "/exit",
    "/language/fr",
]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_the_headers(browser: Browser, address: str) -> None:
    response = browser.send("GET", address, follow=False).response

    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_pages_are_never_stored_and_versioned_files_are(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    page = browser.open("caseload.home")
    sheet = next(str(tag["href"]) for tag in page.soup.select("link[rel=stylesheet]"))

    assert page.response.headers["Cache-Control"] == "no-store"
    assert "immutable" in browser.send("GET", sheet).response.headers["Cache-Control"]
    assert browser.send("GET", sheet.split("?")[0]).response.headers["Cache-Control"] == "no-store"


def test_a_session_cookie_is_kept_from_scripts_and_other_sites(browser: Browser) -> None:
    page = browser.send("GET", "/sign-in")
    cookie = page.response.headers["Set-Cookie"]

    assert cookie.startswith("sid=v.")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie
    assert "Expires" not in cookie


def test_over_tls_the_cookie_is_bound_to_the_host(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "SECURE_COOKIES", True)
    response = Browser(app).send("GET", "/sign-in").response

    assert response.headers["Set-Cookie"].startswith("__Host-sid=")
    assert "Secure" in response.headers["Set-Cookie"]
    assert response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
def test_another_host_name_is_refused(browser: Browser, host: str) -> None:
    with browser.app.app_context():
        response = browser.client.get("/sign-in", headers={"Host": host})

    assert (response.status_code, response.data) == (400, b"400")


@pytest.mark.parametrize("verb", ["TRACE", "PROPFIND", "FOO", "DELETE", "PUT"])
def test_other_verbs_are_refused(browser: Browser, verb: str) -> None:
    assert browser.send(verb, "/sign-in", follow=False).status in (400, 405)
