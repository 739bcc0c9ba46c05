"""The list of files: whose it shows, in which order, page by page, in few statements."""

import pytest

from casework.audit.models import AuditEntry, Event
from casework.caseload.asked import Asked, Sort
from casework.caseload.queries.files import files_page
from casework.cases.models import BarredUser, Case, CaseStatus
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.pages import cursor_of
from casework.programmes.base import RiskLevel
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.bulk import many_cases
from tests.factories.cases import CaseFactory, PersonFactory, join
from tests.factories.organisation import CellFactory


def listed(page: Page) -> list[str]:
    return page.texts(".files a.code")


def test_a_worker_lists_the_files_he_works_on(browser: Browser) -> None:
    cell = CellFactory()
    worker, colleague = UserFactory(cell=cell), UserFactory(cell=cell)
    mine, shared, theirs = (CaseFactory(worker=who) for who in (worker, colleague, colleague))
    join(shared, worker)
    CaseFactory()
    browser.sign_in(worker)

    assert set(listed(browser.open("caseload.files"))) == {mine.reference, shared.reference}
    assert theirs.reference not in browser.open("caseload.files", worker=colleague.id).text


def test_a_supervisor_lists_his_cell_without_the_files_he_is_barred_from(browser: Browser) -> None:
    cell = CellFactory()
    worker, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    seen, hidden = CaseFactory(worker=worker), CaseFactory(worker=worker)
    elsewhere = CaseFactory()
    db.session.add(
        BarredUser(case_id=hidden.id, user_id=supervisor.id, key_id=hidden.key_id, is_supervisor=True)
    )
    cell.deputy_id = worker.id
    db.session.commit()
    browser.sign_in(supervisor)

    assert listed(browser.open("caseload.files")) == [seen.reference]
    assert listed(browser.open("caseload.files", cell=elsewhere.cell_id)) == []
    assert [figure.split()[0] for figure in browser.open("caseload.board").texts(".figure")][0] == "0"
    assert browser.open("caseload.board").texts(".meter span")[0].startswith("1 of")


def test_the_deputy_lists_the_files_that_the_supervisor_is_barred_from(browser: Browser) -> None:
    cell = CellFactory()
    deputy, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    case = CaseFactory(cell=cell)
    db.session.add(BarredUser(case_id=case.id, user_id=supervisor.id, key_id=case.key_id, is_supervisor=True))
    cell.deputy_id = deputy.id
    db.session.commit()
    browser.sign_in(deputy)

    assert listed(browser.open("caseload.files")) == [case.reference]


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("role", ["worker", "supervisor"])
def test_pages_follow_one_another_without_gap_or_repetition(app: object, sort: Sort, role: str) -> None:
    worker = UserFactory()
    reader = worker if role == "worker" else UserFactory(cell=worker.cells[0], supervisor=True)
    many_cases(70, worker)
    keys = {
        Sort.DUE: lambda case: (case.next_due_on is None, case.next_due_on or today(), case.id),
        Sort.CONTACT: lambda case: (
            case.last_contact_on is not None,
            case.last_contact_on or today(),
            case.id,
        ),
        Sort.OPENED: lambda case: (today() - case.opened_on, -case.id.int),
    }
    expected = sorted(db.session.query(Case), key=keys[sort])

    found: list[Case] = []
    cursor = None
    for _page in range(20):
        page = files_page(reader, Asked(sort=sort, cursor=cursor), size=9)
        found += page.rows
        if not page.next_cursor:
            break
        last = page.rows[-1]
        cursor = (
            {"due": last.next_due_on, "contact": last.last_contact_on}.get(sort, last.opened_on),
            last.id,
        )
    assert [case.reference for case in found] == [case.reference for case in expected]


def test_the_next_page_is_a_link(browser: Browser) -> None:
    worker = UserFactory()
    many_cases(30, worker)
    browser.sign_in(worker)
    first = browser.open("caseload.files", sort="contact")
    link = str(first.soup.select("a[rel=next]")[0]["href"])
    second = browser.send("GET", f"/files{link}")

    assert (len(listed(first)), len(listed(second))) == (20, 10)
    assert not set(listed(first)) & set(listed(second))


def test_each_filter_narrows_the_list(browser: Browser) -> None:
    worker = UserFactory()
    late = CaseFactory(worker=worker, late=True, risk=RiskLevel.LOW)
    high = CaseFactory(worker=worker, risk=RiskLevel.HIGH)
    closed = CaseFactory(worker=worker)
    closed.status, closed.closed_on = CaseStatus.CLOSED, today()
    db.session.commit()
    browser.sign_in(worker)

    assert listed(browser.open("caseload.files", mark="late")) == [late.reference]
    assert listed(browser.open("caseload.files", mark="silent")) == [late.reference]
    assert listed(browser.open("caseload.files", mark="high_risk")) == [high.reference]
    assert listed(browser.open("caseload.files", risk="low")) == [late.reference]
    assert listed(browser.open("caseload.files", part="closed")) == [closed.reference]
    assert listed(browser.open("caseload.files", stage="closing")) == []
    assert set(listed(browser.open("caseload.files", worker=worker.id))) == {late.reference, high.reference}


@pytest.mark.parametrize(
    "address",
    [
        "?after=zzz",
        "?after=%00",
        "?after=" + cursor_of("2026-13-45", "x"),
        "?after=" + cursor_of("a", "b", "c"),
        "?page=10000000000000000000000",
        "?sort=name&stage=all&risk=%D9%A3&mark=' OR 1=1",
        "?worker=1_0&cell=..&part=",
        "?part=live&part=closed&sort[]=due",
    ],
)
def test_what_the_address_says_wrongly_is_left_out(browser: Browser, address: str) -> None:
    case = CaseFactory()
    browser.sign_in(case.lead)
    page = browser.send("GET", f"/files{address}")

    assert (page.status, listed(page)) == (200, [case.reference])


def test_a_list_names_nobody_until_asked_and_then_one(browser: Browser) -> None:
    worker = UserFactory()
    person = PersonFactory(cell=worker.cells[0], first_name_lat="Itto", surname_lat="AMGHAR")
    case = CaseFactory(worker=worker, person=person)
    CaseFactory(worker=worker)
    browser.sign_in(worker)
    before = browser.open("caseload.files")
    shown = browser.post("caseload.show_name", case_id=case.id)

    assert "AMGHAR" not in before.text
    assert shown.texts("[data-hide-after]") == ["Itto AMGHAR"]
    assert shown.soup.select("[data-hide-after]")[0]["data-mask"] == "I. A."
    assert "AIT LHAJ" not in shown.text
    assert "AMGHAR" not in browser.open("caseload.files").text
    seen = db.session.query(AuditEntry).filter_by(event=Event.NAME_SHOWN.value).one()
    assert (seen.case_id, seen.actor_id) == (case.id, worker.id)


def test_some_programmes_never_list_a_name(browser: Browser) -> None:
    case = CaseFactory(cell=CellFactory(women=True))
    browser.sign_in(case.lead)
    list_page = browser.open("caseload.files")
    answer = browser.post("caseload.show_name", case_id=case.id)

    assert not list_page.soup.select("form[action*=name]")
    assert answer.status == 409
    assert "AIT LHAJ" not in answer.text + list_page.text


def test_the_name_of_a_hidden_file_is_missing(browser: Browser) -> None:
    case = CaseFactory()
    browser.sign_in(UserFactory())

    assert browser.post("caseload.show_name", case_id=case.id).status == 404


def test_reading_a_list_is_an_entry(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    browser.open("caseload.files")

    assert db.session.query(AuditEntry).filter_by(event=Event.LIST_VIEWED.value).one().detail == "files"


@pytest.mark.parametrize("n", [10, 1000])
def test_homes_stay_within_ten_statements_and_lists_within_eight(
    browser: Browser, statements: list[str], n: int
) -> None:
    worker = UserFactory()
    supervisor = UserFactory(cell=worker.cells[0], supervisor=True)
    many_cases(n, worker)
    for reader, pages in (
        (worker, ("home", "files")),
        (supervisor, ("home", "files", "unassigned", "approvals")),
    ):
        browser.sign_in(reader)
        for page in pages:
            statements.clear()
            assert browser.open(f"caseload.{page}").status == 200
            assert len(statements) <= (10 if page == "home" else 8), (page, len(statements), statements)
        browser.post("accounts.sign_out")
