"""A text sent when the session had run out comes back after signing in again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import Tag
from flask import Flask

from casework.accounts.models import User
from casework.cases.models import Case, StatedPurpose
from casework.core.extensions import db
from tests.browser import Browser, Page
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.cases import CaseFactory

TEXT = "مراجعة الملف قبل اجتماع الخلية\nson frère « attend » & <reste>"
START = datetime(2026, 11, 23, 10, tzinfo=UTC)
SetTime = Callable[[datetime], None]


@pytest.fixture
def case(app: Flask, set_time: SetTime) -> Case:
    set_time(START)
    made: Case = CaseFactory()
    return made


@pytest.fixture
def supervisor(case: Case) -> User:
    user: User = UserFactory(supervisor=True, cell=case.cell)
    return user


def sent_too_late(browser: Browser, case: Case, user: User, set_time: SetTime, text: str = TEXT) -> Page:
    """The supervisor writes why he opens the file, is called away, and sends it after the session's end."""
    browser.sign_in(user)
    address = f"/cases/{case.id}/purpose?next=/cases/{case.id}/"
    answers = browser.send("GET", address).hidden | {"purpose": text}
    set_time(START + timedelta(minutes=20))
    return browser.send("POST", address, answers, follow=False)


def sign_in_again(browser: Browser, page: Page, user: User, password: str = PASSWORD) -> Page:
    form = page.soup.select_one("main form")
    assert form
    answers = page.hidden | {"username": user.username, "password": password}
    return browser.send("POST", str(form["action"]), answers)


def written_in(area: Tag) -> str:
    """As a browser reads it: the line break that opens a text area is not part of the text."""
    return area.get_text().replace("\r\n", "\n").removeprefix("\n")


def press(browser: Browser, page: Page) -> Page:
    """The one button of the page, with all that its form holds."""
    form = page.soup.select_one("main form")
    assert form
    typed = {str(area["name"]): written_in(area) for area in form.select("textarea")}
    address = str(form.get("action") or page.response.request.full_path)
    return browser.send("POST", address, page.hidden | typed, follow=False)


def test_the_text_comes_back_and_is_saved(
    browser: Browser, case: Case, supervisor: User, set_time: SetTime
) -> None:
    late = sent_too_late(browser, case, supervisor, set_time)
    assert (late.status, late.heading) == (401, "Sign in")
    assert TEXT.splitlines()[0] not in late.text
    kept = sign_in_again(browser, late, supervisor)
    assert kept.heading == "Your text is kept"
    again = press(browser, kept)

    assert again.status == 200
    area = again.soup.select_one("textarea[name=purpose]")
    assert area
    assert written_in(area) == TEXT
    assert db.session.query(StatedPurpose).count() == 0
    saved = press(browser, again)
    assert saved.response.headers["Location"] == f"/cases/{case.id}/"
    assert db.session.query(StatedPurpose).one().purpose.replace("\r\n", "\n") == TEXT


def test_a_wrong_password_first_does_not_lose_it(
    browser: Browser, case: Case, supervisor: User, set_time: SetTime
) -> None:
    late = sent_too_late(browser, case, supervisor, set_time)
    wrong = sign_in_again(browser, late, supervisor, "not the password of anybody")

    assert wrong.status == 422
    assert sign_in_again(browser, wrong, supervisor).heading == "Your text is kept"


def test_it_is_nobody_elses(browser: Browser, case: Case, supervisor: User, set_time: SetTime) -> None:
    late = sent_too_late(browser, case, supervisor, set_time)
    page = sign_in_again(browser, late, UserFactory(supervisor=True, cell=case.cell))

    assert page.heading != "Your text is kept"
    assert TEXT.splitlines()[0] not in page.text


def test_it_is_kept_for_an_hour(browser: Browser, case: Case, supervisor: User, set_time: SetTime) -> None:
    late = sent_too_late(browser, case, supervisor, set_time)
    set_time(START + timedelta(minutes=81))

    assert sign_in_again(browser, late, supervisor).heading != "Your text is kept"


def test_it_cannot_be_made_up_or_used_as_a_session(
    browser: Browser, case: Case, supervisor: User, set_time: SetTime
) -> None:
    late = sent_too_late(browser, case, supervisor, set_time)
    kept = late.hidden["kept"]
    forged = browser_with(browser.app, f"v.{kept}").open("accounts.own_account")
    assert forged.heading == "Sign in"
    late.soup.select_one("input[name=kept]")["value"] = kept[:-6] + "AAAAAA"  # type: ignore[index]

    assert sign_in_again(browser, late, supervisor).heading != "Your text is kept"


def browser_with(app: Flask, cookie: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie("sid", cookie)
    return browser


def test_more_than_a_megabyte_is_refused(
    browser: Browser, case: Case, supervisor: User, set_time: SetTime
) -> None:
    page = sent_too_late(browser, case, supervisor, set_time, "ب" * (600 * 1024))

    assert page.status == 413


def test_almost_a_megabyte_comes_back(
    browser: Browser, case: Case, supervisor: User, set_time: SetTime
) -> None:
    text = "ب" * (500 * 1024)
    late = sent_too_late(browser, case, supervisor, set_time, text)
    again = press(browser, sign_in_again(browser, late, supervisor))

    assert again.status == 200
    assert text in again.text


def test_a_password_is_never_kept(browser: Browser, supervisor: User, set_time: SetTime) -> None:
    browser.sign_in(supervisor)
    answers = {"current": PASSWORD, "password": "vert tortue parapluie lune", "again": "x"}
    hidden = browser.open("accounts.change_password").hidden
    set_time(START + timedelta(minutes=20))
    page = browser.visit("POST", "accounts.change_password", hidden | answers, follow=False)

    assert page.status == 302
    assert page.response.headers["Location"] == "/sign-in"


def test_a_session_that_was_ended_keeps_nothing(browser: Browser, case: Case, supervisor: User) -> None:
    """Only a session that ran out does: one that somebody ended may be in the hands of somebody else."""
    browser.sign_in(supervisor)
    cookie = browser.client.get_cookie("sid")
    assert cookie
    browser.post("accounts.sign_out")
    browser.client.set_cookie("sid", cookie.value)
    page = browser.visit("POST", "cases.state_purpose", {"purpose": TEXT}, case_id=case.id, follow=False)

    assert page.status == 302
