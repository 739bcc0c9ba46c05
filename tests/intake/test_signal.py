"""Somebody else speaks of a person: a file opens whose first contact is still to be made."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case, EntryKind, MemberRole, Reporter
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import Consent, ConsentAct, ConsentState, Purpose
from casework.core.clock import CASABLANCA, now
from casework.core.extensions import db
from casework.core.i18n import clock_time, short_day
from casework.core.ids import new_id
from casework.intake.models import Intake
from casework.organisation.models import Cell
from casework.people.models import BirthPrecision, Person
from casework.programmes.deadlines import Clock, response_time
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory
from tests.parallel import AT_ONCE, answers_to

LEAST = {
    "told": "الطفلة لا تأتي إلى المدرسة منذ شهر",
    "primary": "OTHER",
    "other_text": "غياب",
    "risk": "high",
    "risk_why": "قد تكون في خطر",
}


def send(browser: Browser, cell: Cell, **more: Any) -> Page:
    return browser.submit("intake.signal", LEAST | just_now() | more, cell_id=cell.id)


def just_now() -> dict[str, str]:
    """As the page offers them."""
    return {"received_on": short_day(now()), "received_at": clock_time(now())}


def test_the_least_that_is_known_opens_a_file(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, cell)

    assert page.heading == "The file is open"
    case = db.session.query(Case).one()
    assert (case.entry_kind, case.risk, case.source) == (EntryKind.SIGNAL, "high", None)
    assert [(member.user_id, member.role) for member in case.current_members] == [
        (worker.id, MemberRole.LEAD)
    ]
    assert db.session.query(Reporter).count() == 0
    assert db.session.query(Intake).one().narrative == LEAST["told"]
    told = db.session.query(TimelineEntry).filter_by(kind=Happening.SIGNAL).one()
    assert told.story == {"text": LEAST["told"]}
    assert Event.CASE_CREATED in {entry.event for entry in db.session.query(AuditEntry)}


def test_the_first_contact_is_due_and_counted_from_when_the_signal_came(
    browser: Browser, worker: User, cell: Cell
) -> None:
    received = now() - timedelta(minutes=90)
    send(browser, cell, received_on=short_day(received), received_at=clock_time(received))

    case = db.session.query(Case).one()
    tasks = {task.kind: task for task in db.session.query(Task)}
    assert case.last_contact_on is None
    assert tasks[TaskKind.FIRST_CONTACT].is_open
    assert TaskKind.FOLLOW_UP not in tasks
    assert TaskKind.COMPLETE_FILE in tasks
    rule = response_time(case.programme.key, case.risk, Clock.FIRST_CONTACT, case.opened_on)
    assert tasks[TaskKind.FIRST_CONTACT].due_at == rule.due(received.replace(second=0, microsecond=0))


def test_a_signal_typed_in_later_counts_from_its_day(browser: Browser, worker: User, cell: Cell) -> None:
    day = (now() - timedelta(days=3)).astimezone(CASABLANCA)
    send(browser, cell, received_on=short_day(day), received_at="23h50")

    case = db.session.query(Case).one()
    assert case.is_entered_late
    assert case.opened_on == day.date()
    told = db.session.query(TimelineEntry).filter_by(kind=Happening.SIGNAL).one()
    assert told.happened_at == datetime(day.year, day.month, day.day, 23, 50, tzinfo=CASABLANCA)


def test_nobody_could_consent_yet(browser: Browser, worker: User, cell: Cell) -> None:
    send(browser, cell, birth="1980")

    consent = db.session.query(Consent).one()
    assert (consent.purpose, consent.state) == (Purpose.SERVICE, ConsentState.NOT_POSSIBLE)
    assert (consent.act, bool(consent.why)) == (ConsentAct.CONSENT, True)


def test_of_a_child_or_of_an_age_not_known_it_is_the_assent_that_waits(
    browser: Browser, child_cell: Cell
) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    send(browser, child_cell)
    assert db.session.query(Consent).one().act is ConsentAct.ASSENT


def test_who_signalled_it_is_kept_apart_and_sealed(browser: Browser, worker: User, cell: Cell) -> None:
    send(browser, cell, reporter_kind="SCH", reporter_name="Lahcen", reporter_phone="0600001111")

    reporter = db.session.query(Reporter).one()
    assert (reporter.kind, reporter.name, reporter.phone) == ("SCH", "Lahcen", "+212600001111")
    assert db.session.query(Case).one().source == "SCH"
    assert "Lahcen" not in str([entry.story for entry in db.session.query(TimelineEntry)])


def test_whoever_asks_to_stay_unnamed_is_not_counted_by_where_he_comes_from(
    browser: Browser, worker: User, cell: Cell
) -> None:
    send(browser, cell, reporter_kind="NEIGH", stays_unnamed="y")

    assert db.session.query(Case).one().source is None
    reporter = db.session.query(Reporter).one()
    assert (reporter.kind, bool(reporter.wishes)) == ("NEIGH", True)


def test_what_is_known_of_the_person_is_kept_and_an_age_is_presumed(
    browser: Browser, worker: User, cell: Cell
) -> None:
    send(browser, cell, alias="وردة", birth="2014", sex="female", commune="05.081.01.03")

    person = db.session.query(Person).one()
    assert (person.alias, person.birth_year, person.sex) == ("وردة", 2014, "female")
    assert person.birth_precision is BirthPrecision.PRESUMED
    assert person.territory is not None


@pytest.mark.parametrize(
    "answers",
    [
        {"told": " "},
        {"primary": ""},
        {"primary": "NOT-A-CODE"},
        {"other_text": ""},
        {"risk": ""},
        {"risk_why": ""},
        {"received_on": "40/40/2026"},
        {"received_at": "25:10"},
        {"received_at": "soon"},
        {"received_at": ""},
        {"birth": "2190"},
        {"commune": "99"},
        {"reporter_kind": "NOT-A-CODE"},
        {"reporter_phone": "12"},
        {"form_key": "not-a-key"},
    ],
)
def test_what_cannot_be_is_refused_and_the_text_kept(
    browser: Browser, worker: User, cell: Cell, answers: dict[str, str]
) -> None:
    page = send(browser, cell, **answers)

    assert page.status == 422
    assert page.errors
    assert LEAST["risk_why"] in page.text or "risk_why" in answers
    assert db.session.query(Case).count() == db.session.query(Person).count() == 0


def test_an_hour_that_has_not_come_is_refused(browser: Browser, worker: User, cell: Cell) -> None:
    soon = (now() + timedelta(minutes=2)).astimezone(CASABLANCA)
    page = send(browser, cell, received_on=short_day(now()), received_at=soon.strftime("%H:%M"))
    if soon.date() == now().astimezone(CASABLANCA).date():
        assert page.status == 422


def test_sent_twice_it_is_one_file_with_one_reporter(browser: Browser, worker: User, cell: Cell) -> None:
    filled = browser.open("intake.signal", cell_id=cell.id).hidden | LEAST | just_now()
    filled |= {"reporter_kind": "SCH"}
    first = browser.visit("POST", "intake.signal", filled, cell_id=cell.id)
    second = browser.visit("POST", "intake.signal", filled, cell_id=cell.id)

    assert first.heading == second.heading == "The file is open"
    assert db.session.query(Case).count() == db.session.query(Reporter).count() == 1


def test_eight_clicks_at_once_are_one_file(app: Flask, browser: Browser, child_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    filled = browser.open("intake.signal", cell_id=child_cell.id).hidden | LEAST | just_now()
    filled |= {"reporter_kind": "SCH"}
    answers = answers_to(browser, "intake.signal", [filled] * AT_ONCE, cell_id=child_cell.id)

    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    counts = [db.session.query(model).count() for model in (Case, Person, Intake, Reporter)]
    assert counts == [1, 1, 1, 1]


@pytest.mark.parametrize("endpoint", ["intake.signal", "intake.emergency", "intake.came_back"])
def test_another_cell_answers_like_a_missing_one(browser: Browser, child_cell: Cell, endpoint: str) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    foreign, missing = CellFactory().id, new_id()
    pages = [browser.open(endpoint, cell_id=cell_id) for cell_id in (foreign, missing)]
    posts = [browser.post(endpoint, LEAST, cell_id=cell_id) for cell_id in (foreign, missing)]

    assert {page.status for page in (*pages, *posts)} == {404}
    assert pages[0].text.replace(str(foreign), "") == pages[1].text.replace(str(missing), "")
    assert db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value).count() == 4
    assert db.session.query(Case).count() == 0


@pytest.mark.parametrize("role", ["specialist", "reception", "director", "dpo"])
def test_who_opens_no_file_finds_no_way_in(browser: Browser, child_cell: Cell, role: str) -> None:
    browser.sign_in(
        UserFactory(cell=child_cell, **{role: True})
        if role in ("specialist", "reception")
        else UserFactory(**{role: True})
    )
    for endpoint in ("intake.signal", "intake.emergency", "intake.came_back"):
        assert browser.open(endpoint, cell_id=child_cell.id).status == 403
