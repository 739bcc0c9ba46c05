"""A worker of the cell takes a visit up, once; what reception knew is offered to the page after it."""

from datetime import timedelta
from typing import Any

import pytest

from casework.accounts.models import User
from casework.accounts.services import disable
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.intake.models import Draft
from casework.organisation.models import Cell
from casework.people.models import Sex
from casework.visits import services
from casework.visits.models import Outcome, Visit
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.intake import SHORTEST
from tests.factories.organisation import CellFactory
from tests.factories.visits import VisitFactory
from tests.intake.interviews import finish, newest_draft, send

SAID: dict[str, Any] = {
    "first_name": "إيطو",
    "number": "+212600004321",
    "sex": Sex.FEMALE,
    "commune": "05.081.01.03",
    "source": "HOSP",
}


@pytest.fixture
def worker(browser: Browser, cell: Cell) -> User:
    user: User = UserFactory(cell=cell)
    browser.sign_in(user)
    return user


def take_up(browser: Browser, visit: Visit) -> Page:
    return browser.post("visits.take_up", visit_id=visit.id)


def test_what_is_known_is_offered_and_no_number_is_safe(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, **SAID)
    home = browser.open("caseload.home")
    assert "Visits to take up 1" in home.texts(".panel.info h2")
    page = take_up(browser, visit)
    assert page.heading == "Intake interview"
    address = page.response.request.full_path
    notice = page.hidden | SHORTEST["child_protection"]["notice"]
    person = browser.send("POST", address, notice)

    shown = {
        str(tag["name"]): tag.get("value")
        for tag in person.soup.select("main input[type=text], main input[type=tel]")
    }
    assert shown["first_name_ar"] == "إيطو"
    assert person.soup.select_one("[name=numbers-0-number]")["value"] == "+212600004321"  # type: ignore[index]
    assert not person.soup.select("[name=numbers-0-safety][checked]")
    assert person.soup.select_one("[name=sex][checked]")["value"] == "female"  # type: ignore[index]
    chosen = [tag["value"] for tag in person.soup.select("select option[selected]")]
    assert {"05.081.01.03", "HOSP"} <= set(chosen)
    assert person.soup.select_one("[name=interview_on]")["value"]  # type: ignore[index]
    assert newest_draft().visit_id == visit.id
    again = browser.send("GET", address)
    assert again.response.request.path.endswith("/person"), "one visit begins one interview"
    assert db.session.query(Draft).count() == 1


def test_the_file_is_what_the_visit_led_to(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, **SAID)
    page = take_up(browser, visit)
    notice = page.hidden | SHORTEST["child_protection"]["notice"]
    browser.send("POST", page.response.request.full_path, notice)
    draft = newest_draft()
    for step in ("person", "situation", "concerns"):
        send(browser, draft.id, step, {})
    finish(browser, draft.id)

    assert db.session.get_one(Visit, visit.id).case_id == db.session.query(Case).one().id
    again = browser.post("visits.give_back", visit_id=visit.id)
    assert again.status == 409


@pytest.mark.parametrize("way", ["signal", "emergency"])
def test_a_signal_or_an_emergency_begins_from_it_too(
    browser: Browser, worker: User, cell: Cell, way: str
) -> None:
    visit = VisitFactory(cell=cell, taken_by=worker, **SAID)
    page = browser.open(f"intake.{way}", cell_id=cell.id, visit=visit.id)
    assert page.soup.select_one("[value='إيطو']")
    said = {"told": "He saw it", "first_name_ar": "إيطو", **SHORTEST["child_protection"]["concerns"]}
    said |= {"received_on": f"{today():%d/%m/%Y}", "received_at": "00:00"}
    said |= {"first_name": "إيطو", "danger": "Threats", "done": "Called 19"}
    pages = [
        browser.visit("POST", f"intake.{way}", page.hidden | said, cell_id=cell.id, visit=visit.id)
        for _click in range(2)
    ]

    assert [page.status for page in pages] == [200, 200], pages[0].errors
    assert db.session.get_one(Visit, visit.id).case_id == db.session.query(Case).one().id


def test_a_second_worker_is_told_that_it_is_taken(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell)
    assert [take_up(browser, visit).status for _click in range(2)] == [200, 200]
    colleague = Browser(browser.app)
    colleague.sign_in(UserFactory(cell=cell))
    page = take_up(colleague, visit)

    assert page.status == 409
    assert "A colleague has taken this visit up already." in page.text
    assert db.session.get_one(Visit, visit.id).taken_by_id == worker.id
    assert colleague.open("intake.start", cell_id=cell.id, visit=visit.id).status == 404
    assert colleague.post("visits.give_back", visit_id=visit.id).status == 404


def test_given_back_it_waits_again(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, **SAID)
    take_up(browser, visit)
    browser.post("visits.give_back", visit_id=visit.id)
    colleague = Browser(browser.app)
    colleague.sign_in(UserFactory(cell=cell))

    assert take_up(colleague, visit).heading == "Intake interview"
    details = [
        entry.detail for entry in db.session.query(AuditEntry).filter_by(event=Event.VISIT_TAKEN.value)
    ]
    assert details == ["taken", "released", "taken"]


def test_whoever_leaves_keeps_nobody_waiting(browser: Browser, cell: Cell) -> None:
    leaver = UserFactory(cell=cell)
    waiting, received = (VisitFactory(cell=cell, taken_by=leaver) for _n in range(2))
    received.case_id = CaseFactory(cell=cell).id
    disable(leaver, by=UserFactory(administrator=True))
    db.session.commit()

    assert (waiting.taken_by_id, received.taken_by_id) == (None, leaver.id)


def test_a_draft_that_is_left_leaves_the_visit(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, **SAID)
    page = take_up(browser, visit)
    notice = page.hidden | SHORTEST["child_protection"]["notice"]
    browser.send("POST", page.response.request.full_path, notice)
    browser.post("intake.leave", draft_id=newest_draft().id)

    assert db.session.query(Draft).count() == 0
    assert db.session.get_one(Visit, visit.id).taken_by_id == worker.id
    assert "To the interview" in browser.open("caseload.home").text


def test_who_may_not_take_it(browser: Browser, cell: Cell, worker: User) -> None:
    beside = VisitFactory(cell=CellFactory(), **SAID)
    sent_away = VisitFactory(cell=cell, sent_to=CellFactory())
    answered = VisitFactory(cell=cell, outcome=Outcome.INFORMED)
    assert [take_up(browser, visit).status for visit in (beside, sent_away, answered)] == [404, 404, 409]
    assert browser.open("intake.start", cell_id=cell.id, visit=beside.id).status == 404
    assert browser.open("intake.start", cell_id=cell.id, visit="nonsense").status == 404
    assert browser.open("intake.join_file", visit_id=beside.id).status == 404
    supervisor = Browser(browser.app)
    supervisor.sign_in(UserFactory(cell=cell, supervisor=True))
    waiting = VisitFactory(cell=cell)
    assert take_up(supervisor, waiting).status == 403
    assert "Take up" not in supervisor.open("caseload.home").texts("button")


def test_somebody_who_has_a_file_is_counted_with_it(browser: Browser, worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell, taken_by=worker)
    mine = CaseFactory(worker=worker)
    hidden, elsewhere = CaseFactory(cell=cell), CaseFactory()
    answers = []
    for reference in (hidden.reference, elsewhere.reference, "AZ-26-000000", "🌿"):
        page = browser.submit("intake.join_file", {"reference": reference}, visit_id=visit.id)
        answers.append(page.texts(".notice"))
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)
    page = browser.submit("intake.join_file", {"reference": mine.reference}, visit_id=visit.id, follow=False)

    assert page.response.headers["Location"] == f"/cases/{mine.id}"
    assert db.session.get_one(Visit, visit.id).case_id == mine.id
    entry = db.session.query(AuditEntry).filter_by(event=Event.VISIT_CHANGED.value).one()
    assert (entry.object_id, entry.case_id, entry.detail) == (visit.id, None, "led_to_file")


def test_who_never_came_back_is_no_longer_called(browser: Browser, worker: User, cell: Cell) -> None:
    old = today() - timedelta(days=20)
    VisitFactory(cell=cell, day=old)
    VisitFactory(cell=cell, day=old, outcome=Outcome.ARRANGED, arranged_on=today())
    VisitFactory(cell=cell, outcome=Outcome.INFORMED)

    assert "Visits to take up 1" in browser.open("caseload.home").texts(".panel.info h2")


def test_a_late_second_click_takes_nothing_from_a_colleague(worker: User, cell: Cell) -> None:
    colleague, visit = UserFactory(cell=cell), VisitFactory(cell=cell)
    services.take_up(visit, by=worker)
    db.session.flush()
    services.give_back(visit, by=worker)
    db.session.flush()
    services.take_up(visit, by=colleague)
    db.session.flush()

    services.give_back(visit, by=worker)

    assert visit.taken_by_id == colleague.id


def test_what_was_taken_up_is_not_corrected_whatever_page_asks(worker: User, cell: Cell) -> None:
    visit = VisitFactory(cell=cell)
    services.take_up(visit, by=worker)
    db.session.flush()

    with pytest.raises(RuleBroken):
        services.correct_visit(visit)
