"""What a proposal tells the other cell before it answers: nothing taken back, nobody who is barred."""

from typing import Any

from casework.cases.barring import bar
from casework.cases.models import Case
from casework.cases.services import set_concerns
from casework.consents.models import Delicate
from casework.core.extensions import db
from casework.transfers.models import Transfer
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory
from tests.factories.referrals import say
from tests.factories.transfers import proposed, supervisor_of
from tests.inbox.people import card

TOLD = "Physical violence"


def test_what_she_no_longer_agrees_to_be_told_is_told_no_more(browser: Browser) -> None:
    case: Case = CaseFactory(cell=CellFactory(women=True))
    there = CellFactory(women=True)
    set_concerns(case, "VBODILY", [])
    receiver = supervisor_of(there)
    transfer = proposed(case, there, covers=[Delicate.VIOLENCE.value])
    browser.sign_in(receiver)
    about: dict[str, Any] = {"transfer_id": transfer.id}
    assert TOLD in browser.open("transfers.show_transfer", **about).text

    say(case, card(there))
    for endpoint in ("show_transfer", "accept_transfer", "decline_transfer"):
        page = browser.open(f"transfers.{endpoint}", **about)
        assert page.status == 200
        assert TOLD not in page.text
    assert db.session.get_one(Transfer, transfer.id).summary["concern"] == "VBODILY"  # as it was approved


def test_the_list_of_workers_betrays_nobody_who_is_barred(browser: Browser) -> None:
    case, there = CaseFactory(), CellFactory()
    barred, other = UserFactory(cell=there), UserFactory(cell=there)
    bar(case, barred)
    receiver = supervisor_of(there)
    about: dict[str, Any] = {"transfer_id": proposed(case, there).id}
    browser.sign_in(receiver)
    page = browser.open("transfers.accept_transfer", **about)
    offered = {choice["value"] for choice in page.soup.select("[name=lead_id], option")}
    assert {str(barred.id), str(other.id)} <= offered

    page = browser.submit("transfers.accept_transfer", {"lead_id": str(barred.id)}, **about)
    assert page.status == 409
    assert "This file cannot be given to this person." in page.text
    assert db.session.get_one(Case, case.id).cell_id == case.cell_id != there.id
