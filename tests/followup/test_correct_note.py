"""A note is corrected by its author for 48 hours; after that, and by others, it is added to."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import TimelineEntry
from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.followup.models import Addendum, Contact, Note, NoteKind, NoteRevision
from casework.programmes.base import Clock
from casework.programmes.deadlines import response_time
from casework.tasks.models import TaskKind
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, join
from tests.factories.followup import NoteFactory
from tests.factories.tasks import open_task_of_kind


def answers(**more: Any) -> dict[str, Any]:
    shown = {"happened_on": short_day(today()), "kind": "phone", "contact": "made", "text": "She called us."}
    return shown | more


def correct(browser: Browser, case: Case, note: Note, **more: Any) -> Page:
    return browser.submit(
        "followup.correct_note", answers(**more), case_id=case.id, note_id=note.id, follow=False
    )


def add_to(browser: Browser, case: Case, note: Note, text: str = "Her aunt agrees.") -> Page:
    return browser.submit(
        "followup.add_addendum", {"text": text}, case_id=case.id, note_id=note.id, follow=False
    )


def test_a_correction_keeps_what_the_note_said(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case, text="He called us.")
    page = correct(browser, case, note)
    revision = db.session.query(NoteRevision).one()

    assert page.status == 302
    assert (note.text, note.kind) == ("She called us.", NoteKind.PHONE)
    assert (revision.text, revision.kind) == ("He called us.", NoteKind.OFFICE)
    entry = db.session.query(TimelineEntry).filter_by(object_id=note.id).one()
    assert (entry.story["text"], entry.detail) == ("She called us.", "phone")
    assert db.session.query(AuditEntry).filter_by(event="note.corrected", object_id=note.id).count() == 1
    assert "He called us." in browser.open("followup.show_note", case_id=case.id, note_id=note.id).text


def test_correcting_twice_the_same_is_one_correction(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    filled = browser.open("followup.correct_note", case_id=case.id, note_id=note.id).hidden | answers()
    for _click in range(2):
        sent = browser.visit(
            "POST", "followup.correct_note", filled, case_id=case.id, note_id=note.id, follow=False
        )
        assert sent.status == 302

    assert db.session.query(NoteRevision).count() == 1


def test_a_stale_correction_shows_both_texts(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    stale = browser.open("followup.correct_note", case_id=case.id, note_id=note.id).hidden
    correct(browser, case, note, text="The second text.")
    page = browser.visit(
        "POST", "followup.correct_note", stale | answers(text="My text."), case_id=case.id, note_id=note.id
    )

    assert page.status == 409
    assert "My text." in page.text
    assert "The second text." in page.text
    assert note.text == "The second text."


def test_48_hours_later_or_by_somebody_else_it_is_too_late(browser: Browser, case: Case) -> None:
    colleague = UserFactory(cell=case.cell)
    join(case, colleague)
    others, own = NoteFactory(case=case, author=colleague), NoteFactory(case=case)
    own.written_at = now() - timedelta(hours=48, minutes=1)
    db.session.commit()
    for note in (others, own):
        page = browser.open("followup.correct_note", case_id=case.id, note_id=note.id)
        assert page.status == 409
        assert "Only its author corrects a note, for 48 hours. After that, add to it." in page.text
        read = browser.open("followup.show_note", case_id=case.id, note_id=note.id)
        assert "Correct the note" not in read.text
        assert "Add to the note" in read.text


def test_it_was_no_contact_after_all(browser: Browser, case: Case) -> None:
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    assert follow_up
    before = (follow_up.id, case.last_contact_on, case.next_due_on)
    note = NoteFactory(case=case)
    assert case.last_contact_on == today()
    correct(browser, case, note, contact="not_reached")
    again = open_task_of_kind(case, TaskKind.FOLLOW_UP)

    assert again
    assert (again.id, case.last_contact_on, case.next_due_on) == before


def test_another_day_counts_the_follow_up_from_that_day(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    day = today() - timedelta(days=3)
    correct(browser, case, note, happened_on=short_day(day))
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    rule = response_time(case.programme.key, case.risk, Clock.FOLLOW_UP, day)

    assert follow_up
    assert case.last_contact_on == day
    assert follow_up.due_at == rule.due(start_of(day))


def test_a_wrong_correction_keeps_what_was_typed(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    page = correct(browser, case, note, happened_on="40/40/2026", text="Corrected.")

    assert page.status == 422
    assert page.texts("textarea[name=text]") == ["Corrected."]
    assert note.text != "Corrected."


@pytest.mark.parametrize("status", [CaseStatus.OPEN, CaseStatus.CLOSED])
def test_a_note_is_added_to_even_on_a_closed_file(browser: Browser, case: Case, status: CaseStatus) -> None:
    note = NoteFactory(case=case)
    case.status = status
    db.session.commit()
    assert add_to(browser, case, note).status == 302
    page = browser.open("followup.show_note", case_id=case.id, note_id=note.id)

    assert "Her aunt agrees." in page.text
    assert note.text in page.text
    assert db.session.query(AuditEntry).filter_by(event="note.added", detail="addendum").count() == 1
    addendum = db.session.query(Addendum).one()
    assert browser.open("followup.show_note", case_id=case.id, note_id=addendum.id).status == 200


def test_a_closed_file_lets_no_note_be_corrected(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    case.status = CaseStatus.CLOSED
    db.session.commit()

    assert browser.open("followup.correct_note", case_id=case.id, note_id=note.id).status == 409


def test_a_double_click_adds_once(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    filled = browser.open("followup.add_addendum", case_id=case.id, note_id=note.id).hidden
    for _click in range(2):
        browser.visit(
            "POST", "followup.add_addendum", filled | {"text": "More."}, case_id=case.id, note_id=note.id
        )

    assert [addendum.text for addendum in db.session.query(Addendum)] == ["More."]


@pytest.mark.parametrize("endpoint", ["show_note", "correct_note", "add_addendum"])
def test_the_note_of_another_file_is_not_there(browser: Browser, case: Case, endpoint: str) -> None:
    foreign = NoteFactory(case=CaseFactory(worker=case.lead))

    assert browser.open(f"followup.{endpoint}", case_id=case.id, note_id=foreign.id).status == 404


def test_the_day_of_a_correction_is_checked(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    early = correct(browser, case, note, happened_on=short_day(case.opened_on - timedelta(days=1)))

    assert early.status == 422
    assert note.contact is Contact.MADE
    assert note.happened_on == today()
