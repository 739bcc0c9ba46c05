"""Guesses, answers and browsers at the same moment: five codes in all, one answer, one browser."""

from collections import Counter
from typing import Any

from flask import Flask

from casework.core.clock import today
from casework.core.extensions import db
from casework.referrals.links import MOST_WRONG, Standing, standing
from casework.referrals.models import ReferralMove, ReferralState
from tests.factories.cases import lead_of
from tests.parallel import AT_ONCE, all_at_once
from tests.portal.visits import Phone, log_of, sent, wrong

TODAY = today().strftime("%d/%m/%Y")


def send(phone: Phone, address: str, filled: list[dict[str, str]], cookies: dict[str, str]) -> Counter[int]:
    """The same browser, or others without its cookie, all at once."""

    def post(number: int) -> Any:
        client = phone.browser.app.test_client()
        for name, value in cookies.items():
            client.set_cookie(name, value, path="/")
        return client.post(address, data=filled[number], headers={"Accept-Language": "en"})

    return Counter(answer.status_code for answer in all_at_once(phone.browser.app, post, len(filled)))


def cookies_of(phone: Phone) -> dict[str, str]:
    found = {"sid": phone.browser.client.get_cookie("sid")}
    found["visit"] = phone.browser.client.get_cookie("visit", path=f"/p/{phone.token}")
    return {name: cookie.value for name, cookie in found.items() if cookie}


def test_no_more_than_five_guesses_even_at_once(app: Flask) -> None:
    phone = Phone(app, sent())
    hidden, address = phone.look().hidden, f"/p/{phone.token}"
    guesses = [hidden | {"code": wrong(phone.code, n + 1)} for n in range(2 * AT_ONCE)]
    answers = send(phone, address, guesses, cookies_of(phone))

    assert answers == {422: MOST_WRONG - 1, 410: 2 * AT_ONCE - MOST_WRONG + 1}
    assert phone.link.n_wrong == MOST_WRONG
    assert standing(phone.link) is Standing.KILLED
    assert Counter(log_of(phone.referral))["link.refused", "wrong"] == MOST_WRONG - 1


def test_of_several_browsers_one_comes_in(app: Flask) -> None:
    phone = Phone(app, sent())
    filled = [phone.look().hidden | {"code": phone.code}] * AT_ONCE
    answers = send(phone, f"/p/{phone.token}", filled, cookies_of(phone))

    assert answers == {302: 1, 422: AT_ONCE - 1}
    assert Counter(log_of(phone.referral))["link.refused", "browser"] == AT_ONCE - 1


def test_of_eight_answers_one_wins_and_the_others_are_told(app: Flask) -> None:
    phone = Phone(app, sent())
    hidden = phone.come_in().hidden
    filled = [hidden | {"to": ("received", "waiting_list")[n % 2]} for n in range(AT_ONCE)]
    answers = send(phone, f"/p/{phone.token}/answer", filled, cookies_of(phone))

    assert answers == {302: 1, 409: AT_ONCE - 1}
    assert db.session.query(ReferralMove).count() == 3


def test_the_partner_and_the_worker_answer_at_once(app: Flask) -> None:
    phone = Phone(app, sent())
    page = phone.come_in()
    case = phone.referral.case
    worker = Phone(app, phone.link).browser
    worker.sign_in(lead_of(case))
    about = {"case_id": case.id, "referral_id": phone.referral.id}
    typed = worker.open("referrals.move_referral", **about).hidden | {"to": "withdrawn", "happened_on": TODAY}
    sid, kept = worker.client.get_cookie("sid"), cookies_of(phone)
    assert sid
    sent_by_partner = page.hidden | {"to": "received"}
    of_worker = f"/cases/{case.id}/referrals/{phone.referral.id}/move"

    def post(number: int) -> Any:
        client = app.test_client()
        cookies = {"sid": sid.value} if number % 2 else kept
        for name, value in cookies.items():
            client.set_cookie(name, value)
        address = of_worker if number % 2 else f"/p/{phone.token}/answer"
        return client.post(address, data=typed if number % 2 else sent_by_partner)

    answers = Counter(answer.status_code for answer in all_at_once(app, post, 4))
    assert answers[302] == 1
    assert answers[409] + answers[410] + answers[422] == 3
    assert phone.referral.state in (ReferralState.RECEIVED, ReferralState.WITHDRAWN)
    assert db.session.query(ReferralMove).count() == 3
