"""A colleague stands in for an absent one: one file of the cell, four hours, one note, one task."""

from datetime import timedelta

import pytest
from flask import Flask

from casework.access.policy import Action
from casework.accounts.models import Absence
from casework.cases.barring import bar
from casework.cases.grants import AccessGrant
from casework.cases.models import Case, CaseStatus
from casework.cases.queries import find_case
from casework.cases.references import new_reference
from casework.core import clock
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.followup.models import Note
from casework.grants.services import duty
from casework.notices.models import Notice, NoticeKind
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.followup import NoteFactory
from tests.factories.grants import given_to

WHY = "She waits at the door, and her worker is at the court."
DAY = f"{today():%d/%m/%Y}"
NOTE = {"kind": "office", "contact": "made", "happened_on": DAY, "text": "She came at nine."}
TASK = {"title": "Call the hospital", "due_on": f"{today() + timedelta(days=2):%d/%m/%Y}"}


def stand_in(browser: Browser, reference: str) -> Page:
    return browser.submit("grants.stand_in", {"reference": reference, "why": WHY})


def test_one_file_one_note_one_task_for_four_hours(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CaseFactory()
    theirs = NoteFactory(case=case)
    colleague, supervisor = UserFactory(cell=case.cell), UserFactory(supervisor=True, cell=case.cell)
    lead, about = lead_of(case), {"case_id": case.id}
    db.session.add(Absence(user_id=lead.id, from_on=today(), until_on=today(), recorded_by_id=supervisor.id))
    commit()
    browser.sign_in(colleague)
    assert browser.open("casefile.show", **about).status == 404
    assert case.reference in browser.open("grants.stand_in").text
    page = stand_in(browser, case.reference)
    assert case.reference in page.heading
    told = {(one.user_id, one.kind) for one in db.session.query(Notice)}
    assert told == {(supervisor.id, NoticeKind.DUTY_COVER), (lead.id, NoticeKind.DUTY_COVER)}

    page = browser.submit("followup.add_note", NOTE, **about)
    assert "The note was saved." in page.messages
    assert browser.open("followup.add_note", **about).status == 409
    assert browser.post("followup.add_note", NOTE | {"form_key": str(theirs.id)}, **about).status == 409
    mine = db.session.query(Note).filter_by(author_id=colleague.id).one()
    added = {"text": "And again at noon."}
    assert browser.submit("followup.add_addendum", added, note_id=mine.id, **about).status == 200
    assert browser.open("followup.add_addendum", note_id=theirs.id, **about).status == 409
    assert "The task was added." in browser.submit("tasks.add_task", TASK, **about).messages
    assert browser.open("tasks.add_task", **about).status == 409
    assert db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).count() == 1
    for closed in ("casefile.change_risk", "casefile.sensitive", "casefile.print_file", "casefile.seen_by"):
        assert browser.open(closed, **about).status == 404, closed
    for listed in ("caseload.files", "referrals.list_referrals", "notices.list_notices", "agenda.show"):
        assert case.reference not in browser.open(listed).text
    stand_in(browser, case.reference)
    assert db.session.query(AccessGrant).count() == 1  # asked again while it runs: no second note

    browser.sign_in(lead)
    assert WHY in browser.open("casefile.seen_by", **about).text
    later = now() + timedelta(hours=4)
    monkeypatch.setattr(clock, "source", lambda: later)
    assert find_case(case.id, colleague, Action.CASE_READ) is None


def test_a_hidden_file_is_refused_like_a_missing_one(browser: Browser) -> None:
    case, elsewhere = CaseFactory(), CaseFactory()
    colleague = UserFactory(cell=case.cell)
    bar(case, colleague)
    commit()
    browser.sign_in(colleague)
    references = (case.reference, elsewhere.reference, new_reference("AZ", 26))
    pages = [stand_in(browser, reference) for reference in references]

    assert {page.status for page in pages} == {409}
    shown = {page.text.replace(reference, "") for page, reference in zip(pages, references, strict=True)}
    assert len(shown) == 1
    assert db.session.query(AccessGrant).count() == 0
    assert db.session.query(Notice).count() == 0


def test_what_is_lent_ends_with_the_work_on_the_file(app: Flask) -> None:
    """A closed file needs nobody in a colleague's place; one entered in error is read by nobody."""
    case: Case = CaseFactory()
    worker, director = UserFactory(cell=case.cell), UserFactory(director=True)
    given_to(director, case, UserFactory(supervisor=True, cell=case.cell))
    duty.stand_in(worker, reference=case.reference, why="She phones", form_key=new_id())
    for status, readers in (
        (CaseStatus.CLOSING, [worker, director]),
        (CaseStatus.CLOSED, [director]),
        (CaseStatus.ENTERED_IN_ERROR, []),
    ):
        case.status = status
        commit()
        found = [user for user in (worker, director) if find_case(case.id, user, Action.CASE_READ)]
        assert found == readers
