"""Reception logs who came: little, once, without a look-up; and corrects its own lines of the day."""

from datetime import timedelta
from typing import Any

import pytest

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.people.models import AgeBand, Sex
from casework.visits.models import CameBefore, Outcome, Visit
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.partners import PartnerFactory
from tests.factories.visits import VisitFactory
from tests.parallel import answers_to


@pytest.fixture
def clerk(browser: Browser, cell: Cell) -> User:
    user: User = UserFactory(reception=True, cell=cell)
    browser.sign_in(user)
    return user


def log(browser: Browser, cell: Cell, **said: Any) -> Page:
    """The form as it comes, with these answers."""
    page = browser.open("visits.register")
    answers = filled(page) | {"cell_id": str(cell.id)} | said
    return browser.visit("POST", "visits.register", answers)


def only_visit() -> Visit:
    return db.session.query(Visit).one()


def newest_visit() -> Visit:
    return db.session.query(Visit).order_by(Visit.id.desc()).limit(1).one()


def test_the_cell_alone_is_enough(browser: Browser, clerk: User, cell: Cell) -> None:
    page = log(browser, cell)
    visit = only_visit()

    assert page.heading == "A visit"
    assert page.messages == ["The visit was saved."]
    assert page.soup.select_one("input[autofocus]")["name"] == "cell_id"  # type: ignore[index]
    assert not page.soup.select("input[name=cell_id][checked]")
    assert (visit.day, visit.n_persons, visit.outcome) == (today(), 1, Outcome.WAITS)
    assert (visit.came_before, visit.first_name, visit.receiving_cell_id) == (
        CameBefore.UNKNOWN,
        None,
        cell.id,
    )
    assert len(page.soup.select("table.visits tbody tr")) == 1
    assert [entry.event for entry in db.session.query(AuditEntry).filter_by(object_id=visit.id)] == [
        "visit.logged"
    ]


def test_a_family_is_one_visit_sealed_where_it_names_somebody(
    browser: Browser, clerk: User, cell: Cell
) -> None:
    other = CellFactory(women=True)
    said = {
        "sex": "female",
        "age_band": "adult",
        "n_persons": "٣",
        "others-0-age_band": "child",
        "others-1-sex": "male",
        "commune": "05.081.01.03",
        "reason": "other",
        "reason_text": "ضاعت الوثائق",
        "source": "HOSP",
        "first_name": "إيطو",
        "number": "0600001234",
        "outcome": "other_cell",
        "other_cell_id": str(other.id),
    }
    page = log(browser, cell, **said)
    visit = only_visit()
    stored = b"".join(bytes(value) for value in vars(visit).values() if isinstance(value, bytes))

    assert page.messages == ["The visit was saved."], page.errors
    assert (visit.sex, visit.age_band, visit.n_persons) == (Sex.FEMALE, AgeBand.ADULT, 3)
    assert visit.others == [{"age_band": "child"}, {"sex": "male"}]
    assert (visit.receiving_cell_id, visit.cell_id, visit.territory) == (
        other.id,
        cell.id,
        "municipality_demnate",
    )
    assert (visit.first_name, visit.number, visit.reason_text) == ("إيطو", "+212600001234", "ضاعت الوثائق")
    assert "إيطو".encode() not in stored
    assert "إيطو" not in page.text  # a list shows an initial
    assert visit.may_tell_reason is False


def test_sent_by_an_impatient_hand_it_is_one_visit(browser: Browser, clerk: User, cell: Cell) -> None:
    answers = filled(browser.open("visits.register")) | {"cell_id": str(cell.id)}
    given = answers_to(browser, "visits.register", [answers] * 4)

    assert [answer.status_code for answer in given] == [302] * 4
    assert db.session.query(Visit).count() == 1


def test_what_does_not_fit_is_asked_again(browser: Browser, clerk: User, cell: Cell) -> None:
    for said in (
        {"outcome": "oriented"},
        {"outcome": "other_cell"},
        {"outcome": "arranged"},
        {"reason": "other"},
        {"n_persons": "0"},
        {"n_persons": "9" * 5000},
        {"day": "01/01/2090"},
        {"first_name": "x" * 300},
        {"number": "12"},
        {"cell_id": "nonsense"},
        {"others-0-sex": "cat"},
    ):
        page = log(browser, cell, **said)

        assert page.status == 422, said
        assert page.errors
    assert db.session.query(Visit).count() == 0


def test_odd_names_are_kept_as_typed(browser: Browser, clerk: User, cell: Cell) -> None:
    for typed, kept in (
        ("12345", "12345"),
        ("🌿", "🌿"),
        ("\u202eسعيد\u200f\x00", "سعيد"),
        ("ⵉⵟⵜⵓ", "ⵉⵟⵜⵓ"),
        ("بنت Ait", "بنت Ait"),
        (" \u200e ", None),
    ):
        assert log(browser, cell, first_name=typed).messages == ["The visit was saved."]
        assert newest_visit().first_name == kept


def test_only_the_directory_and_the_cells_of_the_directorate(
    browser: Browser, clerk: User, cell: Cell
) -> None:
    public, shelter = PartnerFactory(), PartnerFactory(shelter=True)
    abroad = CellFactory(directorate=DirectorateFactory(code="BM"))
    page = browser.open("visits.register")

    assert public.name_fr in page.text
    assert shelter.name_fr not in page.text
    assert abroad.name_fr not in page.text
    for said in (
        {"outcome": "oriented", "partner_id": str(shelter.id)},
        {"cell_id": str(abroad.id)},
        {"outcome": "other_cell", "other_cell_id": str(abroad.id)},
        {"outcome": "other_cell", "other_cell_id": str(cell.id)},
    ):
        assert log(browser, cell, **said).status == 422, said
    assert log(browser, cell, outcome="oriented", partner_id=str(public.id)).status == 200
    assert only_visit().partner_id == public.id


def test_ones_own_entry_of_the_day_is_corrected(browser: Browser, clerk: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, clerk=clerk, first_name="Itto")
    page = browser.open("visits.edit_visit", visit_id=visit.id)
    first, second = (filled(page) | {"first_name": name} for name in ("Itto Ouhmad", "Izza"))
    saved = browser.visit("POST", "visits.edit_visit", first, visit_id=visit.id)
    late = browser.visit("POST", "visits.edit_visit", second, visit_id=visit.id)

    assert saved.messages == ["The visit was corrected."]
    assert late.status == 409
    assert "Itto Ouhmad" in late.text
    assert "Izza" in late.text
    assert only_visit().first_name == "Itto Ouhmad"


def test_nobody_corrects_a_colleagues_or_an_old_entry(
    browser: Browser, clerk: User, cell: Cell, set_time: Any
) -> None:
    mine, colleagues = VisitFactory(cell=cell, clerk=clerk), VisitFactory(cell=cell)
    taken = VisitFactory(cell=cell, clerk=clerk, taken_by=UserFactory(cell=cell))
    assert browser.open("visits.edit_visit", visit_id=colleagues.id).status == 404
    assert browser.open("visits.edit_visit", visit_id=taken.id).status == 409
    answers = filled(browser.open("visits.edit_visit", visit_id=mine.id))
    assert browser.visit("POST", "visits.edit_visit", answers, visit_id=taken.id).status == 409

    set_time(now() + timedelta(days=1))
    browser.sign_in(clerk)  # the session has run out
    assert browser.open("visits.edit_visit", visit_id=mine.id).status == 404
    assert not browser.open("visits.list_visits", day=f"{mine.day:%d/%m/%Y}").soup.select("table.visits")
    refused = [entry.object_id for entry in db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value)]
    assert refused == [colleagues.id, mine.id]


def test_reception_starts_with_the_register(browser: Browser, clerk: User) -> None:
    page = browser.open("caseload.home")

    assert page.heading == "A visit"
    assert page.texts(".rail a") == ["Log a visit", "Partners", "Visits of the day"]
