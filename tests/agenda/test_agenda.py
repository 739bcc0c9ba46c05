"""The agenda: what falls on each day, of whom, how to reach the person safely, and what it costs."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import Absence, User
from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.audit.models import AuditEntry, Event
from casework.cases.models import BarredUser, Case, CaseStatus
from casework.core.clock import end_of
from casework.core.extensions import db
from casework.core.hours import moment_at
from casework.measures.models import Authority, Measure, MeasureKind
from casework.organisation.models import Holiday
from casework.people.models import ContactSafety, Person, SuspectedAuthor
from casework.tasks.models import Task
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.appointments import AppointmentFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of
from tests.factories.followup import TaskFactory
from tests.factories.organisation import CellFactory

WEDNESDAY = date(2026, 6, 3)
NOW = datetime(2026, 6, 3, 8, tzinfo=UTC)


@pytest.fixture
def worker(browser: Browser, set_time: Any) -> User:
    set_time(NOW)
    made: User = UserFactory()
    browser.sign_in(made)
    return made


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return moment_at(day, time(hour, minute))


def days_of(page: Page) -> dict[str, list[str]]:
    """The lines of each day, its heading without what it is marked with."""
    sections = page.soup.select("section.agenda")
    return {
        section.select_one("h2").get_text(strip=True): [  # type: ignore[union-attr]
            row.get_text(" ", strip=True) for row in section.select("tbody tr")
        ]
        for section in sections
    }


def measure(case: Case, kind: MeasureKind, first: date, last: date | None) -> None:
    kept = {"kind": kind, "authority": Authority.JUDGE, "from_on": first, "until_on": last}
    db.session.add(Measure(key_id=case.key_id, case_id=case.id, recorded_by_id=case.lead_id, **kept))


def test_a_week_begins_on_monday_and_follows_the_clock(browser: Browser, worker: User) -> None:
    case: Case = CaseFactory(worker=worker)
    AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 15))
    AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 0, 30), kind=AppointmentKind.PHONE)
    AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 11), state=AppointmentState.CANCELLED)
    AppointmentFactory(case=case, starts_at=at(date(2026, 6, 7), 23, 30))
    AppointmentFactory(case=case, starts_at=at(date(2026, 6, 8), 9))
    TaskFactory(case=case, due_on=WEDNESDAY)
    measure(case, MeasureKind.HEARING, WEDNESDAY, None)
    measure(case, MeasureKind.PLACEMENT, date(2026, 5, 1), date(2026, 6, 5))
    commit()
    page = browser.open("agenda.show")
    days = days_of(page)

    assert next(iter(days)) == "Monday 1 June 2026"
    assert len(days) == 7
    wednesday = days["Wednesday 3 June 2026"]
    assert [line.split(case.reference)[0].strip() for line in wednesday] == [
        "All day",
        "All day",
        "00:30",
        "15:00",
    ]
    assert ["Hearing" in wednesday[0], "school" in wednesday[1]] == [True, True]
    assert "Last day: Placement" in days["Friday 5 June 2026"][0]
    assert len(days["Sunday 7 June 2026"]) == 1
    assert case.person.name not in page.text
    later = days_of(browser.open("agenda.show", day="2026-06-08"))
    assert "09:00" in later["Monday 8 June 2026"][0]
    only = days_of(browser.open("agenda.show", part="appointments", view="day"))
    assert [len(lines) for lines in only.values()] == [2]
    listed = days_of(browser.open("agenda.show", part="tasks", view="list"))
    assert any("school" in line for line in listed["Wednesday 3 June 2026"])
    for odd in (
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"view": "x", "part": "y", "who": "z", "day": "z"},
    ):
        assert "Monday 1 June 2026" in days_of(browser.open("agenda.show", **odd))


def test_what_is_agreed_to_wait_stands_on_the_day_agreed(browser: Browser, worker: User) -> None:
    case = CaseFactory(worker=worker)
    task = TaskFactory(case=case, due_on=WEDNESDAY)
    task.waits_until = date(2026, 6, 5)
    commit()
    days = days_of(browser.open("agenda.show"))

    assert any("school" in line for line in days["Friday 5 June 2026"])
    assert not any("school" in line for line in days["Wednesday 3 June 2026"])


def test_the_word_on_calling_holds_no_number(browser: Browser, worker: User) -> None:
    said: dict[str, Person] = {}
    known: dict[str, list[dict[str, Any]]] = {
        "none": [],
        "safe": [{"hours": "9-11 h"}],
        "trusted": [{"safety": ContactSafety.TRUSTED_ONLY}],
        "old": [{"confirmed_on": WEDNESDAY - timedelta(days=91)}],
        "never": [{"safety": ContactSafety.UNSAFE}],
        "guarded": [{}],
    }
    for name, numbers in known.items():
        person = PersonFactory(cell=worker.cells[0], alias=name)
        case = CaseFactory(worker=worker, person=person)
        for number in numbers:
            NumberFactory(person=person, **number)
        AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 12))
        said[name] = person
    guarded = said["guarded"]
    db.session.add(SuspectedAuthor(key_id=guarded.key_id, person_id=guarded.id, relation="FAMILY"))
    commit()
    page = browser.open("agenda.show", part="appointments", view="day")
    (lines,) = days_of(page).values()
    found = {name: next(line for line in lines if f" {name} " in line) for name in said}

    assert "No number is known: do not call." in found["none"]
    assert "9-11 h" in found["safe"]
    assert "only through the trusted person" in found["trusted"]
    assert "not confirmed for 90 days" in found["old"]
    assert "Never call." in found["never"]
    assert "Read the contact rules in the file" in found["guarded"]
    assert "00 12 34" not in page.text
    assert "600001234" not in page.text


def test_need_to_know_holds_in_the_agenda(app: Flask, browser: Browser, worker: User) -> None:
    cell = worker.cells[0]
    colleague, supervisor = UserFactory(cell=cell), UserFactory(cell=cell, supervisor=True)
    own, other = CaseFactory(worker=worker), CaseFactory(worker=colleague)
    beside = CaseFactory(cell=CellFactory(women=True))
    left, barred = CaseFactory(worker=colleague), CaseFactory(worker=colleague)
    for case in (own, other, beside, barred):
        AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 12))
    AppointmentFactory(case=left, starts_at=at(WEDNESDAY, 13), with_id=worker.id)  # he has left this file
    closed = CaseFactory(worker=worker)
    AppointmentFactory(case=closed, starts_at=at(WEDNESDAY, 14))
    closed.status = CaseStatus.CLOSED
    db.session.add(BarredUser(key_id=barred.key_id, case_id=barred.id, user_id=supervisor.id))
    away = Absence(user_id=colleague.id, from_on=WEDNESDAY, until_on=WEDNESDAY, recorded_by_id=supervisor.id)
    feast = Holiday(directorate_id=cell.directorate_id, day=date(2026, 6, 4), name_ar="عيد", name_fr="Fête")
    db.session.add_all([away, feast])
    commit()
    chief = Browser(app)
    chief.sign_in(supervisor)

    def seen(person: Browser, **asked: Any) -> set[str]:
        page = person.open("agenda.show", part="appointments", **asked)
        return set(page.texts("tbody a.code"))

    assert seen(browser) == seen(browser, who="cell") == seen(browser, who=colleague.id) == {own.reference}
    assert seen(chief) == set()
    assert seen(chief, who="cell") == {own.reference, other.reference, left.reference}
    assert seen(chief, who=colleague.id) == {other.reference, left.reference}
    stranger = UserFactory(cell=beside.cell)
    assert seen(chief, who=stranger.id) == set()
    page = chief.open("agenda.show", who="cell")
    assert {f"Away: {colleague.name_lat}", "Fête", "Day off"} <= set(page.texts("section.agenda .chip"))
    assert "Away" not in chief.open("agenda.show", who=worker.id).text
    assert stranger.name_lat not in page.text


@pytest.mark.parametrize("n", [10, 300])
def test_a_week_is_at_most_six_statements(
    app: Flask, browser: Browser, statements: list[str], set_time: Any, n: int
) -> None:
    set_time(NOW)
    cell = CellFactory()
    supervisor, workers = UserFactory(cell=cell, supervisor=True), UserFactory.create_batch(2, cell=cell)
    cases = [CaseFactory(worker=workers[i % 2]) for i in range(4)]
    for case in cases:
        NumberFactory(person=case.person)
        measure(case, MeasureKind.HEARING, WEDNESDAY, None)
    made: dict[str, Any] = {"kind": AppointmentKind.OFFICE, "minutes": 30, "place": "Room 2"}
    for i in range(n):
        case = cases[i % 4]
        by = {"with_id": case.lead_id, "made_by_id": case.lead_id}
        starts_at = at(WEDNESDAY, 8) + timedelta(minutes=i)
        db.session.add(Appointment(key_id=case.key_id, case_id=case.id, starts_at=starts_at, **by, **made))
    db.session.query(Task).update({"due_at": end_of(WEDNESDAY)})
    commit()
    chosen: list[tuple[User, str | None]] = [(supervisor, "cell")]
    if n == 10:
        chosen += [(supervisor, str(workers[0].id)), (lead_of(cases[0]), None)]
    for person, who in chosen:
        browser = Browser(app)
        browser.sign_in(person)
        browser.open("agenda.show", who=who)  # once a minute the session is touched: that is no part of it
        statements.clear()
        page = browser.open("agenda.show", who=who)
        assert page.status == 200
        assert len(page.soup.select("tbody tr")) > (n if who == "cell" else n // 2)
        assert len(statements) <= 6, statements


def test_of_a_colleagues_day_the_place_stays_in_the_file(app: Flask, browser: Browser, worker: User) -> None:
    """A list of the whole cell is read over one's shoulder, and without saying why; it is in the log."""
    case = CaseFactory(worker=worker)
    AppointmentFactory(case=case, starts_at=at(WEDNESDAY, 12), place="At her aunt's in Ait Bou Oulli")
    chief = Browser(app)
    chief.sign_in(UserFactory(cell=worker.cells[0], supervisor=True))
    read = {"event": Event.LIST_VIEWED.value, "detail": "agenda"}
    for who in ("cell", str(worker.id)):
        page = chief.open("agenda.show", who=who)
        assert case.reference in page.text
        assert "Ait Bou Oulli" not in page.text
    assert db.session.query(AuditEntry).filter_by(**read).count() == 2
    assert "Ait Bou Oulli" in browser.open("agenda.show").text
