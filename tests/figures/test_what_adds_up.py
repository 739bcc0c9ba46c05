"""Each number of the board, and of a worker's home, is the length of the list that its link opens."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.accounts.models import User
from casework.caseload.asked import asked_list, one_of
from casework.caseload.queries.files import files_page, unassigned_page
from casework.cases.models import Approval, ApprovalKind, BarredUser, Case, CaseStatus, Concern, Member, Stage
from casework.cases.queries import approvals_page
from casework.consents.models import Consent, ConsentState, Purpose
from casework.core import database
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.pages import ListPage, asked_cursor, asked_id
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, Person, Sex
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState, Urgency
from casework.referrals.queries import referrals_page
from casework.supervision.models import ReviewQuestion
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.bulk import many_cases
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory

SIZE = 4  # rows of one page, so that a list has several
DAYS = st.none() | st.sampled_from((-91, -61, -31, -30, -1, 0, 1))
OPEN = (CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.OPEN, CaseStatus.CLOSING)
SAID: dict[str, Any] = {
    "status": st.sampled_from([*OPEN, CaseStatus.CLOSED, CaseStatus.MERGED]),
    "stage": st.sampled_from(Stage),
    "risk": st.sampled_from(RiskLevel),
    "lead": st.sampled_from((0, 1, None)),
    "barred": st.sampled_from((None, None, "supervisor", "deputy", "worker")),
    "due": DAYS,
    "contact": DAYS,
    "opened": st.sampled_from((-100, -40, 0)),
    "born": st.sampled_from((None, 1980, 2015)),
    "sex": st.sampled_from((None, Sex.FEMALE)),
    "territory": st.sampled_from((None, "azilal")),
    "consents": st.lists(st.sampled_from((ConsentState.GIVEN, ConsentState.WITHDRAWN)), max_size=2),
    "confirmed": st.sampled_from((None, -100, -3, "none")),
    "concern": st.sampled_from((None, "OTHER", "NEGLECT")),
    "question": st.sampled_from((None, "late", "due", "answered", "closed")),
    "asked": st.sampled_from((None, None, ApprovalKind.CLOSURE, ApprovalKind.RISK_LOWERED)),
    "referral": st.sampled_from((None, ReferralState.SENT, ReferralState.EXPIRED, ReferralState.DONE)),
}
FILE = st.fixed_dictionaries(SAID)


def day(offset: Any) -> Any:
    return None if offset is None else today() + timedelta(days=offset)


class Team:
    """A cell with two workers, of whom the first is its deputy, and a supervisor."""

    def __init__(self) -> None:
        self.cell: Cell = CellFactory()
        self.workers = [UserFactory(cell=self.cell) for _n in range(2)]
        self.supervisor = UserFactory(cell=self.cell, supervisor=True)
        self.cell.deputy_id = self.workers[0].id
        self.partner = PartnerFactory()
        self.barred = {
            "supervisor": self.supervisor,
            "deputy": self.workers[0],
            "worker": self.workers[1],
        }

    def keep(self, number: int, said: dict[str, Any]) -> None:
        """One file, as it was drawn."""
        lead = None if said["lead"] is None else self.workers[said["lead"]]
        key_id = new_key(KeyOwner.PERSON).id
        person = Person(
            key_id=key_id,
            cell_id=self.cell.id,
            birth_year=said["born"],
            sex=said["sex"],
            territory=said["territory"],
        )
        case = Case(
            key_id=key_id,
            reference=f"{self.cell.id}-{number}",
            cell_id=self.cell.id,
            person_id=person.id,
            lead_id=lead.id if lead else None,
            unassigned_at=None if lead else now() - timedelta(days=number),
            status=said["status"],
            stage=said["stage"],
            risk=said["risk"],
            opened_on=day(said["opened"]),
            last_contact_on=day(said["contact"]),
            next_due_on=day(said["due"]),
        )
        if said["status"] is CaseStatus.MERGED:
            case.merged_into_id = db.session.query(Case.id).limit(1).scalar()
        members = [Member(case_id=case.id, user_id=lead.id)] if lead else []
        db.session.add_all([person, case, *members, *self.beside(case, said)])
        db.session.flush()

    def beside(self, case: Case, said: dict[str, Any]) -> Iterator[Any]:
        place = {"key_id": case.key_id, "case_id": case.id}
        by = self.workers[1]
        if said["barred"] and self.barred[said["barred"]].id != case.lead_id:
            user = self.barred[said["barred"]]
            yield BarredUser(user_id=user.id, is_supervisor=user is self.supervisor, **place)
        for state in said["consents"]:
            given = {"purpose": Purpose.SERVICE, "state": state, "decided_on": today()}
            yield Consent(recorded_by_id=by.id, **given, **place)
        if said["confirmed"] != "none":
            confirmed_on = day(said["confirmed"])
            yield ContactNumber(key_id=case.key_id, person_id=case.person_id, confirmed_on=confirmed_on)
        if said["concern"]:
            yield Concern(case_id=case.id, code=said["concern"], is_primary=True)
        if said["question"]:
            yield self.question(case, said["question"])
        if said["asked"]:
            asked_at = now() - timedelta(hours=len(case.reference) % 7)
            yield Approval(
                cell_id=case.cell_id, kind=said["asked"], asked_by_id=by.id, asked_at=asked_at, **place
            )
        if said["referral"]:
            yield self.referral(case, said["referral"])

    def question(self, case: Case, how: str) -> ReviewQuestion:
        return ReviewQuestion(
            key_id=case.key_id,
            case_id=case.id,
            asked_by_id=self.supervisor.id,
            due_on=day(-2 if how == "late" else 2),
            answered_at=now() if how == "answered" else None,
            closed_at=now() if how == "closed" else None,
        )

    def referral(self, case: Case, state: ReferralState) -> Referral:
        return Referral(
            key_id=case.key_id,
            code=str(case.id),
            case_id=case.id,
            partner_id=self.partner.id,
            service="PSY",
            state=state,
            urgency=Urgency.THIS_WEEK,
            made_by_id=self.workers[1].id,
            sent_at=now() - timedelta(days=9),
            answer_by=day(-1 if case.stage is Stage.PLAN else 3),
        )


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


LISTS: dict[str, Callable[[User], ListPage[Any]]] = {
    "/files": asked_files,
    "/unassigned": asked_unassigned,
    "/approvals": asked_approvals,
    "/referrals": asked_referrals,
}


def length(app: Flask, user: User, address: str) -> int:
    """All rows of the list, page after page, each once."""
    found: list[UUID] = []
    more = ""
    while True:
        with app.test_request_context(address + more):
            page = LISTS[address.split("?")[0]](user)
        database.set_may_write(True)  # a request that reads has said no
        found += [row.id for row in page]
        if not page.next_cursor:
            break
        more = f"&after={page.next_cursor}"
    assert len(found) == len(set(found))
    return len(found)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=st.lists(FILE, min_size=4, max_size=9))
def test_each_number_is_the_length_of_its_list(app: Flask, files: list[dict[str, Any]]) -> None:
    team = Team()
    for number, said in enumerate(files):
        team.keep(number, said)
    db.session.commit()

    for reader in (team.supervisor, team.workers[0], team.workers[1]):
        browser = Browser(app)
        browser.sign_in(reader)
        addresses = ["/"] + (["/board"] if reader is not team.workers[1] else [])
        for address in addresses:
            numbers = numbers_of(browser.send("GET", address))
            assert numbers, address
            for n, link in dict.fromkeys(numbers):
                assert length(app, db.session.get_one(User, reader.id), link) == n, link


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


def test_what_is_carried_is_weighed_and_added_up(browser: Browser) -> None:
    team = Team()
    said = dict.fromkeys(SAID) | {"consents": [], "opened": 0, "status": CaseStatus.OPEN}
    for number, risk in enumerate(RiskLevel):
        team.keep(number, said | {"risk": risk, "stage": Stage.PLAN, "lead": 0 if number else None})
    db.session.commit()
    browser.sign_in(team.supervisor)
    rows = [row.select("td") for row in browser.open("caseload.board").soup.select("table.board tbody tr")]

    weights = [row[1].get_text(strip=True) for row in rows]
    assert sorted(weights) == ["0", "0", "3", "3.5", "6.5"]
    assert rows[-1][0].get_text(strip=True) == "4"


@pytest.mark.parametrize("size", [10, 300])
def test_the_board_asks_ten_statements_whatever_it_counts(
    browser: Browser, statements: list[str], size: int
) -> None:
    cell = CellFactory()
    workers = [UserFactory(cell=cell) for _n in range(4)]
    supervisor = UserFactory(cell=cell, supervisor=True)
    for place, worker in enumerate(workers):
        many_cases(size // 4, worker, numbered_from=place * 1000)
    browser.sign_in(supervisor)
    db.session.commit()
    statements.clear()
    page = browser.open("caseload.board")

    assert page.status == 200
    assert len(statements) <= 10, statements
