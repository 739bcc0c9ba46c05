"""A cell that the person wants kept away no longer finds her in its list, not even by her initials."""

from casework.consents.services import bar_partner
from casework.organisation.models import Cell
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.organisation import CellFactory
from tests.inbox.people import receiver, sent_to


def test_what_was_sent_to_a_cell_that_is_barred_since_waits_no_more(browser: Browser) -> None:
    cell: Cell = CellFactory()
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    assert referral.code in browser.open("inbox.list_received").text
    bar_partner(referral.case, referral.partner, None)
    commit()
    home, page = browser.open("caseload.home"), browser.open("inbox.list_received")
    one = browser.open("inbox.show_received", code=referral.code)

    assert "referred to your cell" not in home.text
    assert referral.code not in page.text
    assert "Z." not in page.text
    assert "no longer be answered" in one.text
    assert "Zahra" not in one.text
