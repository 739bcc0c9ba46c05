"""People sign in, and stay signed in while their account and their session are open."""

from datetime import UTC, datetime, timedelta

import pytest

from casework.access.policy import Role
from casework.accounts.models import UserSession
from casework.audit.models import AuditEntry
from casework.core.clock import now
from casework.core.extensions import db
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, UserFactory

WRONG = ["The user name or the password is wrong, or there were too many attempts: then wait 15 minutes."]


def is_in(browser: Browser) -> bool:
    return browser.visit("GET", "caseload.home", follow=False).status == 200


def test_a_worker_signs_in_and_out(browser: Browser) -> None:
    browser.sign_in(UserFactory())

    assert is_in(browser)
    browser.post("accounts.sign_out")
    assert not is_in(browser)


@pytest.mark.parametrize("name", ["known", "unknown", "disabled"])
def test_every_wrong_sign_in_gets_the_same_answer(browser: Browser, name: str) -> None:
    user = UserFactory(username="known")
    UserFactory(username="disabled", disabled_at=now())
    db.session.commit()
    page = browser.submit("accounts.sign_in", {"username": name, "password": "a guess that is wrong"})

    assert (page.status, page.errors) == (422, WRONG)
    assert db.session.query(AuditEntry).filter_by(event="sign_in.failed").count() == 1
    assert user.is_active


def test_a_cookie_replayed_after_sign_out_is_dead(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    cookie = browser.client.get_cookie("sid")
    browser.post("accounts.sign_out")
    assert cookie
    browser.client.set_cookie("sid", cookie.value)

    assert not is_in(browser)


def test_a_planted_session_is_never_signed_in(browser: Browser) -> None:
    browser.client.set_cookie("sid", "planted")
    browser.sign_in(UserFactory())
    cookie = browser.client.get_cookie("sid")

    assert cookie
    assert cookie.value != "planted"


@pytest.mark.parametrize("garbage", ["", "v.", "v.AAAA", "é" * 40, "x" * 3000])
def test_a_garbage_cookie_is_nobody(browser: Browser, garbage: str) -> None:
    browser.client.set_cookie("sid", garbage)

    assert not is_in(browser)


def test_disabling_an_account_ends_its_open_session(browser: Browser) -> None:
    user = UserFactory()
    browser.sign_in(user)
    user.disabled_at = now()
    db.session.commit()

    assert not is_in(browser)


def test_a_session_ends_when_idle(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    row = db.session.query(UserSession).one()
    row.last_seen_at = now() - timedelta(minutes=16)
    db.session.commit()

    assert not is_in(browser)


def test_an_administrators_session_ends_sooner(browser: Browser) -> None:
    browser.sign_in(UserFactory(role=Role.ADMINISTRATOR))
    db.session.query(UserSession).one().last_seen_at = now() - timedelta(minutes=6)
    db.session.commit()

    assert not is_in(browser)


def test_a_session_ends_after_ten_hours_of_work(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    db.session.query(UserSession).one().created_at = now() - timedelta(hours=11)
    db.session.commit()

    assert not is_in(browser)


def test_eight_wrong_passwords_close_the_account_for_a_while(browser: Browser, set_time) -> None:  # type: ignore[no-untyped-def]
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    set_time(start)
    user, colleague = UserFactory(username="fatima"), UserFactory()
    for attempt in range(8):
        name = ("fatima", " FATIMA ", "ﬀatima"[:0] + "Fatima")[attempt % 3]
        browser.submit("accounts.sign_in", {"username": name, "password": "wrong password here"})

    page = browser.submit("accounts.sign_in", {"username": "fatima", "password": PASSWORD})
    assert (page.status, page.errors) == (422, WRONG)
    browser.sign_in(colleague)
    browser.post("accounts.sign_out")
    set_time(start + timedelta(minutes=16))
    browser.sign_in(user)


def test_a_form_without_its_token_is_not_read(browser: Browser) -> None:
    user = UserFactory()
    answers = {"username": user.username, "password": PASSWORD}

    assert browser.visit("POST", "accounts.sign_in", answers).status == 422
    assert not is_in(browser)


def test_the_address_after_signing_in_is_never_another_site(browser: Browser) -> None:
    user = UserFactory()
    for asked in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        page = browser.submit(
            "accounts.sign_in", {"username": user.username, "password": PASSWORD}, next=asked, follow=False
        )
        assert page.response.headers["Location"] == "/"
        browser.post("accounts.sign_out")


def test_the_quick_exit_ends_the_session_and_leaves_the_site(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    page = browser.visit("GET", "accounts.quick_exit", follow=False)

    assert page.response.headers["Location"] == browser.app.config["EXIT_URL"]
    assert page.response.headers["Clear-Site-Data"]
    assert not is_in(browser)
