"""A supervisor asks, the worker answers in place, either closes; one open question about one thing."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from casework.audit.models import AuditEntry, Event
from casework.cases import entries
from casework.cases.models import Case, CaseStatus, MemberRole
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices.models import Notice, NoticeKind
from casework.supervision import services
from casework.supervision.models import ReviewQuestion
from casework.supervision.queries.questions import questions_waiting, reads
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.duplicates import merge, two_files
from tests.factories.followup import NoteFactory
from tests.factories.supervision import ASKED, question, supervisor_of

ANSWER = "Yes, on Monday, and they wait for her."


def entry_of(note: Any) -> TimelineEntry:
    return db.session.query(TimelineEntry).filter_by(object_id=note.id).one()


def told(case: Case) -> list[tuple[Any, str | None]]:
    lines = db.session.query(TimelineEntry).filter_by(case_id=case.id, kind=Happening.QUESTION)
    return [(line.detail, (line.story or {}).get("text")) for line in lines.order_by(TimelineEntry.id)]


def send(browser: Browser, endpoint: str, answers: dict[str, str], **about: Any) -> Page:
    """The form as it is offered, with these answers."""
    return browser.visit(
        "POST", endpoint, filled(browser.open(endpoint, **about)) | answers, follow=False, **about
    )


def test_a_question_about_a_note_is_asked_answered_and_closed(app: Flask) -> None:
    note = NoteFactory()
    case = db.session.get_one(Case, note.case_id)
    worker, chief = lead_of(case), supervisor_of(case)
    about = {"case_id": case.id, "entry_id": note.id}
    head, hand = Browser(app), Browser(app)
    head.sign_in(chief)
    hand.sign_in(worker)

    send(head, "supervision.ask", {"text": ASKED}, **about)
    assert head.open("supervision.ask", **about).status == 409
    asked = db.session.query(ReviewQuestion).one()
    assert (asked.entry_id, asked.due_on) == (entry_of(note).id, today() + timedelta(days=7))
    assert ASKED in hand.open("caseload.home").text
    notice = db.session.query(Notice).one()
    assert (notice.user_id, notice.kind) == (worker.id, NoticeKind.QUESTION_ASKED)
    assert ASKED in hand.post("notices.open_notice", notice_id=notice.id).text

    for page in (
        hand.open("casefile.show", case_id=case.id),
        hand.open("followup.show_note", case_id=case.id, note_id=note.id),
    ):
        assert page.soup.select_one(f"#question-{asked.id} textarea")
    sent = {"text": ANSWER, "version": str(asked.version)}
    where: dict[str, Any] = {"case_id": case.id, "question_id": asked.id}
    assert hand.post("supervision.close_question", **where).status == 409  # not before it is answered
    for _click in range(2):
        assert hand.post("supervision.answer", sent, follow=False, **where).status == 302
    assert hand.post("supervision.answer", sent | {"text": "No"}, **where).status == 409
    assert ANSWER in head.open("casefile.show", case_id=case.id).text
    head.post("supervision.close_question", **where)
    assert head.post("supervision.close_question", follow=False, **where).status == 302

    assert told(case) == [("asked", ASKED), ("answered", ANSWER), ("closed", None)]
    assert "textarea" not in hand.open("casefile.show", case_id=case.id).text
    assert ANSWER in hand.open("followup.show_note", case_id=case.id, note_id=note.id).text
    check_log(asked)
    assert ASKED not in hand.open("caseload.home").text
    assert send(head, "supervision.ask", {"text": "And now?"}, **about).status == 302


def check_log(asked: ReviewQuestion) -> None:
    events = [Event.QUESTION_ASKED, Event.QUESTION_ANSWERED, Event.QUESTION_CLOSED]
    logged = db.session.query(AuditEntry).filter(AuditEntry.object_id == asked.id).order_by(AuditEntry.seq)
    assert [entry.event for entry in logged if entry.event in events] == events


def test_what_is_asked_of_a_hidden_part_is_for_its_author(browser: Browser) -> None:
    case = CaseFactory()
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    note = NoteFactory(case=case, author=specialist, clinical=True)
    chief = supervisor_of(case)
    asked = question(case, chief, entry_of(note))
    open_one = question(case, chief)

    assert [notice.user_id for notice in db.session.query(Notice).filter_by(object_id=asked.id)] == [
        specialist.id
    ]
    assert [reads(user, asked, case) for user in (lead_of(case), specialist, chief)] == [False, True, True]
    assert questions_waiting(lead_of(case)) == [open_one]
    browser.sign_in(lead_of(case))
    page = browser.open("casefile.show", case_id=case.id)
    assert str(open_one.id) in page.text
    assert f"question-{asked.id}" not in page.text
    assert browser.open("supervision.show_question", case_id=case.id, question_id=asked.id).status == 404


def test_a_hidden_part_added_later_hides_what_was_asked(app: Flask) -> None:
    note = NoteFactory()
    case = db.session.get_one(Case, note.case_id)
    colleague = UserFactory(cell=case.cell)
    join(case, colleague)
    asked = question(case, supervisor_of(case), entry_of(note))
    assert reads(colleague, asked, case)
    entry = entry_of(note)
    entry.story = entry.story | {"has_restricted_part": True}
    commit()

    assert not reads(colleague, asked, case)
    assert questions_waiting(colleague) == []


def test_who_may_ask_answer_and_close(app: Flask) -> None:
    case, other = CaseFactory(), CaseFactory()
    chief, worker = supervisor_of(case), lead_of(case)
    with pytest.raises(RuleBroken, match="Only the supervisor asks"):
        question(case, worker)
    db.session.rollback()
    asked = question(case, chief)
    for by, words in ((chief, "nobody answers himself"), (lead_of(other), "Whoever works on the file")):
        with pytest.raises(RuleBroken, match=words):
            services.answer(case, asked, by=by, version=asked.version, text=ANSWER)
        db.session.rollback()
    with pytest.raises(RuleBroken, match="supervisor closes"):
        services.close(case, asked, by=worker)
    db.session.rollback()
    line = db.session.query(TimelineEntry).filter_by(object_id=asked.id).one()
    for about, words in ((line, "nothing to ask"), (None, "open already")):
        with pytest.raises(RuleBroken, match=words):
            question(case, chief, about)
        db.session.rollback()
    with pytest.raises(RuleBroken, match="in the past"):
        question(other, supervisor_of(other), due_on=today() - timedelta(days=1))


def test_who_answers_in_the_lead_workers_place_may_close_it(app: Flask) -> None:
    case: Case = CaseFactory()
    covers, specialist = UserFactory(cell=case.cell), UserFactory(specialist=True, cell=case.cell)
    join(case, covers, MemberRole.COVER)
    join(case, specialist)
    asked = question(case, supervisor_of(case))
    services.answer(case, asked, by=covers, version=asked.version, text=ANSWER)
    with pytest.raises(RuleBroken, match="once it is answered"):
        services.close(case, asked, by=specialist)
    services.close(case, asked, by=covers)
    commit()
    assert told(case)[-1] == ("closed", None)


def test_a_late_one_says_so_on_both_homes(app: Flask, set_time: Any) -> None:
    case = CaseFactory()
    chief = supervisor_of(case)
    question(case, chief)
    set_time(now() + timedelta(days=9))
    for user in (chief, lead_of(case)):
        browser = Browser(app)
        browser.sign_in(user)
        assert "2 days late" in " ".join(browser.open("caseload.home").texts("[aria-labelledby=questions]"))


@pytest.mark.parametrize("how", ["withdrawn", "moved"])
def test_what_was_asked_goes_with_its_entry(app: Flask, how: str) -> None:
    note = NoteFactory()
    case = db.session.get_one(Case, note.case_id)
    asked = question(case, supervisor_of(case), entry_of(note))
    if how == "moved":
        entries.move(case, entry_of(note), CaseFactory(cell=case.cell), "The wrong file")
    else:
        entries.withdraw(case, entry_of(note), "The wrong file")
    commit()

    assert (asked.text, asked.is_open, asked.open_about_id) == (None, False, None)
    assert told(case) == [("asked", None)]
    assert questions_waiting(lead_of(case)) == []


def test_a_question_itself_is_withdrawn(app: Flask) -> None:
    case = CaseFactory()
    asked = question(case, supervisor_of(case))
    entries.withdraw(case, db.session.query(TimelineEntry).filter_by(object_id=asked.id).one(), "Not here")
    commit()
    assert (asked.text, asked.is_open) == (None, False)


def test_a_closed_file_asks_nobody_and_a_merged_one_takes_it_along(app: Flask) -> None:
    kept, merged = two_files()
    chief = supervisor_of(kept, merged)
    asked = question(merged, chief)
    merged.status = CaseStatus.CLOSED
    commit()
    assert questions_waiting(lead_of(merged)) == []
    with pytest.raises(RuleBroken, match="closed"):
        question(merged, chief, form_key=new_id())
    db.session.rollback()
    merged.status = CaseStatus.OPEN
    commit()
    assert questions_waiting(lead_of(merged)) == [asked]  # it waited with the file

    merge(kept, merged, chief)
    assert asked.case_id == kept.id
    assert questions_waiting(lead_of(kept)) == [asked]
