"""The restricted part is for its author and the supervisor, a clinical note for its author alone."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry
from casework.cases.models import Case
from casework.cases.timeline import TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.ids import new_id
from casework.followup import services
from casework.followup.models import Note
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, join
from tests.factories.followup import NoteFactory

SECRET = "She fears her brother-in-law."
CLINICAL = "Signs of post-traumatic stress."


@pytest.fixture
def case(browser: Browser) -> Case:
    made: Case = CaseFactory(days_ago=10)
    return made


def read_by(browser: Browser, role: str, case: Case, note: Note) -> Page:
    visitor = Browser(browser.app)
    user: Any = case.lead if role == "author" else UserFactory(cell=case.cell, role=Role(role))
    if role == "specialist":
        join(case, user)
    visitor.sign_in(user)
    if role == "supervisor":
        visitor.submit("cases.state_purpose", {"purpose": "Monthly review"}, case_id=case.id, follow=False)
    return visitor.open("followup.show_note", case_id=case.id, note_id=note.id)


@pytest.mark.parametrize(("role", "reads"), [("author", True), ("supervisor", True), ("specialist", False)])
def test_who_reads_the_restricted_part(browser: Browser, case: Case, role: str, reads: bool) -> None:
    page = read_by(browser, role, case, NoteFactory(case=case, restricted_part=SECRET))

    assert page.status == 200
    assert (SECRET in page.text) is reads
    assert "Restricted part" in page.text
    opened = db.session.query(AuditEntry).filter_by(event="note.opened").one()
    assert opened.detail == ("restricted" if reads else None)


@pytest.mark.parametrize(("role", "reads"), [("author", True), ("supervisor", False), ("specialist", False)])
def test_who_reads_a_clinical_note(browser: Browser, case: Case, role: str, reads: bool) -> None:
    note = NoteFactory(case=case, clinical=True, text=CLINICAL)
    page = read_by(browser, role, case, note)

    assert (CLINICAL in page.text) is reads
    assert "No sharp objects at home." in page.text
    assert ("Add to the note" in page.text) is reads


def test_the_timeline_holds_neither(case: Case) -> None:
    NoteFactory(case=case, clinical=True, text=CLINICAL)
    NoteFactory(case=case, restricted_part=SECRET)
    told = [str(entry.story) for entry in db.session.query(TimelineEntry).filter_by(kind="note")]

    assert len(told) == 2
    assert not any(text in story for story in told for text in (CLINICAL, SECRET))
    assert any("No sharp objects" in story and "is_clinical" in story for story in told)
    assert any("has_restricted_part" in story for story in told)


def test_a_clinical_note_needs_its_safety_line(browser: Browser, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    browser.sign_in(specialist)
    answers = {"happened_on": short_day(today()), "kind": "office", "contact": "made", "text": CLINICAL}
    page = browser.submit("followup.add_note", answers | {"is_clinical": "y"}, case_id=case.id)

    assert page.status == 422
    assert "Say what the team must know to keep the person safe." in " ".join(page.errors)
    line = {"is_clinical": "y", "safety_line": "Never alone at night."}
    browser.submit("followup.add_note", answers | line, case_id=case.id, follow=False)
    note = db.session.query(Note).one()
    assert (note.is_clinical, note.safety_line) == (True, "Never alone at night.")


def test_a_social_worker_writes_no_clinical_note(browser: Browser, case: Case) -> None:
    assert case.lead
    browser.sign_in(case.lead)
    answers = {"happened_on": short_day(today()), "kind": "office", "contact": "made", "text": "Seen."}
    sneaked = {"is_clinical": "y", "safety_line": "None needed here."}
    browser.submit("followup.add_note", answers | sneaked, case_id=case.id, follow=False)

    assert not db.session.query(Note).one().is_clinical


def test_nothing_typed_stands_readable(case: Case) -> None:
    note = NoteFactory(case=case, restricted_part=SECRET, next_step="Call the judge", next_on=today())
    stored = db.session.execute(db.select(Note.__table__).where(Note.id == note.id)).one()

    assert not any(SECRET in str(value) or note.text in str(value) for value in stored)


def test_reading_a_note_stays_within_its_statements(
    browser: Browser, case: Case, statements: list[str]
) -> None:
    note: Note = NoteFactory(case=case)
    for number in range(5):
        services.add_addendum(case, note, by=note.author, form_key=new_id(), text=f"Addition {number}")
    db.session.commit()
    assert case.lead
    browser.sign_in(case.lead)
    address = {"case_id": case.id, "note_id": note.id}
    del statements[:]
    page = browser.open("followup.show_note", **address)

    assert "Addition 4" in page.text
    assert len(statements) <= 12, statements
