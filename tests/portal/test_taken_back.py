"""What changes while the partner reads: taken back, closed, merged, deactivated, answered by another."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from casework.cases.models import CaseStatus
from casework.consents.models import ConsentState
from casework.consents.services import bar_partner
from casework.core.extensions import db
from casework.referrals.models import Referral, ReferralMove, ReferralState, SentCopy
from casework.referrals.services.moving import move_referral
from tests.factories.base import commit
from tests.factories.cases import lead_of
from tests.factories.referrals import say
from tests.portal.visits import Phone, sent

DESTROY = "Please destroy everything"


def withdraw(referral: Referral) -> None:
    move_referral(referral.case, referral, ReferralState.WITHDRAWN, by=lead_of(referral.case))


def take_consent_back(referral: Referral) -> None:
    say(referral.case, referral.partner, ConsentState.WITHDRAWN, manner=None)


def close(referral: Referral) -> None:
    referral.case.status = CaseStatus.CLOSED


def transfer(referral: Referral) -> None:
    referral.case.status = CaseStatus.TRANSFERRED


def merge(referral: Referral) -> None:
    referral.case.status = CaseStatus.MERGED


def deactivate(referral: Referral) -> None:
    referral.partner.is_active = False


def bar(referral: Referral) -> None:
    bar_partner(referral.case, referral.partner, why="A cousin works there")


def decline(referral: Referral) -> None:
    lead = lead_of(referral.case)
    move_referral(referral.case, referral, ReferralState.DECLINED, by=lead, decline_code="CAPACITY")


HAPPENINGS: dict[Callable[[Referral], None], str] = {
    withdraw: DESTROY,
    take_consent_back: DESTROY,
    close: "is over",
    transfer: "is over",
    merge: "is over",
    deactivate: "no longer in use",
    bar: "no longer in use",
    decline: "has ended",
}


@pytest.mark.parametrize("happen", HAPPENINGS, ids=lambda happen: happen.__name__)
def test_the_next_request_says_so_and_shows_nothing(app: Flask, happen: Callable[[Referral], None]) -> None:
    phone = Phone(app, sent(what_for="Three sessions"))
    form = phone.come_in()
    before = db.session.query(ReferralMove).count()
    happen(phone.referral)
    commit()
    moved = db.session.query(ReferralMove).count() - before
    pages = [
        phone.answer(form, to="accepted", expected_on="01/01/2030", why="Come at nine"),
        *(phone.look(part) for part in ("answer", "enter")),
    ]

    for page in pages:
        assert page.status == 410
        assert HAPPENINGS[happen] in page.heading
        assert not [text for text in (phone.referral.code, "Three sessions") if text in page.text]
    assert "Come at nine" in pages[0].text
    assert db.session.query(ReferralMove).count() == before + moved


def test_a_declined_referral_answered_again_is_told_so(app: Flask) -> None:
    phone = Phone(app, sent())
    form = phone.come_in()
    assert phone.answer(form, to="declined", decline_code="CAPACITY").heading.startswith("Thank you")
    again = phone.answer(form, to="received")

    assert again.status == 410
    assert "has ended" in again.heading
    assert phone.referral.state is ReferralState.DECLINED


def test_an_answer_sent_twice_is_one(app: Flask) -> None:
    phone = Phone(app, sent())
    form = phone.come_in()
    phone.answer(form, to="waiting_list")
    again = phone.answer(form, to="waiting_list")

    assert again.status == 409
    assert "just before yours" in again.heading
    assert [move.to_state for move in moves(phone)] == ["prepared", "sent", "waiting_list"]


def test_the_worker_was_quicker(app: Flask) -> None:
    phone = Phone(app, sent())
    form = phone.come_in()
    case = phone.referral.case
    move_referral(case, phone.referral, ReferralState.RECEIVED, by=lead_of(case))
    commit()
    late = phone.answer(form, to="received", why="We called too")

    assert late.status == 409
    assert "We called too" in late.text
    assert phone.answer(to="waiting_list").status == 200


def test_what_was_sent_stays_as_it_was_sent(app: Flask) -> None:
    phone = Phone(app, sent(what_for="Three sessions"))
    referral: Any = phone.referral
    referral.what_for = "Something else"
    referral.case.person.first_name_lat = "Zahra"
    commit()
    page = phone.come_in()

    assert "Three sessions" in page.text
    assert "Something else" not in page.text
    assert "Zahra" not in page.text


def test_an_erased_copy_shows_nothing(app: Flask) -> None:
    phone = Phone(app, sent(what_for="Three sessions"))
    db.session.query(SentCopy).delete()
    commit()
    page = phone.come_in()

    assert "Three sessions" not in page.text


def moves(phone: Phone) -> list[ReferralMove]:
    made = db.session.query(ReferralMove).filter_by(referral_id=phone.referral.id)
    return made.order_by(ReferralMove.step).all()
