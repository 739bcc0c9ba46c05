"""What no form would send: never a crash, never a half-read request."""

import pytest

from casework.core.text import clean, clean_line
from tests.browser import Browser
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    "address", ["/%00", "/%FF%FE", "/sign-in?next=%FF", "/cases/12", "/cases/%D9%A1%D9%A2", "/.git"]
)
def test_odd_addresses_are_no_crash(browser: Browser, address: str) -> None:
    assert browser.send("GET", address, follow=False).status in (200, 302, 404)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\u202ea\u202c", "ب" * 3000, "' OR 1=1 --"])
def test_odd_names_at_sign_in_are_just_wrong(browser: Browser, text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    answers = {"username": body, "password": body}
    page = browser.submit("accounts.sign_in", answers)

    assert page.status == 422


def test_ten_megabytes_are_refused_kindly(browser: Browser) -> None:
    page = browser.submit("accounts.sign_in", {"username": "x" * 10_000_000, "password": "y"})

    assert page.status == 413
    assert page.heading


def test_twenty_thousand_fields_are_refused(browser: Browser) -> None:
    fields = {f"field{n}": "x" for n in range(20_000)}

    assert browser.submit("accounts.sign_in", fields).status in (413, 422)


def test_a_json_body_changes_nothing(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    response = browser.client.post("/sign-out", json={"csrf_token": "x"})

    assert response.status_code == 400
    assert browser.visit("GET", "caseload.home", follow=False).status == 200


def test_a_request_from_another_site_is_refused(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    answers = {"csrf_token": browser.token()}
    page = browser.send("POST", "/sign-out", answers, headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status == 400


def test_names_lose_controls_and_keep_arabic() -> None:
    assert clean_line("  عائشة\u200b \u202eبنت\u202c\x00 ") == "عائشة بنت"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"
    assert clean("line\nnext\ttab") == "line\nnext\ttab"
