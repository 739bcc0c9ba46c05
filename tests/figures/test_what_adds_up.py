"""Each number of the board, of the week and of a worker's home is the length of the list behind it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.accounts.models import User
from casework.caseload.asked import asked_list, one_of, reviewed_files
from casework.caseload.queries.files import files_page, unassigned_page
from casework.cases.models import ApprovalKind, Stage
from casework.cases.queries import approvals_page
from casework.core import database
from casework.core.extensions import db
from casework.core.pages import ListPage, asked_cursor, asked_id
from casework.figures.definitions import ASKED, MISSING, SILENCES, Mark
from casework.notices.queries import notices_page
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.referrals.queries import referrals_page
from casework.transfers.queries import proposals
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.bulk import many_cases
from tests.figures.team import FILE, Team

SIZE = 4  # rows of one page, so that a list has several
BOARD, WEEK = "/board", "/this-week"


def numbers_of(page: Page) -> list[tuple[int, str]]:
    """Each number that leads to a list, with its address; a worker's name leads to as many as he leads."""
    found = []
    for link in page.soup.select("main a"):
        address = str(link["href"])
        row = link.find_parent("tr") if link.parent and link.parent.name == "th" else None
        shown = link.strong or (row.select(".meter span") if row and row.select(".meter") else [link])[0]
        number = re.match(r"[\d]+(?= |$)|.*\((\d+)\)$", " ".join(shown.get_text(" ").split()))
        if number and address.split("?")[0] in LISTS:
            found.append((int(number[1] or number[0].split()[0]), address))
    return found


def asked_files(user: User) -> ListPage[Any]:
    return files_page(user, asked_list(), size=SIZE)


def asked_unassigned(user: User) -> ListPage[Any]:
    cell = next(cell for cell in user.cells if cell.id == asked_id("cell"))
    return unassigned_page(user, cell, asked_cursor(datetime, UUID), size=SIZE)


def asked_approvals(user: User) -> ListPage[Any]:
    cursor = asked_cursor(datetime, datetime, UUID)
    kind = one_of(ApprovalKind, "kind")
    return approvals_page(user, kind=kind, cell_id=asked_id("cell"), cursor=cursor, size=SIZE)


def asked_referrals(user: User) -> ListPage[Any]:
    show, cursor = request.args["show"], asked_cursor(datetime, UUID)
    return referrals_page(user, show=show, cell_id=asked_id("cell"), cursor=cursor, size=SIZE)


def asked_notices(user: User) -> ListPage[Any]:
    return notices_page(user, asked_cursor(datetime, UUID), size=SIZE)


def asked_proposals(user: User) -> ListPage[Any]:
    return ListPage(proposals(user), None, is_first=True)


LISTS: dict[str, Callable[[User], ListPage[Any]]] = {
    "/files": asked_files,
    "/unassigned": asked_unassigned,
    "/approvals": asked_approvals,
    "/referrals": asked_referrals,
    "/notices": asked_notices,
    "/transfers": asked_proposals,
}


def length(app: Flask, user: User, address: str) -> int:
    """All rows of the list, page after page, each once."""
    found: list[UUID] = []
    more = ""
    while True:
        with app.test_request_context(address + more):
            page = LISTS[address.split("?")[0]](user)
        database.set_may_write(True)  # a request that reads has said no
        found += [row.id for row in page if not getattr(row, "seen_at", None)]
        if not page.next_cursor:
            break
        more = ("&" if "?" in address else "?") + f"after={page.next_cursor}"
    assert len(found) == len(set(found))
    return len(found)


def never_linked(user: User, cell: Cell) -> Iterator[str]:
    """The lists of which a board says nothing when nothing is on them."""
    to_files = reviewed_files(cell)
    for mark in (Mark.LATE, Mark.HIGH_RISK, *MISSING, Mark.INCOMPLETE, *ASKED):
        yield to_files(mark=mark.value)
    for mark in SILENCES:
        yield to_files(mark=mark.value, sort="contact")
    for stage in Stage:
        yield to_files(stage=stage.value)
    for risk in RiskLevel:
        yield to_files(risk=risk.value)
    for kind in ApprovalKind:
        yield f"/approvals?cell={cell.id}&kind={kind.value}"
    yield f"/unassigned?cell={cell.id}"


def check_panels(page: Page) -> None:
    """A heading counts the lines below it; what is folded away counts too."""
    for panel in page.soup.select("main section.panel"):
        if said := panel.select_one("h2 .count"):
            assert int(said.get_text().rstrip("+")) == len(panel.select("ul.rows > li")), panel.h2


def check_sums(page: Page) -> None:
    """In the table of the board each worker's stages are his files, and all rows together are the last."""
    rows = [[cell.get_text(" ", strip=True).split(" ")[0] for cell in row.select("td")]
            for row in page.soup.select("table.board tbody tr")]  # fmt: skip
    for n_open, _weight, *counted in rows:
        assert sum(map(int, counted[: len(Stage)])) == int(n_open)
    for place in (0, *range(2, len(rows[0]))):
        *parts, whole = (int(row[place]) for row in rows)
        assert sum(parts) == whole, place


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=st.lists(FILE, min_size=4, max_size=9))
def test_each_number_is_the_length_of_its_list(app: Flask, files: list[dict[str, Any]]) -> None:
    team = Team()
    for number, said in enumerate(files):
        team.keep(number, said)
    db.session.commit()

    for reader in team.readers:
        browser = Browser(app)
        browser.sign_in(reader)
        reviews = reader is not team.worker
        pages = {at: browser.send("GET", at) for at in ["/", WEEK, *([BOARD] if reviews else [])]}
        numbers = {link: n for page in pages.values() for n, link in numbers_of(page)}
        assert numbers, reader
        for page in pages.values():
            check_panels(page)
            assert all(numbers[link] == n for n, link in numbers_of(page))  # the same everywhere
        if reviews:
            check_sums(pages[BOARD])
            with app.test_request_context():
                numbers = dict.fromkeys(never_linked(reader, team.cell), 0) | numbers
        for link, number in numbers.items():
            assert length(app, db.session.get_one(User, reader.id), link) == number, link


def test_a_list_of_several_pages_is_as_long_as_its_number(browser: Browser) -> None:
    worker = UserFactory()
    supervisor = UserFactory(cell=worker.cells[0], supervisor=True)
    many_cases(45, worker)
    browser.sign_in(supervisor)
    numbers = {link: n for n, link in numbers_of(browser.open("caseload.board"))}
    address = next(link for link in numbers if link.endswith("&mark=incomplete"))

    n, here = 0, address
    while here:
        page = browser.send("GET", here)
        n += len(page.soup.select("tbody tr"))
        here = next((address + "&" + str(a["href"])[1:] for a in page.soup.select("a[rel=next]")), "")
    assert n == numbers[address] == 45
