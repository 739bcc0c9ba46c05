"""An appointment: made, doubted, moved, taken over, held or missed; the safe-contact rules beside it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from casework.accounts.models import Absence
from casework.appointments import services
from casework.appointments.models import Appointment, AppointmentKind, AppointmentState
from casework.audit.models import AuditEntry
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.hours import moment_at
from casework.core.i18n import clock_time, short_day
from casework.core.ids import new_id
from casework.people.models import SuspectedAuthor
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.appointments import AppointmentFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, join, lead_of
from tests.factories.organisation import CellFactory

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)  # ten o'clock in Casablanca
DAY = "03/06/2026"
ANSWERS = {
    "day": DAY,
    "hour": "10:30",
    "minutes": "45",
    "kind": "office",
    "place": "Room 2",
    "about": "The plan",
}


@pytest.fixture
def case(browser: Browser, set_time: Any) -> Case:
    set_time(MONDAY)
    made: Case = CaseFactory()
    browser.sign_in(lead_of(made))
    return made


def send(browser: Browser, case: Case, **answers: Any) -> Page:
    page = browser.open("appointments.add_appointment", case_id=case.id)
    sent = filled(page) | ANSWERS | answers
    return browser.visit("POST", "appointments.add_appointment", sent, case_id=case.id, follow=False)


def act(browser: Browser, what: str, appointment: Appointment, **answers: Any) -> Page:
    address: dict[str, Any] = {"case_id": appointment.case_id, "appointment_id": appointment.id}
    page = browser.open(f"appointments.{what}", **address)
    if page.status != 200:
        return page
    return browser.visit("POST", f"appointments.{what}", filled(page) | answers, follow=False, **address)


def made() -> list[Appointment]:
    return list(db.session.query(Appointment).order_by(Appointment.id))


def lines(case: Case) -> list[tuple[str | None, Any]]:
    told = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind=Happening.APPOINTMENT)
    return [(line.detail, line.story) for line in told.order_by(TimelineEntry.id)]


def n_events(event: str) -> int:
    return db.session.query(AuditEntry).filter_by(event=event).count()


def test_an_appointment_is_made_once_and_shown_where_it_is_looked_for(browser: Browser, case: Case) -> None:
    page = browser.open("appointments.add_appointment", case_id=case.id)
    assert "No number is known: do not call." in page.text
    sent = filled(page) | ANSWERS
    for _click in range(2):
        answer = browser.visit("POST", "appointments.add_appointment", sent, case_id=case.id, follow=False)
        assert answer.status == 302, answer.errors
    (appointment,) = made()

    assert appointment.starts_at == datetime(2026, 6, 3, 9, 30, tzinfo=UTC)
    assert (appointment.with_id, appointment.about) == (case.lead_id, "The plan")
    assert lines(case) == [("planned", {"text": "The plan", "next": "\u206603/06/2026 10:30\u2069"})]
    assert n_events("appointment.made") == 1
    listed = browser.open("appointments.list_appointments", case_id=case.id)
    assert "Wednesday 3 June 2026" in listed.texts("tbody th")[0]
    file = browser.open("casefile.show", case_id=case.id)
    assert "10:30" in file.texts("section[aria-labelledby=appointments]")[0]
    assert any("Appointment Planned" in text for text in file.texts(".entry-head"))


WRONG: list[dict[str, str]] = [
    {"day": "31/05/2026"},
    {"day": short_day(MONDAY), "hour": "09:50"},
    {"hour": "25:00"},
    {"minutes": "4"},
    {"minutes": "721"},
    {"kind": "tea"},
    {"with_id": str(new_id())},
    {"place": "x" * 201},
    {"day": "14/03/2027", "hour": "02:30"},
]


def test_a_wrong_answer_makes_nothing(browser: Browser, case: Case) -> None:
    filled_in = filled(browser.open("appointments.add_appointment", case_id=case.id)) | ANSWERS
    for given in WRONG:
        page = browser.visit("POST", "appointments.add_appointment", filled_in | given, case_id=case.id)
        assert page.status == 422, given
        assert page.errors
    assert made() == []


def test_an_hour_that_has_just_begun_is_taken(browser: Browser, case: Case) -> None:
    assert send(browser, case, day=short_day(MONDAY), hour="09:56").status == 302


def test_what_speaks_against_an_hour_is_said_and_the_worker_decides(browser: Browser, case: Case) -> None:
    lead = lead_of(case)
    away = Absence(
        user_id=lead.id, from_on=date(2026, 6, 6), until_on=date(2026, 6, 6), recorded_by_id=lead.id
    )
    db.session.add(away)
    NumberFactory(person=case.person, hours="14h-16h")
    other = CaseFactory(worker=lead)
    AppointmentFactory(case=other, starts_at=moment_at(date(2026, 6, 6), time(10)))
    page = send(browser, case, day="06/06/2026", kind="phone")

    assert page.status == 422
    warned = page.texts(".notice.soon")
    assert [
        any(word in text for text in warned) for word in ("is away", "day off", "begins at", "14h-16h")
    ] == [True] * 4
    assert other.reference not in page.text
    assert len(made()) == 1
    assert send(browser, case, day="06/06/2026", kind="phone", is_meant="y").status == 302
    assert send(browser, case, day="08/06/2026", kind="phone", hour="15:00").status == 302


def test_a_call_without_a_safe_number_is_doubted(browser: Browser, case: Case) -> None:
    NumberFactory(person=case.person)
    person = case.person
    db.session.add(SuspectedAuthor(key_id=person.key_id, person_id=person.id, number="+212600001234"))
    commit()
    page = send(browser, case, kind="phone")

    assert page.status == 422
    assert page.texts(".notice.soon") == ["No number is safe to call now."]
    assert page.texts(".do-not-contact") == ["Do not contact 06 00 00 12 34"]


def test_it_is_moved_by_one_of_two(browser: Browser, case: Case) -> None:
    appointment = AppointmentFactory(case=case)
    address: dict[str, Any] = {"case_id": case.id, "appointment_id": appointment.id}
    stale = filled(browser.open("appointments.change_appointment", **address))
    assert act(browser, "change_appointment", appointment, day=DAY, hour="11:00").status == 302
    assert appointment.starts_at == datetime(2026, 6, 3, 10, tzinfo=UTC)
    page = browser.visit("POST", "appointments.change_appointment", stale | {"hour": "15:00"}, **address)

    assert page.status == 409
    assert all(moment in page.text for moment in ("02/06/2026 15:00", "03/06/2026 11:00"))
    assert n_events("appointment.changed") == 1


def test_whoever_left_the_file_is_followed_by_its_lead(browser: Browser, case: Case) -> None:
    colleague = UserFactory(cell=case.cell)
    join(case, colleague)
    appointment = AppointmentFactory(case=case, with_id=colleague.id)
    next(member for member in case.members if member.user_id == colleague.id).until_at = now()
    commit()

    assert "no longer works on the file" in browser.open("casefile.show", case_id=case.id).text
    assert "to take over" in browser.open("caseload.home").text
    assert f"{colleague.name_lat} no longer works on the file" in browser.open("agenda.show").text
    assert act(browser, "change_appointment", appointment).status == 422  # it must be given to somebody
    assert act(browser, "change_appointment", appointment, with_id=str(case.lead_id)).status == 302
    assert "take it over" not in browser.open("agenda.show").text


def test_it_is_cancelled_once(browser: Browser, case: Case) -> None:
    appointment = services.make_appointment(
        case,
        by=lead_of(case),
        form_key=new_id(),
        starts_at=now() + timedelta(hours=3),
        minutes=30,
        kind=AppointmentKind.MEETING,
        with_id=case.lead_id,
    )
    commit()
    assert act(browser, "cancel_appointment", appointment).status == 302
    assert (appointment.state, appointment.ended_at) == (AppointmentState.CANCELLED, MONDAY)
    assert act(browser, "cancel_appointment", appointment).status == 409
    assert act(browser, "record_outcome", appointment).status == 409
    assert lines(case) == [("cancelled", {})]


@pytest.mark.parametrize(
    ("women", "said"), [(False, "Make another appointment"), (True, "safe-contact rules")]
)
def test_it_took_place_or_the_person_did_not_come(
    browser: Browser, set_time: Any, women: bool, said: str
) -> None:
    set_time(MONDAY)
    case = CaseFactory(cell=CellFactory(women=women))
    browser.sign_in(lead_of(case))
    appointment = AppointmentFactory(case=case, starts_at=MONDAY + timedelta(hours=1))
    assert act(browser, "record_outcome", appointment).status == 409
    set_time(MONDAY + timedelta(hours=2))
    browser.sign_in(lead_of(case))
    assert "Did it take place?" in browser.open("caseload.home").text
    assert act(browser, "record_outcome", appointment).status == 422
    assert act(browser, "record_outcome", appointment, state="missed").status == 302
    assert said in browser.open("appointments.list_appointments", case_id=case.id).messages[0]
    assert act(browser, "record_outcome", appointment, state="held").status == 302
    page = browser.open("appointments.list_appointments", case_id=case.id)
    assert {detail for detail, _story in lines(case)} == {"missed", "held"}
    assert page.has_link(f"/cases/{case.id}/notes/new")
    assert act(browser, "change_appointment", appointment).status == 409


def test_a_closed_file_and_a_stranger_are_refused_by_the_service(app: Any) -> None:
    case, stranger = CaseFactory(), UserFactory()
    answers: dict[str, Any] = {
        "form_key": new_id(),
        "starts_at": now(),
        "minutes": 30,
        "kind": AppointmentKind.OFFICE,
    }
    changes: list[tuple[dict[str, Any], str]] = [
        ({"with_id": stranger.id}, "somebody who works on the file"),
        ({"with_id": case.lead_id, "starts_at": now() - timedelta(hours=1)}, "already past"),
    ]
    for change, sentence in changes:
        with pytest.raises(RuleBroken, match=sentence):
            services.make_appointment(case, by=lead_of(case), **answers | change)
    case.status = CaseStatus.CLOSED
    db.session.commit()
    with pytest.raises(RuleBroken, match="closed"):
        services.make_appointment(case, by=lead_of(case), **answers | {"with_id": case.lead_id})


def test_an_entry_of_the_wrong_file_loses_its_text(app: Any) -> None:
    case = CaseFactory()
    appointment = AppointmentFactory(case=case, about="Her brother")
    services.forget(case, appointment.id)
    commit()

    assert (appointment.place, appointment.about) == (None, None)
    assert appointment.state is AppointmentState.CANCELLED


def test_the_appointments_of_another_file_are_not_there(browser: Browser, case: Case) -> None:
    foreign = AppointmentFactory(case=CaseFactory(worker=case.lead))
    for what in ("change_appointment", "cancel_appointment", "record_outcome"):
        address = {"case_id": case.id, "appointment_id": foreign.id}
        assert browser.open(f"appointments.{what}", **address).status == 404
        assert browser.post(f"appointments.{what}", {"version": "1"}, **address).status == 404


@pytest.mark.parametrize(
    ("day", "hour", "in_utc"),
    [
        (date(2027, 2, 6), time(2, 30), "2027-02-06T01:30"),  # summer time, all the year but in Ramadan
        (date(2027, 2, 7), time(1, 59), "2027-02-07T00:59"),
        (date(2027, 2, 7), time(2, 30), "2027-02-07T01:30"),  # this hour comes twice: the first
        (date(2027, 2, 7), time(3, 0), "2027-02-07T03:00"),
        (date(2027, 3, 14), time(1, 59), "2027-03-14T01:59"),
        (date(2027, 3, 14), time(2, 0), None),  # this one never comes
        (date(2027, 3, 14), time(2, 59), None),
        (date(2027, 3, 14), time(3, 0), "2027-03-14T02:00"),
    ],
)
def test_the_clock_of_the_wall(day: date, hour: time, in_utc: str | None) -> None:
    if in_utc is None:
        with pytest.raises(ValueError, match="2027"):
            moment_at(day, hour)
        return
    moment = moment_at(day, hour)
    assert f"{moment:%Y-%m-%dT%H:%M}" == in_utc
    assert (short_day(moment), clock_time(moment)) == (f"{day:%d/%m/%Y}", f"{hour:%H:%M}")


def test_today_is_the_day_of_casablanca(app: Any, set_time: Any) -> None:
    """Half past midnight there is still yesterday in UTC."""
    set_time(datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    appointment = AppointmentFactory(starts_at=moment_at(date(2026, 6, 2), time(0, 45)))

    assert (appointment.day, today()) == (date(2026, 6, 2), date(2026, 6, 2))
    assert appointment.starts_at == datetime(2026, 6, 1, 23, 45, tzinfo=UTC)
