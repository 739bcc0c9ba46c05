"""Tokens, codes, browsers and half hours: what opens a partner's page, and what never does (PRT-01 to 03)."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from casework.core.clock import now
from casework.core.extensions import db
from casework.referrals.links import (
    MOST_WRONG,
    Standing,
    code_of,
    give_new_code,
    make_link,
    renew,
    revoke,
    standing,
    token_of,
)
from casework.referrals.models import ReferralLink, ReferralState
from tests.access.test_every_page_obeys_the_table import addresses, fitting
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import lead_of
from tests.portal.visits import Phone, log_of, sent, wrong

SECOND = timedelta(seconds=1)
PAGES = ("enter", "answer", "thanks")


def test_a_forged_token_looks_like_one_that_never_was(app: Flask) -> None:
    phone = Phone(app, sent())
    token = phone.token
    last = "A" if token[-1] != "A" else "Q"
    forged = [token[:-1] + last, token[1:], token + "A", token.swapcase(), "A" * 22, "zz9", "٢" * 22]
    texts = set()
    for one in forged:
        for page in PAGES:
            answer = phone.browser.visit("GET", f"portal.{page}", follow=False, token=one)
            assert answer.status == 404
            texts.add(answer.text.replace(quote(one), ""))
    assert len(texts) == 1
    assert [event for event, _detail in log_of(phone.referral) if event.startswith("link.")] == []


@pytest.mark.parametrize("verb", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_verbs_are_refused(app: Flask, verb: str) -> None:
    phone = Phone(app, sent())
    assert phone.browser.visit(verb, "portal.enter", token=phone.token).status in (400, 405)


def test_headers_of_every_page(app: Flask) -> None:
    phone = Phone(app, sent())
    pages = [phone.look(), phone.come_in(), phone.answer(to="received"), phone.type("1", follow=False)]
    for page in pages:
        assert page.response.headers["Referrer-Policy"] == "no-referrer"
        assert page.response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in page.response.headers["Content-Security-Policy"]


def test_the_visit_opens_no_other_page(app: Flask, subtests: Any) -> None:
    """Nor another link: the cookie goes to one address, and means nothing elsewhere."""
    phone, other = Phone(app, sent()), Phone(app, sent())
    phone.come_in()
    for verb, address, _rule in addresses(app):
        with subtests.test(f"{verb} {address.endpoint}"):
            about = fitting(address, dict.fromkeys(address.arguments, phone.referral.id))
            answers: dict[str, str] | None = {} if verb == "POST" else None
            page = phone.browser.visit(verb, address.endpoint, answers, follow=False, **about)
            assert page.status in (302, 401)
            assert "/sign-in" in page.response.headers.get("Location", "/sign-in")
    page = phone.browser.visit("GET", "portal.answer", follow=False, token=other.token)
    assert page.status == 302
    cookie = phone.browser.client.get_cookie("visit", path=f"/p/{phone.token}")
    assert cookie
    assert (cookie.http_only, cookie.same_site) == (True, "Strict")
    planted = {"Cookie": f"visit={cookie.value}"}
    assert phone.browser.send("GET", f"/p/{other.token}/answer", follow=False, headers=planted).status == 302


def test_over_tls_the_cookie_is_secure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = Phone(app, sent())
    monkeypatch.setitem(app.config, "SECURE_COOKIES", True)
    phone.browser.client.get(f"/p/{phone.token}", base_url="https://localhost")
    hidden = phone.browser.send("GET", f"/p/{phone.token}", base_url="https://localhost").hidden
    answers = hidden | {"code": phone.code}
    page = phone.browser.send(
        "POST", f"/p/{phone.token}", answers, follow=False, base_url="https://localhost"
    )
    cookie = next(line for line in page.response.headers.getlist("Set-Cookie") if "visit=" in line)

    assert page.status == 302
    assert cookie.startswith("__Secure-visit=")
    assert "Secure" in cookie


def test_without_the_code_nothing_opens(app: Flask) -> None:
    phone = Phone(app, sent())
    assert phone.look("answer").status == 302
    assert phone.look("thanks").status == 302
    page = phone.browser.visit("POST", "portal.answer", {"to": "received"}, token=phone.token)

    assert page.status == 403
    assert phone.referral.state is ReferralState.SENT


@pytest.mark.parametrize("cookie", ["x", "'; DROP TABLE", "A" * 4000, "%FF", "é"])
def test_a_forged_cookie_opens_nothing(app: Flask, cookie: str) -> None:
    phone, thief = Phone(app, sent()), Browser(app)
    phone.come_in()
    headers = {"Cookie": f"visit={cookie}"}
    page = thief.send("GET", f"/p/{phone.token}/answer", follow=False, headers=headers)

    assert page.status == 302


def test_five_wrong_codes_shut_the_link(app: Flask) -> None:
    phone = Phone(app, sent())
    answers = [phone.type(wrong(phone.code, n + 1)) for n in range(MOST_WRONG)]
    assert [page.status for page in answers] == [422] * (MOST_WRONG - 1) + [410]
    assert standing(phone.link) is Standing.KILLED

    page = phone.look()
    assert page.status == 410
    assert "five wrong codes" in page.heading
    right = phone.browser.post("portal.enter", {"code": phone.code}, token=phone.token)
    assert right.status == 410
    refused = [detail for event, detail in log_of(phone.referral) if event == "link.refused"]
    assert refused[: MOST_WRONG + 1] == ["wrong"] * (MOST_WRONG - 1) + ["killed", "killed"]


@pytest.mark.parametrize("code", ["", "١", "abcdef", "12345", "1234567", "\x00", "9" * 5000, "０"])
def test_odd_codes_are_just_wrong(app: Flask, code: str) -> None:
    assert Phone(app, sent()).type(code).status == 422


def test_an_open_visit_ends_when_the_link_is_killed_or_revoked(app: Flask) -> None:
    phone = Phone(app, sent())
    page = phone.come_in()
    revoke(phone.link, lead_of(phone.referral.case))
    commit()
    answers = [phone.look("answer"), phone.answer(page, to="received"), phone.look()]

    assert [answer.status for answer in answers] == [410] * 3
    assert all("no longer in use" in answer.heading for answer in answers)
    assert phone.referral.state is ReferralState.SENT
    assert phone.referral.code not in answers[0].text


def test_a_second_browser_is_told(app: Flask) -> None:
    phone, second = Phone(app, sent()), None
    phone.come_in()
    second = Phone(app, phone.link)
    page = second.type(phone.code)

    assert page.status == 422
    assert any("another browser" in error for error in page.errors)
    assert second.look("answer").status == 302
    for n in range(MOST_WRONG):  # nor can it shut the link by guessing
        second.type(wrong(phone.code, n + 1))
    assert phone.link.n_wrong == 0
    assert phone.look("answer").status == 200


def test_half_an_hour_and_the_code_again(app: Flask, set_time: Callable[[datetime], None]) -> None:
    phone, start = Phone(app, sent()), now()
    set_time(start)
    page = phone.come_in()
    set_time(start + timedelta(minutes=30) - SECOND)
    assert phone.look("answer").status == 200
    set_time(start + timedelta(minutes=30) + SECOND)
    assert phone.look("answer").status == 302
    late = phone.answer(page, to="received", why="She comes tomorrow")

    assert late.status == 403
    assert "She comes tomorrow" in late.text  # nothing typed is lost
    assert phone.referral.state is ReferralState.SENT
    phone.come_in()


def test_seven_days_renewed_by_the_worker(app: Flask, set_time: Callable[[datetime], None]) -> None:
    phone, start = Phone(app, sent()), now()
    set_time(start + timedelta(days=7, seconds=5))
    page = phone.look()
    assert page.status == 410
    assert "is over" in page.heading
    renew(phone.link, lead_of(phone.referral.case))
    commit()
    phone.come_in()


def test_after_an_answer_each_visit_needs_a_fresh_code(
    app: Flask, set_time: Callable[[datetime], None]
) -> None:
    phone, start = Phone(app, sent()), now()
    phone.answer(phone.come_in(), to="waiting_list")
    set_time(start + timedelta(days=40))
    page = phone.type(phone.code)
    assert page.status == 422
    assert any("used already" in error for error in page.errors)

    give_new_code(phone.link, lead_of(phone.referral.case))
    commit()
    if phone.code != code_of(phone.link):
        assert phone.type(phone.code).status == 422
    assert phone.come_in().status == 200
    assert phone.type(code_of(phone.link)).status == 200  # still the same visit
    set_time(start + timedelta(days=41))
    assert phone.type(code_of(phone.link)).status == 422


def test_the_link_before_is_dead(app: Flask) -> None:
    phone = Phone(app, sent())
    phone.come_in()
    make_link(phone.referral, lead_of(phone.referral.case))
    commit()

    assert phone.look("answer").status == 410


def test_an_address_that_goes_on_guessing_is_made_to_wait(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casework.portal.services.PER_ADDRESS", 6)
    first, second = Phone(app, sent()), Phone(app, sent())
    for phone in (first, second):
        for n in range(3):
            phone.type(wrong(phone.code, n + 1))
    page = second.type(second.code)

    assert page.status == 422
    assert any("Wait 15 minutes" in error for error in page.errors)
    assert second.link.n_wrong == 3  # what is tried meanwhile counts no more
    login = Browser(app).submit("accounts.sign_in", {"username": "nobody", "password": "x"})
    assert login.status == 422


def test_neither_token_nor_code_is_in_a_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    phone = Phone(app, sent())
    phone.type(wrong(phone.code))
    phone.answer(phone.come_in(), to="received", why="Secret message")
    phone.browser.visit("GET", "portal.enter", token=phone.token[:-2] + "zz")

    for text in (phone.token, phone.code, "Secret message"):
        assert text not in caplog.text


def test_a_post_without_its_token_changes_nothing(app: Flask) -> None:
    phone = Phone(app, sent())
    page = phone.browser.visit("POST", "portal.enter", {"code": phone.code}, token=phone.token, follow=False)
    assert page.status == 422
    phone.come_in()
    answered = phone.browser.visit("POST", "portal.answer", {"to": "received"}, token=phone.token)
    assert answered.status == 422
    headers = {"Sec-Fetch-Site": "cross-site"}
    from_elsewhere = phone.browser.send("POST", f"/p/{phone.token}", {"code": "1"}, headers=headers)

    assert from_elsewhere.status == 400
    assert phone.referral.state is ReferralState.SENT


def test_tokens_are_found_by_their_hash_only(app: Flask) -> None:
    link = sent()
    found = db.session.query(ReferralLink).filter_by(token_hash=token_of(link))

    assert found.count() == 0
