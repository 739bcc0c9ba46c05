"""Who reads which visit, and how much of it, before and after somebody took it up."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.models import User
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.visits.models import CameFor, Outcome
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.visits import VisitFactory

TOLD: dict[str, Any] = {
    "reason": CameFor.OTHER,
    "reason_text": "ZZWHY",
    "source": "OTHER",
    "source_text": "ZZFROM",
    "first_name": "ZZNAME",
    "number": "+212600009876",
}


def seat(browser: Browser, user: User) -> Browser:
    """A browser of this person's own."""
    own = Browser(browser.app)
    own.sign_in(user)
    return own


@pytest.mark.parametrize("role", Role)
def test_each_role_reads_its_own_part(browser: Browser, role: Role) -> None:
    """Reception the directorate's, whoever receives his own cell's, the others nothing."""
    here, beside = CellFactory(), CellFactory(women=True)
    far = CellFactory(directorate=DirectorateFactory(code="BM"))
    reader = UserFactory(role=role, cell=here)
    for cell in (here, beside):
        VisitFactory(cell=cell, **TOLD | {"reason_text": f"WHY {cell.name_fr}"})
    clerk_far = UserFactory(reception=True, cell=far)
    VisitFactory(cell=far, clerk=clerk_far, **TOLD | {"reason_text": "WHY far"})
    browser.sign_in(reader)
    page = browser.open("visits.list_visits")
    read = {words for words in page.texts("table.visits bdi") if words.startswith("WHY")}

    wide = {f"WHY {here.name_fr}", f"WHY {beside.name_fr}"}
    expected = {
        Role.RECEPTION: wide,
        Role.SOCIAL_WORKER: {f"WHY {here.name_fr}"},
        Role.SUPERVISOR: {f"WHY {here.name_fr}"},
    }
    assert page.status == (200 if role in expected else 403)
    assert read == expected.get(role, set())
    assert browser.open("visits.register").status == (200 if role is Role.RECEPTION else 403)
    assert "ZZNAME" not in page.text
    assert "600009876" not in page.text


def test_once_taken_up_reception_reads_when_and_by_whom(browser: Browser) -> None:
    cell = CellFactory()
    clerk, worker = UserFactory(reception=True, cell=cell), UserFactory(cell=cell)
    visit = VisitFactory(cell=cell, clerk=clerk, taken_by=worker, **TOLD)
    browser.sign_in(clerk)
    for page in (browser.open("visits.register"), browser.open("visits.list_visits")):
        row = page.soup.select_one("table.visits tbody tr")
        assert row
        for gone in ("ZZ", cell.name_fr, "Correct", "Other"):
            assert gone not in str(row)
        assert worker.name_lat in str(row)
    assert browser.open("visits.edit_visit", visit_id=visit.id).status == 409
    assert "ZZWHY" in seat(browser, worker).open("visits.list_visits").text


@pytest.mark.parametrize("agrees", [True, False])
def test_another_cell_is_told_why_only_when_the_person_agrees(browser: Browser, agrees: bool) -> None:
    wanted, other = CellFactory(women=True), CellFactory()
    visit = VisitFactory(cell=wanted, sent_to=other, may_tell_reason=agrees, **TOLD)
    worker, supervisor = UserFactory(cell=other), UserFactory(cell=other, supervisor=True)
    pages = []
    for reader in (worker, supervisor):
        own = seat(browser, reader)
        pages += [own.open("caseload.home"), own.open("visits.list_visits")]
    pages.append(seat(browser, worker).post("visits.take_up", visit_id=visit.id))

    for page in pages[:4]:
        assert ("ZZWHY" in page.text) == agrees
        assert ("ZZFROM" in page.text) == agrees
        assert wanted.name_fr not in page.text
        assert "ZZNAME" not in page.text
    assert "ZZWHY" not in pages[-1].text
    first = seat(browser, UserFactory(cell=wanted))
    assert "ZZWHY" not in first.open("visits.list_visits").text  # nor where she went


def test_a_day_is_chosen_as_people_write_it(browser: Browser) -> None:
    cell = CellFactory()
    long_ago = today() - timedelta(days=40)
    VisitFactory(cell=cell, day=long_ago, outcome=Outcome.INFORMED)
    browser.sign_in(UserFactory(cell=cell))

    for typed, n in (
        (short_day(long_ago), 1),
        ("31/02/2020", 0),
        ("x", 0),
        ("01/01/0001", 0),
        ("31/12/9999", 0),
    ):
        page = browser.open("visits.list_visits", day=typed, after="%%%")
        assert page.status == 200
        assert len(page.soup.select("table.visits tbody tr")) == n, typed


def test_lists_of_visits_and_homes_ask_few_statements(browser: Browser, statements: list[str]) -> None:
    cell = CellFactory()
    clerk, worker = UserFactory(reception=True, cell=cell), UserFactory(cell=cell)
    supervisor = UserFactory(cell=cell, supervisor=True)
    for number in range(40):
        VisitFactory(cell=cell, clerk=clerk, **TOLD, taken_by=worker if number % 3 else None)
    db.session.commit()
    for reader, pages in (
        (clerk, ("visits.register", "visits.list_visits")),
        (worker, ("visits.list_visits", "caseload.home")),
        (supervisor, ("visits.list_visits", "caseload.home")),
    ):
        own = seat(browser, reader)
        for page in pages:
            statements.clear()
            assert own.open(page).status == 200
            most = 10 if page == "caseload.home" else 8
            assert len(statements) <= most, (page, statements)
