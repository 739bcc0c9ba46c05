"""Act first: three answers open the file, say whom to call, and leave the rest to be done."""

from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.cases.models import Case, EntryKind, RiskChange
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import Consent, ConsentState
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.intake.helplines import HELPLINES
from casework.intake.models import Intake
from casework.organisation.models import Cell
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.parallel import AT_ONCE, answers_to

LEAST = {"first_name": "سناء", "danger": "هددها بالقتل هذا الصباح", "done": "اتصلنا بالدرك وهي معنا"}


def send(browser: Browser, cell: Cell, **more: Any) -> Page:
    return browser.submit("intake.emergency", LEAST | more, cell_id=cell.id)


def test_three_answers_are_asked_for(browser: Browser, worker: User, cell: Cell) -> None:
    """Who it is, what the danger is, what was done: a name may be said not to be known."""
    page = send(browser, cell, first_name="", danger="", done="")

    assert page.status == 422
    assert len(page.texts(".error-summary li")) == 3


def test_three_answers_open_the_file(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, cell)

    assert page.heading == "The file is open"
    case = db.session.query(Case).one()
    assert (case.entry_kind, case.risk, case.lead_id) == (EntryKind.EMERGENCY, RiskLevel.EMERGENCY, worker.id)
    assert case.person.first_name_ar == LEAST["first_name"]
    assert case.primary_concern == "OTHER"
    assert db.session.query(RiskChange).one().why == LEAST["danger"]
    assert LEAST["done"] in str(db.session.query(Intake).one().narrative)
    told = db.session.query(TimelineEntry).filter_by(kind=Happening.EMERGENCY).one()
    assert told.story == {"text": LEAST["done"]}
    assert db.session.query(Consent).one().state is ConsentState.NOT_POSSIBLE


def test_the_page_before_and_the_page_after_say_whom_to_call(
    browser: Browser, worker: User, cell: Cell
) -> None:
    supervisor = UserFactory(cell=cell, supervisor=True)
    name = supervisor.name_lat
    for page in (browser.open("intake.emergency", cell_id=cell.id), send(browser, cell)):
        assert page.texts(".helplines .code") == [str(line.number) for line in HELPLINES]
        assert name in page.text


def test_a_cell_without_supervisor_says_so(browser: Browser, worker: User, cell: Cell) -> None:
    page = browser.open("intake.emergency", cell_id=cell.id)
    assert "no supervisor today" in page.text


def test_the_rest_becomes_tasks_and_the_clocks_start(browser: Browser, worker: User, cell: Cell) -> None:
    send(browser, cell)

    case = db.session.query(Case).one()
    tasks = {task.kind: task for task in db.session.query(Task)}
    assert {TaskKind.COMPLETE_FILE, TaskKind.ASK_IN_PRIVATE, TaskKind.FIRST_CONTACT} <= tasks.keys()
    assert tasks[TaskKind.FIRST_CONTACT].is_open
    assert tasks[TaskKind.FIRST_CONTACT].due_at > now()
    assert case.last_contact_on is None
    assert case.next_due_on


def test_with_the_person_here_the_first_contact_is_done(browser: Browser, worker: User, cell: Cell) -> None:
    send(browser, cell, is_present="y")

    assert not db.session.query(Task).filter_by(kind=TaskKind.FIRST_CONTACT).one().is_open
    assert db.session.query(Case).one().last_contact_on == today()


def test_a_name_may_not_be_known(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, cell, first_name="", is_not_known="y")

    assert page.heading == "The file is open"
    assert db.session.query(Person).one().name == ""
    case_id = db.session.query(Case).one().id
    assert browser.open("casefile.show", case_id=case_id).status == 200


def test_a_name_in_latin_letters_is_kept_in_latin_letters(browser: Browser, worker: User, cell: Cell) -> None:
    send(browser, cell, first_name="Sanaa")
    person = db.session.query(Person).one()
    assert (person.first_name_lat, person.first_name_ar) == ("Sanaa", None)


@pytest.mark.parametrize("missing", ["first_name", "danger", "done"])
def test_without_one_of_the_three_nothing_is_opened_and_the_others_stay(
    browser: Browser, worker: User, cell: Cell, missing: str
) -> None:
    page = send(browser, cell, **{missing: ""})

    assert page.status == 422
    assert all(text in page.text for name, text in LEAST.items() if name != missing)
    assert db.session.query(Case).count() == 0


def test_a_referral_may_follow_at_once(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, cell)
    case_id = db.session.query(Case).one().id
    assert page.has_link(f"/cases/{case_id}/refer")


def test_sent_twice_it_is_one_file(browser: Browser, worker: User, cell: Cell) -> None:
    filled = browser.open("intake.emergency", cell_id=cell.id).hidden | LEAST
    for _click in range(2):
        assert browser.visit("POST", "intake.emergency", filled, cell_id=cell.id).status == 200
    counts = [db.session.query(model).count() for model in (Case, Person, Intake)]
    assert counts == [1, 1, 1]


def test_eight_clicks_at_once_are_one_file(app: Flask, browser: Browser, child_cell: Cell) -> None:
    browser.sign_in(UserFactory(cell=child_cell))
    filled = browser.open("intake.emergency", cell_id=child_cell.id).hidden | LEAST
    answers = answers_to(browser, "intake.emergency", [filled] * AT_ONCE, cell_id=child_cell.id)

    assert {answer.status_code for answer in answers} == {302}
    assert db.session.query(Case).count() == db.session.query(Intake).count() == 1
