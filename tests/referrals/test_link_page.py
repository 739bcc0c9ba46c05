"""The worker's page of a partner's link: what to tell, what was opened, another code, more days, the end."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask

from casework.core.clock import now
from casework.partners.models import Confidentiality
from casework.partners.queries import receiving_contact
from casework.referrals.links import Standing, code_of, standing, token_of
from casework.referrals.models import ReferralLink, ReferralState
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import join, lead_of
from tests.factories.partners import ContactFactory
from tests.factories.referrals import ReferralFactory
from tests.portal.visits import Phone, sent, wrong


def page_of(browser: Browser, link: ReferralLink, part: str = "show_link") -> Page:
    about: dict[str, Any] = {"case_id": link.referral.case_id, "referral_id": link.referral_id}
    return browser.open(f"referrals.{part}", **about) if part == "show_link" else press(browser, part, about)


def press(browser: Browser, part: str, about: dict[str, Any]) -> Page:
    return browser.post(f"referrals.{part}", **about)


def test_the_address_and_the_code_are_told(app: Flask, browser: Browser) -> None:
    link = sent()
    browser.sign_in(lead_of(link.referral.case))
    page = page_of(browser, link)

    assert token_of(link) in page.text
    assert code_of(link) in page.text
    assert "Not opened yet" in page.text


def test_every_opening_and_every_refusal_is_shown(app: Flask, browser: Browser) -> None:
    link = sent()
    phone = Phone(app, link)
    phone.type(wrong(phone.code))
    phone.come_in()
    Phone(app, link).type(phone.code)
    browser.sign_in(lead_of(phone.referral.case))
    page = page_of(browser, phone.link)
    lines = page.texts("section ol.rows li span:first-child")

    assert lines == [
        "Refused: another browser or phone",
        "The first page was opened, without the code",
        "The partner read the referral",
        "The code was typed",
        "The first page was opened, without the code",
        "Refused: a wrong code",
        "The first page was opened, without the code",
    ]


def test_a_new_code_more_days_another_link_and_the_end(
    app: Flask, browser: Browser, set_time: Callable[[datetime], None]
) -> None:
    link = sent()
    browser.sign_in(lead_of(link.referral.case))
    token, n_codes = token_of(link), link.n_codes
    page_of(browser, link, "give_code")
    assert link.n_codes == n_codes + 1
    set_time(now() + timedelta(minutes=10))
    before = link.open_until
    page_of(browser, link, "renew_link")
    assert link.open_until > before
    page = page_of(browser, link, "make_link")
    assert standing(link) is Standing.REVOKED
    assert token not in page.text
    page = page_of(browser, link, "revoke_link")
    assert "No link is open" in page.text


def test_an_expired_link_is_renewed(
    app: Flask, browser: Browser, set_time: Callable[[datetime], None]
) -> None:
    link = sent()
    set_time(now() + timedelta(days=8))
    browser.sign_in(lead_of(link.referral.case))
    assert token_of(link) not in page_of(browser, link).text
    page = page_of(browser, link, "renew_link")

    assert token_of(link) in page.text
    assert standing(link) is Standing.OPEN


def test_whoever_may_not_refer_sees_no_link(app: Flask, browser: Browser) -> None:
    link = sent()
    specialist = UserFactory(specialist=True, cell=link.referral.case.cell)
    join(link.referral.case, specialist)
    for user, status in ((specialist, 403), (UserFactory(), 404)):
        visitor = Browser(app)
        visitor.sign_in(user)
        assert page_of(visitor, link).status == status
        assert page_of(visitor, link, "revoke_link").status == status
    assert standing(link) is Standing.OPEN


def test_what_was_not_sent_has_no_link(app: Flask, browser: Browser) -> None:
    referral = ReferralFactory(state=ReferralState.PREPARED)
    about = {"case_id": referral.case_id, "referral_id": referral.id}
    browser.sign_in(lead_of(referral.case))

    assert "There is nothing to answer" in browser.open("referrals.show_link", **about).text
    assert browser.post("referrals.revoke_link", **about).status == 404


def test_a_link_is_made_for_one_contact(app: Flask, browser: Browser) -> None:
    link = sent()
    partner = link.referral.partner
    known = ContactFactory(partner=partner, name="Mme Amrani")
    hidden = ContactFactory(partner=partner, name="Mme Secret", confidentiality=Confidentiality.CELL)
    browser.sign_in(lead_of(link.referral.case))
    about: dict[str, Any] = {"case_id": link.referral.case_id, "referral_id": link.referral_id}

    assert "Mme Secret" not in browser.open("referrals.make_link", **about).text
    page = browser.submit("referrals.make_link", {"contact_id": str(known.id)}, **about)
    assert "Mme Amrani" in page.text
    assert browser.submit("referrals.make_link", {"contact_id": str(hidden.id)}, **about).status == 422


def test_what_is_sent_is_for_whoever_receives_referrals_there(app: Flask) -> None:
    link = sent()
    partner, worker = link.referral.partner, lead_of(link.referral.case)
    assert receiving_contact(partner, worker) is None
    only = ContactFactory(partner=partner, receives_referrals=True)
    assert receiving_contact(partner, worker) is only
    ContactFactory(partner=partner, receives_referrals=True)
    assert receiving_contact(partner, worker) is None
