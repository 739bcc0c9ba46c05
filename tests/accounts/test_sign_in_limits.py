"""Guessing is slow, shuts nobody out for long, and tells nothing; and the way back stays on this site."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

from casework.accounts.models import SignInAttempt
from casework.core.clock import now
from casework.core.extensions import db
from tests.browser import Browser, Page
from tests.factories.accounts import PASSWORD, UserFactory

SetTime = Callable[[datetime], None]
WRONG = "a guess that is wrong"
START = datetime(2026, 11, 23, 10, tzinfo=UTC)
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example/cases",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "/%0d%0aLocation:%20https://evil.example\r\nx",
    "/\u2028/evil.example",
    "@evil.example",
]


def attempt(browser: Browser, name: str, password: str = WRONG, **more: Any) -> Page:
    answers = {"username": name, "password": password}
    hidden = browser.open("accounts.sign_in").hidden
    return browser.send("POST", "/sign-in", hidden | answers, follow=False, **more)


@pytest.mark.parametrize("name", ["known", "unknown", "disabled", "codeless", "shut"])
def test_a_password_is_checked_once_whoever_is_named(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, statements: list[str], name: str
) -> None:
    UserFactory(username="known")
    UserFactory(username="disabled", disabled_at=now())
    UserFactory(username="codeless", password_hash=None)
    UserFactory(username="shut")
    for _n in range(8):
        attempt(browser, "shut")
    checked: list[Any] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, *texts: Any) -> bool:
        checked.append(texts)
        return verify(self, *texts)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    right = PASSWORD if name != "known" else "a guess that is wrong"

    assert attempt(browser, name, right).status == 422
    assert len(checked) == 1


def test_answers_to_wrong_names_and_passwords_are_the_same(browser: Browser) -> None:
    UserFactory(username="known")
    pages = [attempt(browser, name) for name in ("known", "unknown")]

    known, unknown = (page.soup.main for page in pages)
    assert known
    assert unknown
    for main in (known, unknown):
        for tag in main.select("input"):
            del tag["value"]
    assert known == unknown


def test_varying_the_name_or_the_address_claimed_does_not_help(browser: Browser) -> None:
    user = UserFactory(username="fatima.z")
    for name in (
        "fatima.z",
        "FATIMA.Z",
        " fatima.z ",
        "ｆatima.z",
        "Fatima .z",
        "fatima.z",
        "fatima.Z",
        "fatima.z",
    ):
        fresh = Browser(browser.app)
        attempt(fresh, name, headers={"X-Forwarded-For": f"10.0.0.{len(name)}"})

    assert attempt(Browser(browser.app), "fatima.z", PASSWORD).status == 422
    browser.sign_in(UserFactory())
    assert user.is_active


def test_an_account_that_somebody_attacks_opens_again(browser: Browser, set_time: SetTime) -> None:
    """What is tried while it is shut does not keep it shut."""
    set_time(START)
    user, attacker = UserFactory(username="fatima"), Browser(browser.app)
    for minute in range(15):
        set_time(START + timedelta(minutes=minute))
        attempt(attacker, "fatima")
    assert db.session.query(SignInAttempt).count() == 8
    set_time(START + timedelta(minutes=15, seconds=1))

    browser.sign_in(user)


def test_an_attack_on_an_account_does_not_end_its_open_session(browser: Browser) -> None:
    user = UserFactory(username="fatima")
    browser.sign_in(user)
    for _n in range(12):
        attempt(Browser(browser.app), "fatima")

    assert browser.open("accounts.own_account").status == 200


def test_a_very_long_password_is_refused_without_being_hashed(browser: Browser) -> None:
    UserFactory(username="known")

    assert attempt(browser, "known", "a" * 1024 * 1024).status == 422


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_the_address_asked_for_never_leaves_the_site(browser: Browser, asked: str) -> None:
    page = browser.submit(
        "accounts.sign_in",
        {"username": UserFactory().username, "password": PASSWORD},
        next=asked,
        follow=False,
    )
    assert page.response.headers["Location"] == "/"
    language = browser.visit("GET", "accounts.speak", language="fr", next=asked, follow=False)
    assert language.response.headers["Location"] == "/"


def test_the_page_asked_for_opens_after_signing_in(browser: Browser) -> None:
    user = UserFactory()
    refused = browser.visit("GET", "accounts.rights", follow=False)
    page = browser.open("accounts.sign_in", next="/rights")

    assert refused.response.headers["Location"] == "/sign-in?next=/rights"
    form = page.soup.select_one("main form")
    assert form
    answers = page.hidden | {"username": user.username, "password": PASSWORD}
    assert browser.send("POST", str(form["action"]), answers).heading == "Who may do what"
