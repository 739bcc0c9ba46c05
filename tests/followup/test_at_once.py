"""Sent eight times at the same moment, a note is one note; of eight corrections one wins."""

from collections import Counter

from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.followup.models import Note, NoteRevision
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.factories.followup import NoteFactory
from tests.parallel import AT_ONCE, answers_to

NOTE = {"kind": "phone", "contact": "made", "text": "She called.", "next_step": "Write to the school"}


def test_eight_identical_notes_are_one(browser: Browser, case: Case) -> None:
    day = short_day(today())
    filled = browser.open("followup.add_note", case_id=case.id).hidden | NOTE
    filled |= {"happened_on": day, "next_on": day}
    answers = answers_to(browser, "followup.add_note", [filled] * AT_ONCE, case_id=case.id)

    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert db.session.query(Note).count() == 1
    assert db.session.query(Task).filter_by(kind=TaskKind.BY_HAND).count() == 1
    assert db.session.query(Task).filter_by(kind=TaskKind.FOLLOW_UP, done_at=None).count() == 1


def test_eight_different_notes_are_all_kept(browser: Browser, case: Case) -> None:
    forms = [
        browser.open("followup.add_note", case_id=case.id).hidden
        | NOTE
        | {"happened_on": short_day(today()), "next_step": "", "text": f"Call {number}"}
        for number in range(AT_ONCE)
    ]
    answers = answers_to(browser, "followup.add_note", forms, case_id=case.id)

    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert {note.text for note in db.session.query(Note)} == {f"Call {number}" for number in range(AT_ONCE)}
    assert db.session.query(Task).filter_by(kind=TaskKind.FOLLOW_UP, done_at=None).count() == 1


def test_of_eight_corrections_one_wins_and_the_others_see_both_texts(browser: Browser, case: Case) -> None:
    note = NoteFactory(case=case)
    page = browser.open("followup.correct_note", case_id=case.id, note_id=note.id)
    shared = page.hidden | {"kind": "office", "contact": "made", "happened_on": short_day(today())}
    forms = [shared | {"text": f"Correction {number}"} for number in range(AT_ONCE)]
    answers = answers_to(browser, "followup.correct_note", forms, case_id=case.id, note_id=note.id)

    assert Counter(answer.status_code for answer in answers) == {302: 1, 409: AT_ONCE - 1}
    won = db.session.query(Note).one().text
    assert won in {form["text"] for form in forms}
    for form, answer in zip(forms, answers, strict=True):
        assert answer.status_code == 302 or (form["text"] in answer.text and str(won) in answer.text)
    assert db.session.query(NoteRevision).count() == 1
