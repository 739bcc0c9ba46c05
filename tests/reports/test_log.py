"""The log: each reader sees as much as his role opens, and that he read it is an entry too."""

from datetime import UTC, datetime
from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit import trail
from casework.audit.models import AuditEntry, Event
from casework.audit.words import TECHNICAL, WORDS
from casework.cases.models import BarredUser, Case
from casework.core.extensions import db
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory


def lines(page: Page, column: int = 3) -> list[str]:
    return page.texts(f"tbody td:nth-child({column})")


def read_by(case: Case) -> None:
    trail.record(
        Event.CASE_OPENED,
        actor_id=case.lead_id,
        directorate_id=case.cell.directorate_id,
        cell_id=case.cell_id,
        case_id=case.id,
    )
    commit()


def test_every_event_has_its_words() -> None:
    assert set(WORDS) == set(Event)


def test_the_data_protection_officer_reads_who_read_what(browser: Browser) -> None:
    case = CaseFactory()
    read_by(case)
    browser.sign_in(UserFactory(dpo=True))
    page = browser.open("reports.log", event="case.opened")

    assert lines(page) == ["File read"]
    assert lines(page, 2) == [case.lead.name_lat]
    assert lines(page, 5) == [case.reference]
    assert "AIT LHAJ" not in page.text
    assert lines(browser.open("reports.log"))[0] == "Log read"


def test_a_supervisor_reads_the_log_of_his_cell(browser: Browser) -> None:
    cell = CellFactory()
    supervisor = UserFactory(cell=cell, supervisor=True)
    here, hidden, elsewhere = CaseFactory(cell=cell), CaseFactory(cell=cell), CaseFactory()
    for case in (here, hidden, elsewhere):
        read_by(case)
    db.session.add(BarredUser(case_id=hidden.id, user_id=supervisor.id, key_id=hidden.key_id))
    db.session.commit()
    browser.sign_in(supervisor)
    page = browser.open("reports.log")

    assert set(lines(page, 5)) - {""} == {here.reference}
    assert elsewhere.lead.name_lat not in page.text
    for case in (hidden, elsewhere):
        assert lines(browser.open("reports.log", reference=case.reference)) == []


def test_the_deputy_reads_the_log_of_what_the_supervisor_is_barred_from(browser: Browser) -> None:
    cell = CellFactory()
    deputy, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    hidden, other = CaseFactory(cell=cell), CaseFactory(cell=cell)
    cell.deputy_id = deputy.id
    db.session.add(
        BarredUser(case_id=hidden.id, user_id=supervisor.id, key_id=hidden.key_id, is_supervisor=True)
    )
    for case in (hidden, other):
        read_by(case)
    browser.sign_in(deputy)

    assert set(lines(browser.open("reports.log"), 5)) == {hidden.reference}


def test_each_filter_narrows_the_log(browser: Browser, set_time: Any) -> None:
    set_time(datetime(2026, 11, 20, 12, tzinfo=UTC))
    early = CaseFactory()
    read_by(early)
    set_time(datetime(2026, 11, 23, 12, tzinfo=UTC))
    late = CaseFactory()
    read_by(late)
    browser.sign_in(UserFactory(dpo=True))

    def references(**asked: Any) -> list[str]:
        return lines(browser.open("reports.log", event="case.opened", **asked), 5)

    assert references() == [late.reference, early.reference]
    assert references(person=early.lead_id) == [early.reference]
    typed = early.reference.lower().replace("-", " ")
    assert references(reference=typed) == [early.reference]
    assert references(reference="AZ-26-222222") == references(reference="nonsense") == []
    assert references(**{"from": "21/11/2026"}) == [late.reference]
    assert references(until="20/11/2026") == [early.reference]


@pytest.mark.parametrize(
    "address", ["?event=x&person=1&from=31/02/2026&until=zz", "?after=AAAA", "?from=%00&reference=%FF"]
)
def test_what_the_address_says_wrongly_is_left_out(browser: Browser, address: str) -> None:
    browser.sign_in(UserFactory(dpo=True))

    assert browser.send("GET", f"/log{address}").status == 200


def test_pages_of_the_log_follow_one_another(browser: Browser) -> None:
    case = CaseFactory()
    for _n in range(60):
        read_by(case)
    browser.sign_in(UserFactory(dpo=True))
    first = browser.open("reports.log", event="case.opened")
    second = browser.send("GET", "/log" + str(first.soup.select("a[rel=next]")[0]["href"]))

    assert (len(lines(first)), len(lines(second))) == (50, 10)


def test_the_administrator_reads_sign_ins_and_accounts_only(browser: Browser) -> None:
    case = CaseFactory()
    read_by(case)
    browser.sign_in(UserFactory(administrator=True))
    page = browser.open("reports.technical_log")

    assert lines(page)[0] == "Signed in"
    assert set(lines(page)) <= {str(word) for word in TECHNICAL.values()}
    assert case.reference not in page.text
    assert browser.open("reports.log").status == 403
    read = db.session.query(AuditEntry).filter_by(event=Event.LOG_VIEWED.value).one()
    assert (read.detail, Event.CASE_OPENED in TECHNICAL) == ("technical", False)


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.SOCIAL_WORKER, Role.SPECIALIST, Role.DIRECTOR])
def test_the_log_is_closed_to_the_others(browser: Browser, role: Role) -> None:
    browser.sign_in(UserFactory(role=role))

    assert browser.open("reports.log").status == 403
    assert browser.open("reports.technical_log").status == 403


def test_the_log_takes_eight_statements_at_most(browser: Browser, statements: list[str]) -> None:
    for _n in range(3):
        read_by(CaseFactory())
    browser.sign_in(UserFactory(dpo=True))
    browser.open("accounts.rights")
    statements.clear()

    assert browser.open("reports.log").status == 200
    assert len(statements) <= 8, statements
