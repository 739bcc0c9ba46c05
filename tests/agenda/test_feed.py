"""The feed: what a calendar program reads by the secret address, and all that it does not learn."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from casework.access.policy import Role
from casework.accounts import services as accounts
from casework.accounts.models import User
from casework.agenda.calendar import WIDEST, Event, calendar_of, folded, whole_day
from casework.agenda.models import CalendarFeed
from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.hours import moment_at
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.appointments import AppointmentFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.followup import TaskFactory

NOW = datetime(2027, 2, 4, 9, tzinfo=UTC)  # three days before the clock is put back for Ramadan
UNESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


def read(text: str) -> list[dict[str, str]]:
    """The events of a calendar, by a reader that knows the format and nothing else."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= WIDEST for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    for line in lines:
        name, value = line.split(":", 1)
        if (name, value) == ("BEGIN", "VEVENT"):
            events.append({})
        elif events:
            plain = re.sub(r"\\[\\;,n]", lambda found: UNESCAPED[found[0]], value)
            events[-1].setdefault(name, plain)
    return events


@pytest.fixture
def worker(browser: Browser, set_time: Any) -> User:
    set_time(NOW)
    made: User = UserFactory(language="fr")
    browser.sign_in(made)
    return made


def new_address(browser: Browser) -> str:
    page = browser.post("agenda.make_feed")
    (address,) = page.texts(".whole")
    return address.removeprefix("http://localhost")


def feed(app: Flask, address: str) -> Page:
    """A calendar program: no session, no cookie."""
    return Browser(app).send("GET", address)


def events_at(app: Flask, address: str) -> list[dict[str, str]]:
    answer = feed(app, address)
    assert answer.status == 200
    assert answer.response.mimetype == "text/calendar"
    return read(answer.response.get_data(as_text=True))


def busy_weeks(worker: User) -> Appointment:
    """What is told and what is not, around today; gives the first that is."""
    case: Case = CaseFactory(worker=worker)
    cancelled, meeting = AppointmentState.CANCELLED, AppointmentKind.MEETING
    first: Appointment = AppointmentFactory(
        case=case, starts_at=moment_at(date(2027, 2, 5), time(10)), about="Her brother"
    )
    for more in (
        {"starts_at": moment_at(date(2027, 2, 8), time(10)), "kind": meeting},
        {"starts_at": NOW + timedelta(days=62)},
        {"starts_at": NOW - timedelta(days=9)},
        {"starts_at": NOW + timedelta(days=1), "case": CaseFactory()},
        {"starts_at": NOW, "case": CaseFactory(cell=case.cell), "with_id": worker.id},  # a file that he left
        {"starts_at": NOW + timedelta(days=3), "state": cancelled, "ended_at": NOW},
        {"starts_at": NOW + timedelta(days=4), "state": cancelled, "ended_at": NOW - timedelta(days=8)},
    ):
        AppointmentFactory(**{"case": case} | more)
    for _n in range(2):
        TaskFactory(case=case, due_on=date(2027, 2, 6))
    commit()
    return first


def test_hours_are_told_and_nothing_else(app: Flask, browser: Browser, worker: User) -> None:
    told = busy_weeks(worker)
    case = told.case
    address = new_address(browser)
    events = events_at(app, address)
    meant = [event for event in events if "DTSTART" in event]  # what is to do has days, no hours

    assert [(event["DTSTART"], event["DTEND"], event["STATUS"]) for event in meant] == [
        ("20270205T090000Z", "20270205T100000Z", "CONFIRMED"),
        ("20270207T090000Z", "20270207T100000Z", "CANCELLED"),
        ("20270208T100000Z", "20270208T110000Z", "CONFIRMED"),  # one hour later in UTC: it is Ramadan
    ]
    to_do = [event for event in events if event.get("DTSTART;VALUE=DATE") == "20270206"]
    assert [event["SUMMARY"].rsplit(" ", 1)[1] for event in to_do] == ["2"]
    assert to_do[0]["DTEND;VALUE=DATE"] == "20270207"
    text = feed(app, address).response.get_data(as_text=True)
    for secret in (
        case.reference,
        "Room 2",
        "brother",
        case.person.alias or "AIT",
        str(told.id),
        worker.name_lat,
    ):
        assert secret not in text
    assert len({event["UID"] for event in events}) == len(events)
    assert feed(app, address).response.headers["Cache-Control"] == "no-store"


def test_a_moved_appointment_keeps_its_name_and_counts_up(app: Flask, browser: Browser, worker: User) -> None:
    case: Case = CaseFactory(worker=worker)
    appointment = AppointmentFactory(case=case, starts_at=NOW + timedelta(hours=2))
    address = new_address(browser)
    (before,) = [event for event in events_at(app, address) if "DTSTART" in event]
    appointment.starts_at += timedelta(days=1)
    commit()
    (after,) = [event for event in events_at(app, address) if "DTSTART" in event]

    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTART"] == "20270205T110000Z"


def test_only_the_last_address_answers(app: Flask, browser: Browser, worker: User) -> None:
    worker_id = worker.id
    first, second = new_address(browser), new_address(browser)
    assert first.split("/")[-1].removesuffix(".ics") not in browser.open("agenda.own_feed").text
    assert [feed(app, address).status for address in (first, second)] == [404, 200]
    assert db.session.query(CalendarFeed).filter(CalendarFeed.read_at.is_not(None)).count() == 1
    assert "Last read by a calendar program" in browser.open("agenda.own_feed").text
    for _click in range(2):
        assert browser.post("agenda.revoke_feed", follow=False).status == 302
    unknown = second[:-8] + "0000.ics"
    answers = [feed(app, address).response for address in (first, second, unknown, "/agenda/feed/x.ics")]
    told = [(answer.status_code, answer.get_data(), sorted(answer.headers.items())) for answer in answers]
    assert told[0][0] == 404
    assert all(answer == told[0] for answer in told)
    events = [entry.event for entry in db.session.query(AuditEntry).filter_by(actor_id=worker_id)]
    assert (events.count("feed.made"), events.count("feed.revoked")) == (2, 2)
    assert db.session.query(CalendarFeed).filter(CalendarFeed.token_hash.in_([first, second])).count() == 0


@pytest.mark.parametrize("what", ["disabled", "without a role"])
def test_whoever_left_is_told_nothing(app: Flask, browser: Browser, worker: User, what: str) -> None:
    address = new_address(browser)
    if what == "disabled":
        worker.disabled_at = now()
    else:
        worker.all_positions[0].until_at = now()
    db.session.commit()

    assert feed(app, address).status == 404


@pytest.mark.parametrize("what", ["disabled", "without a role"])
def test_an_address_does_not_come_back_with_its_owner(
    app: Flask, browser: Browser, worker: User, what: str
) -> None:
    address, administrator = new_address(browser), UserFactory(administrator=True)
    supervisor = UserFactory(supervisor=True, cell=worker.cells[0])
    cell = worker.cells[0]
    if what == "disabled":
        accounts.disable(worker, by=administrator)
        accounts.enable(worker, by=administrator)
    else:
        accounts.end_role(worker.positions[0], by=administrator)
        accounts.propose_role(worker, Role.SOCIAL_WORKER, cell, by=administrator)
    accounts.confirm_role(worker.waiting_positions[0], by=supervisor)
    commit()

    assert worker.positions
    assert feed(app, address).status == 404


def test_a_supervisor_has_an_address_and_reception_none(app: Flask) -> None:
    for person, status in ((UserFactory(supervisor=True), 200), (UserFactory(reception=True), 403)):
        browser = Browser(app)
        browser.sign_in(person)
        assert browser.open("agenda.own_feed").status == status
        assert browser.post("agenda.make_feed").status == status


TITLES = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(",;\\\n"), max_size=200)

MOMENTS = st.integers(0, 4 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(TITLES, MOMENTS, st.integers(0, 9))
def test_whatever_is_written_is_read_again(title: str, begins: datetime, sequence: int) -> None:
    meant = Event("a", title, begins, begins + timedelta(hours=1), sequence)
    both = calendar_of("x", [meant, whole_day("b", title, begins.date())], made_at=begins)
    timed, daily = read(both)

    assert timed["SUMMARY"] == daily["SUMMARY"] == title
    assert datetime.strptime(timed["DTSTART"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == begins
    assert timed["SEQUENCE"] == str(sequence)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400))
def test_a_long_line_is_folded_between_letters(line: str) -> None:
    parts = folded(line).split("\r\n ")

    assert "".join(parts) == line
    assert all(len(part.encode()) <= WIDEST - (n > 0) for n, part in enumerate(parts))
