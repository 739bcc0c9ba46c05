"""A session is somebody's, is seen, and ends when it should."""

import base64
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import url_for

from casework.accounts.models import UserSession
from casework.accounts.queries import who_may_confirm
from casework.audit.models import AuditEntry
from casework.core.clock import now
from casework.core.extensions import db
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, UserFactory

NEW = "vert tortue parapluie lune"


def is_in(browser: Browser) -> bool:
    return browser.visit("GET", "accounts.own_account", follow=False).status == 200


def cookie_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("sid")
    assert cookie
    return str(cookie.value)


def two_browsers(browser: Browser) -> tuple[Browser, Browser]:
    """The same person, at two computers."""
    user, other = UserFactory(), Browser(browser.app)
    browser.sign_in(user)
    other.sign_in(user)
    return browser, other


def change(browser: Browser, current: str = PASSWORD, password: str = NEW, again: str | None = None) -> int:
    answers = {"current": current, "password": password, "again": again or password}
    return browser.submit("accounts.change_password", answers, follow=False).status


def test_the_cookie_tells_nothing_and_is_for_this_site_alone(browser: Browser) -> None:
    browser.visit("GET", "accounts.sign_in")
    before = cookie_of(browser)
    user = UserFactory()
    answers = browser.open("accounts.sign_in").hidden | {"username": user.username, "password": PASSWORD}
    page = browser.visit("POST", "accounts.sign_in", answers, follow=False)
    header = page.response.headers["Set-Cookie"]

    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert not any(word in header for word in ("Domain", "Expires", "Max-Age"))
    assert before.split(".")[-1] not in header
    for text in (before.removeprefix("v."), cookie_of(browser)):
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        assert b"csrf" not in decoded
        assert user.username.encode() not in decoded
    assert cookie_of(browser) not in {row.token_hash for row in db.session.query(UserSession)}


@pytest.mark.parametrize(
    "damage", [lambda v: v[:-4], lambda v: v * 80, lambda v: v[:9] + "é" + v[10:], str.swapcase]
)
def test_a_damaged_cookie_is_nobody(browser: Browser, damage: Callable[[str], str]) -> None:
    browser.sign_in(UserFactory())
    browser.client.set_cookie("sid", damage(cookie_of(browser)))

    assert not is_in(browser)


def test_a_page_opened_by_a_link_never_signs_out(browser: Browser) -> None:
    browser.sign_in(UserFactory())

    assert browser.visit("GET", "accounts.sign_out", follow=False).status == 405
    assert is_in(browser)


def test_signing_out_clears_what_the_browser_kept(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    page = browser.post("accounts.sign_out", follow=False)

    assert page.response.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_changing_the_password_needs_the_current_one(browser: Browser) -> None:
    user = UserFactory()
    browser.sign_in(user)

    assert change(browser, current="not the password of anybody") == 422
    assert change(browser, password="too short") == 422
    assert change(browser, again="something else altogether") == 422
    browser.post("accounts.sign_out")
    browser.sign_in(user)


def test_guessing_the_current_password_is_throttled_too(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    for _n in range(8):
        assert change(browser, current="not the password of anybody") == 422

    assert change(browser) == 422


def test_changing_the_password_ends_the_other_sessions_and_renews_this_one(browser: Browser) -> None:
    mine, other = two_browsers(browser)
    user = db.session.query(UserSession).first()
    assert user
    before = cookie_of(mine)

    assert change(mine) == 302
    assert is_in(mine)
    assert cookie_of(mine) != before
    assert not is_in(other)
    mine.client.set_cookie("sid", before)
    assert not is_in(mine)
    Browser(browser.app).sign_in(user.user, NEW)


def test_own_sessions_are_listed_and_another_is_ended(browser: Browser) -> None:
    mine, other = two_browsers(browser)
    page = mine.open("accounts.own_account")

    assert len(page.texts(".rows form")) == 1
    assert "This session" in page.text
    address = str(page.soup.select(".rows form")[0]["action"])
    answers = {"csrf_token": mine.token()}
    assert mine.send("POST", address, answers).messages == ["This session is ended."]
    assert is_in(mine)
    assert not is_in(other)
    assert mine.send("POST", address, answers).status == 404
    assert db.session.query(AuditEntry).filter_by(event="session.ended").count() == 1


def test_a_session_that_ran_out_is_not_listed(browser: Browser) -> None:
    mine, _other = two_browsers(browser)
    oldest = db.session.query(UserSession).order_by(UserSession.id).first()
    assert oldest
    newest = db.session.query(UserSession).order_by(UserSession.id.desc()).first()
    assert newest
    newest.last_seen_at = now() - timedelta(minutes=30)
    db.session.commit()

    assert mine.open("accounts.own_account").texts(".rows form") == []


def test_somebody_elses_session_is_not_to_be_found(browser: Browser) -> None:
    other = Browser(browser.app)
    other.sign_in(UserFactory())
    row = db.session.query(UserSession).one()
    browser.sign_in(UserFactory())

    assert browser.post("accounts.end_session", session_id=row.id).status == 404
    assert is_in(other)


def test_a_role_taken_away_is_gone_at_the_next_click(browser: Browser) -> None:
    user = UserFactory(supervisor=True)
    browser.sign_in(user)
    assert browser.open("accounts.confirmations").status == 200
    user.positions[0].until_at = now()
    db.session.commit()

    assert browser.open("accounts.confirmations").status == 403


def test_a_slow_page_does_not_bring_an_ended_session_back(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session is ended by another request while a page of it is being made."""
    user = UserFactory(supervisor=True)
    browser.sign_in(user)
    db.session.query(UserSession).one().last_seen_at = now() - timedelta(minutes=5)  # so that the page writes
    db.session.commit()
    cookie = cookie_of(browser)

    def sign_out_meanwhile(directorate_id: object) -> object:
        quick = browser.app.test_client()
        quick.set_cookie("sid", cookie)
        with browser.app.app_context():
            assert quick.get(url_for("accounts.quick_exit")).status_code == 302
        return who_may_confirm(directorate_id)  # type: ignore[arg-type]

    monkeypatch.setattr("casework.accounts.confirming.who_may_confirm", sign_out_meanwhile)
    assert browser.open("accounts.confirmations").status == 200

    row = db.session.query(UserSession).one()
    assert row.ended_at
    browser.client.set_cookie("sid", cookie)
    assert not is_in(browser)
