"""One box finds a file by whatever was typed, among the files of the reader, and names nobody."""

from typing import Any

import pytest

from casework.access.policy import Action
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Case, CaseStatus
from casework.core import database
from casework.core.extensions import db
from casework.search import views
from casework.search.finding import NEWEST, SHOWN, Found
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory

NOBODY = "Zoubida Qarqouri"
MANY = "Fatima Zohra Ait Lhaj"  # as the factory calls everybody


def search(browser: Browser, typed: str) -> Page:
    return browser.submit("search.find", {"words": typed})


def found(page: Page) -> list[str]:
    return page.texts(".files a.code")


def answer(page: Page) -> list[str]:
    """What the page says, without the box that keeps what was typed."""
    assert page.status == 200
    return page.texts("main .section")


def itto(**more: Any) -> Case:
    person = PersonFactory(
        first_name_ar="يطو",
        surname_ar="أمغار",
        first_name_lat="Itto",
        surname_lat="AMGHAR",
        cin="IC 000042",
        **more,
    )
    NumberFactory(person=person, number="+212600001234")
    case: Case = CaseFactory(person=person)
    commit()
    return case


def test_a_file_is_found_by_any_of_these_and_stays_masked(browser: Browser) -> None:
    case = itto()
    CaseFactory(worker=lead_of(case))
    browser.sign_in(lead_of(case))
    names = ("amghar itto", "أمغار يطو", "Ito Amrhar", "amghar")
    for typed in (
        *names,
        "06 00 00 12 34",
        "٠٦٠٠٠٠١٢٣٤",
        "ic000042",
        case.reference.lower().replace("-", ""),
    ):
        page = search(browser, typed)

        assert found(page) == [case.reference], typed
        assert "I. A." in page.texts(".files")[0]
        assert "36 years" in page.texts(".files")[0]
        assert not {"AMGHAR", "أمغار"} & set(page.texts(".files")[0].split())
        assert page.has_link(f"/cases/{case.id}")


def test_a_name_written_in_one_script_is_found_by_the_other(browser: Browser) -> None:
    worker = UserFactory()
    arabic = PersonFactory(
        cell=worker.cells[0],
        first_name_ar="خديجة",
        surname_ar="الغازي",
        first_name_lat=None,
        surname_lat=None,
    )
    case = CaseFactory(worker=worker, person=arabic)
    browser.sign_in(worker)

    assert found(search(browser, "RHAZI Khadija")) == [case.reference]


def test_some_programmes_show_initials_even_of_who_chose_an_alias(browser: Browser) -> None:
    case = itto(cell=CellFactory(women=True), alias="Warda")
    browser.sign_in(lead_of(case))

    assert "I. A." in answer(search(browser, "Itto Amghar"))[0]
    assert "Warda" not in search(browser, "Itto Amghar").text


def test_somebody_of_another_cell_or_of_a_barred_file_is_like_nobody(
    browser: Browser, statements: list[str]
) -> None:
    reader = UserFactory()
    CaseFactory(worker=reader)
    browser.sign_in(reader)

    def asked(words: str) -> tuple[list[str], list[str]]:
        browser.open("search.find")
        statements.clear()
        return answer(browser.post("search.find", {"words": words})), list(statements)

    typed = ("Itto Amghar", "Amghar", "0600001234", "IC000042")
    nobody = [asked(words) for words in typed]
    missing = asked("AZ-26-222222")
    hidden, barred = itto(), itto(cell=reader.cells[0])
    bar(barred, reader, why="A cousin")
    commit()

    assert [asked(words) for words in typed] == nobody
    assert [asked(case.reference) for case in (hidden, barred)] == [missing, missing]


def test_a_supervisor_finds_the_files_of_the_cell_and_says_why_he_opens_one(browser: Browser) -> None:
    case = itto()
    browser.sign_in(UserFactory(cell=case.cell, supervisor=True))

    assert found(search(browser, "Itto Amghar")) == [case.reference]
    assert "purpose" in browser.open("casefile.show", case_id=case.id).response.request.path
    browser.sign_in(UserFactory(cell=case.cell))
    assert found(search(browser, "Itto Amghar")) == []


def test_a_file_that_was_made_one_with_another_leads_to_it(browser: Browser) -> None:
    worker = UserFactory()
    kept, old = CaseFactory(worker=worker), itto(cell=worker.cells[0])
    old.status, old.merged_into_id = CaseStatus.MERGED, kept.id
    commit()
    for reader in (worker, UserFactory(cell=worker.cells[0], supervisor=True)):
        browser.sign_in(reader)
        for typed in ("Itto Amghar", "Itto", "0600001234", old.reference, kept.reference):
            assert found(search(browser, typed)) == [kept.reference], typed


def test_one_common_name_gives_the_newest_and_asks_for_more(browser: Browser) -> None:
    worker = UserFactory()
    for _n in range(NEWEST + 2):
        case = CaseFactory(worker=worker)
    browser.sign_in(worker)
    one, whole = search(browser, "Zohra"), search(browser, MANY)

    assert (len(found(one)), found(one)[0]) == (NEWEST, case.reference)
    assert len(found(whole)) == SHOWN
    assert all("Refine your search" in page.text for page in (one, whole))


def test_a_name_that_only_shares_its_key_is_left_out(browser: Browser) -> None:
    cell = CellFactory()
    worker = UserFactory(cell=cell)
    for name in ("رجاء", "رقية"):
        person = PersonFactory(cell=cell, first_name_ar=name, first_name_lat=None)
        case = CaseFactory(worker=worker, person=person)
    browser.sign_in(worker)

    assert found(search(browser, "Rkia")) == [case.reference]


def test_a_search_costs_eight_statements_at_most(browser: Browser, statements: list[str]) -> None:
    case = itto()
    for _n in range(SHOWN + 2):
        CaseFactory(worker=lead_of(case))
    for reader in (lead_of(case), UserFactory(cell=case.cell, supervisor=True)):
        browser.sign_in(reader)
        for typed in (MANY, "Zohra", "Itto Amghar", NOBODY, "0600001234", "IC000042", case.reference):
            browser.open("search.find")
            statements.clear()
            assert browser.post("search.find", {"words": typed}).status == 200
            assert len(statements) <= 8, (typed, statements)


def test_the_log_says_that_a_search_was_made_and_not_for_what(browser: Browser) -> None:
    case = itto()
    browser.sign_in(lead_of(case))
    for typed in ("Itto Amghar", "0600001234", "IC000042", case.reference):
        search(browser, typed)

    entries = db.session.query(AuditEntry).filter_by(event=Event.SEARCHED.value).order_by(AuditEntry.seq)
    assert [entry.detail for entry in entries] == ["name", "phone", "cin", "reference"]
    assert {(entry.cell_id, entry.case_id, entry.object_id) for entry in entries} == {
        (case.cell_id, None, None)
    }


def test_whatever_is_typed_gets_a_sensible_answer(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    for typed in (
        "",
        " \u202e\u200f ",
        "\x00",
        "الحاج",
        "Ben El Aït",
        "a",
        "م",
        "42",
        "😀😀",
        "Fatima " * 60,
        "ⵉⵟⵟⵓ ⴰⵎⵖⴰⵔ",
        "گلناز پروین",
        "Fatima \u202eالزهراء\u2066",
        "' OR 1=1 --",
        "AZ-26-7K3QX8",
    ):
        page = search(browser, typed)

        assert page.status in (200, 422), typed
        assert page.errors if page.status == 422 else page.texts(".empty"), typed


def test_a_search_reads_and_still_needs_its_token(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = []

    def find(*_asked: Any) -> Found:
        allowed.append(database._may_write.get())
        return Found([])

    monkeypatch.setattr(views, "files_like", find)
    browser.sign_in(UserFactory())
    search(browser, "Itto Amghar")

    assert allowed == [False]
    assert browser.visit("POST", "search.find", {"words": "Itto Amghar"}).status == 422
    assert allowed == [False]


def test_the_box_stands_where_work_begins(browser: Browser) -> None:
    worker = UserFactory()
    for reader in (worker, UserFactory(cell=worker.cells[0], supervisor=True)):
        browser.sign_in(reader)
        for place in ("caseload.home", "caseload.files"):
            assert browser.open(place).soup.select("form[role=search] label[for=words]")
    browser.sign_in(UserFactory(director=True))
    assert browser.open("search.find").status == 403, Action.CASE_SEARCH
