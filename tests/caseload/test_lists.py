"""What a list of files offers and says: all of it given at once, and what is late about a contact."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from casework.cases.approvals import ask_for
from casework.cases.models import ApprovalKind
from casework.core.clock import now
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.bulk import many_cases
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory

SAFE = "review the safe-contact rules before anything else"


def test_a_whole_list_is_chosen_at_once(browser: Browser) -> None:
    """Of whoever leaves, say: what the filters show, not the one page of it."""
    cell = CellFactory()
    worker, other = UserFactory(cell=cell), UserFactory(cell=cell)
    browser.sign_in(UserFactory(cell=cell, supervisor=True))
    CaseFactory(worker=other)
    many_cases(45, worker)
    link = next(
        str(a["href"])
        for a in browser.open("caseload.files", worker=worker.id).soup.select("main a")
        if a.get_text() == "assign it"
    )
    page = browser.send("GET", link)
    assert len(page.soup.select("input[name=case]")) == 45
    many_cases(60, worker, numbered_from=1000)
    page = browser.open("caseload.assign", all="yes", cell=cell.id)
    assert len(page.soup.select("input[name=case]")) == 100
    assert "its first 100 files are chosen" in page.text

    assert browser.open("caseload.assign", all="yes", worker="nobody").messages == [
        "Choose at least one file."
    ]
    browser.sign_in(worker)
    assert browser.open("caseload.assign", all="yes").status == 403


@pytest.mark.parametrize("is_womens", [True, False])
def test_a_late_contact_of_the_womens_cell_says_the_rules_of_contact(
    browser: Browser, *, is_womens: bool
) -> None:
    case = CaseFactory(cell=CellFactory(women=is_womens), late=True)
    case.next_due_kind = "follow_up"  # the first of what is late
    commit()
    browser.sign_in(lead_of(case))

    assert (SAFE in browser.open("caseload.files", mark="late").text) is is_womens
    case.next_due_kind = "plan"
    commit()
    assert SAFE not in browser.open("caseload.files", mark="late").text


def test_what_waits_says_for_how_long(browser: Browser, set_time: Callable[[datetime], None]) -> None:
    case = CaseFactory(unassigned=True)
    asked = CaseFactory(cell=case.cell)
    ask_for(asked, ApprovalKind.CLOSURE, by=lead_of(asked), what={}, due_at=now() + timedelta(days=1))
    commit()
    set_time(now() + timedelta(days=3))
    browser.sign_in(UserFactory(cell=case.cell, supervisor=True))

    assert "3 days" in browser.open("caseload.unassigned").texts("tbody td")[-1]
    row = browser.open("caseload.approvals").texts("tbody td")
    assert ("3 days" in row[-2], "2 days late" in row[-1]) == (True, True)
    board = browser.open("caseload.board").soup.get_text(" ", strip=True)
    assert "(1) the longest: 3 days" in " ".join(board.split())
