"""A note made in the wrong file: its text goes, what it did is undone, the trace stays."""

from datetime import timedelta

import pytest

from casework.cases import entries
from casework.cases.models import Case
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.followup import services
from casework.followup.models import Addendum, Note, NoteRevision
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.followup import NoteFactory
from tests.factories.tasks import open_task_of_kind

WHY = "It was about another person."


@pytest.fixture
def case(browser: Browser) -> Case:
    made: Case = CaseFactory(days_ago=10)
    return made


@pytest.fixture
def other(case: Case) -> Case:
    made: Case = CaseFactory(cell=case.cell, days_ago=20)
    return made


@pytest.fixture
def note(case: Case) -> Note:
    """With a correction, an addition and a next step."""
    note: Note = NoteFactory(
        case=case, restricted_part="Only for us.", next_step="Call the school", next_on=today()
    )
    services.correct_note(case, note, version=note.version, by=note.author, text="She came with her aunt.")
    services.add_addendum(case, note, by=note.author, form_key=new_id(), text="The aunt agrees.")
    commit()
    return note


def line_of(case: Case, note: Note) -> TimelineEntry:
    [entry] = entries_of(case, note.id)
    assert entry
    return entry


def test_a_withdrawn_note_leaves_no_text(case: Case, note: Note) -> None:
    entries.withdraw(case, line_of(case, note), WHY)
    commit()

    assert (note.text, note.safety_line, note.restricted_part) == (None, None, None)
    assert note.withdrawn_at
    assert [revision.text for revision in db.session.query(NoteRevision)] == [None]
    assert [addendum.text for addendum in db.session.query(Addendum)] == [None]
    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.WITHDRAWN).all()
    assert [line.story for line in lines] == [None, None]
    by_hand = db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).one()
    assert (by_hand.title, by_hand.is_cancelled) == (None, True)


def test_what_the_withdrawn_note_did_is_due_again(case: Case) -> None:
    before = [(task.id, task.due_at) for task in open_tasks(case)], case.last_contact_on, case.next_due_on
    note = NoteFactory(case=case)
    entries.withdraw(case, line_of(case, note), WHY)
    commit()

    after = [(task.id, task.due_at) for task in open_tasks(case)], case.last_contact_on, case.next_due_on
    assert after == before


def test_after_a_later_contact_nothing_is_due_again(case: Case) -> None:
    earlier = NoteFactory(case=case, happened_on=today() - timedelta(days=4))
    NoteFactory(case=case)
    due = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    entries.withdraw(case, line_of(case, earlier), WHY)
    commit()

    assert case.last_contact_on == today()
    assert due == open_task_of_kind(case, TaskKind.FOLLOW_UP)


def test_the_page_of_a_withdrawn_note_says_so(browser: Browser, case: Case, note: Note) -> None:
    entries.withdraw(case, line_of(case, note), WHY)
    commit()
    assert case.lead
    browser.sign_in(case.lead)
    page = browser.open("followup.show_note", case_id=case.id, note_id=note.id)

    assert page.status == 200
    assert "This note stood in the wrong file." in page.text
    for endpoint in ("correct_note", "add_addendum"):
        assert browser.open(f"followup.{endpoint}", case_id=case.id, note_id=note.id).status == 409


def test_a_note_moves_with_all_that_belongs_to_it(case: Case, other: Case, note: Note) -> None:
    author, written_at = note.author_id, note.written_at
    entries.move(case, line_of(case, note), other, WHY)
    commit()
    moved = db.session.query(Note).filter_by(case_id=other.id).one()

    assert (moved.text, moved.restricted_part) == ("She came with her aunt.", "Only for us.")
    assert (moved.key_id, moved.author_id, moved.written_at) == (other.key_id, author, written_at)
    assert [addendum.text for addendum in moved.addenda] == ["The aunt agrees."]
    assert note.text is None
    assert other.last_contact_on == today()
    assert [task.title for task in open_tasks(other) if task.kind is TaskKind.BY_HAND] == ["Call the school"]
    assert not [task for task in open_tasks(case) if task.kind is TaskKind.BY_HAND]
    told = [
        entry.story["text"]
        for entry in db.session.query(TimelineEntry).filter_by(case_id=other.id, kind="note")
    ]
    assert sorted(told) == ["She came with her aunt.", "The aunt agrees."]


def test_an_addition_leaves_alone_or_with_its_note(case: Case, other: Case, note: Note) -> None:
    addendum = db.session.query(Addendum).one()
    [line] = entries_of(case, addendum.id)
    assert line
    with pytest.raises(RuleBroken, match="Move the note itself"):
        entries.move(case, line, other, WHY)
    entries.withdraw(case, line, WHY)
    commit()

    assert addendum.text is None
    assert note.text == "She came with her aunt."


def test_a_note_does_not_move_to_a_younger_file(case: Case) -> None:
    note = NoteFactory(case=case, happened_on=today() - timedelta(days=3))
    younger: Case = CaseFactory(cell=case.cell)
    with pytest.raises(RuleBroken, match="older than the other file"):
        entries.move(case, line_of(case, note), younger, WHY)
