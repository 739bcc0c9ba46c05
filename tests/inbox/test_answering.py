"""What a cell answers to another without opening a file, and what it says of the person afterwards."""

from typing import Any

import pytest

from casework.cases.models import Case
from casework.consents.models import ConsentState
from casework.core.clock import today
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.referrals.models import ReferralState
from tests.browser import Browser
from tests.factories.cases import lead_of
from tests.factories.referrals import say
from tests.inbox.people import accept, receiver, sent_to


def test_a_consent_withdrawn_while_it_is_read_stops_every_answer(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    form = browser.open("inbox.answer_received", code=referral.code).hidden
    say(referral.case, referral.partner, ConsentState.WITHDRAWN)
    page = browser.visit("POST", "inbox.answer_received", form | {"to": "received"}, code=referral.code)

    assert page.status == 409
    assert "taken back or has ended" in page.text
    assert referral.state is ReferralState.WITHDRAWN
    assert "Zahra" not in browser.open("inbox.show_received", code=referral.code).text


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"to": "received"}, ReferralState.RECEIVED),
        ({"to": "waiting_list", "expected_on": f"{today():%d/%m/%Y}"}, ReferralState.WAITING_LIST),
        ({"to": "declined", "decline_code": "CAPACITY", "why": "No place"}, ReferralState.DECLINED),
    ],
)
def test_other_answers_open_no_file(
    browser: Browser, cell: Cell, said: dict[str, str], state: ReferralState
) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    page = browser.submit("inbox.answer_received", said, code=referral.code)

    assert page.messages == ["The answer was sent to the cell that asks."]
    assert referral.state is state
    assert db.session.query(Case).count() == 1
    assert ("Zahra" in page.text) == (state is not ReferralState.DECLINED)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"to": "accepted"}, {"to": "done"}, {"to": "declined"}, {"to": "declined", "decline_code": "OTHER"}],
)
def test_an_answer_that_is_none_comes_back(browser: Browser, cell: Cell, wrong: dict[str, str]) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))

    assert browser.submit("inbox.answer_received", wrong, code=referral.code).status == 422
    assert referral.state is ReferralState.SENT


def test_of_two_who_answer_the_second_is_told(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    form = browser.open("inbox.answer_received", code=referral.code).hidden
    other = Browser(browser.app)
    other.sign_in(receiver(cell))
    other.submit("inbox.answer_received", {"to": "received"}, code=referral.code)
    page = browser.visit("POST", "inbox.answer_received", form | {"to": "waiting_list"}, code=referral.code)

    assert page.status == 409
    assert referral.state is ReferralState.RECEIVED


def test_whoever_follows_the_person_says_what_became_of_it(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)
    for to in ("no_show", "accepted", "started", "done"):
        page = browser.submit("inbox.answer_received", {"to": to}, code=referral.code)
        assert page.status == 200, (to, page.errors)

    assert referral.state is ReferralState.DONE
    assert db.session.query(Case).count() == 2
    assert "Your file goes on by itself" in page.text


def test_the_answer_of_a_cell_is_written_down_by_nobody_else(browser: Browser, cell: Cell) -> None:
    referral: Any = sent_to(cell)
    browser.sign_in(lead_of(referral.case))
    about = {"case_id": referral.case_id, "referral_id": referral.id}
    form = browser.open("referrals.move_referral", **about).hidden
    said = form | {"to": "accepted", "happened_on": f"{today():%d/%m/%Y}"}
    page = browser.visit("POST", "referrals.move_referral", said, **about)

    assert page.status in (409, 422)
    assert referral.state is ReferralState.SENT
