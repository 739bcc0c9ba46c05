"""A supervisor and a worker go through his files; held, the session is a record of both."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Case, StatedPurpose
from casework.cases.services import assign
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.supervision import services
from casework.supervision.models import ReviewedFile, ReviewSession, ReviewVerdict
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.core.test_every_form_takes_nonsense import ANSWERS, NONSENSE, spoilt
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.bulk import many_cases
from tests.factories.cases import CaseFactory
from tests.factories.supervision import conference, session_with

WORDS = "She agreed to see the judge."
DAY = f"{today() + timedelta(days=5):%d/%m/%Y}"


def files_of(worker: Any) -> list[Case]:
    """In the order in which a review goes through them: late, grave, longest without contact."""
    calm, silent = CaseFactory(worker=worker), CaseFactory(worker=worker)
    grave, late = CaseFactory(worker=worker, risk=RiskLevel.HIGH), CaseFactory(worker=worker)
    silent.last_contact_on = today() - timedelta(days=3)
    late.next_due_on = today() - timedelta(days=1)
    commit()
    return [late, grave, silent, calm]


def team() -> tuple[Any, Any]:
    worker = UserFactory()
    return worker, UserFactory(supervisor=True, cell=worker.cells[0])


def test_a_review_of_two_files_from_beginning_to_print(app: Flask) -> None:
    worker, chief = team()
    first, second = files_of(worker)[:2]
    first_id, second_id = first.id, second.id
    head, hand = Browser(app), Browser(app)
    head.sign_in(chief)
    hand.sign_in(worker)
    about = {"cell_id": worker.cells[0].id, "user_id": worker.id}
    head.submit("supervision.start_review", {}, **about)
    assert "is under way" in head.open("supervision.start_review", **about).text
    session = db.session.query(ReviewSession).one()
    assert hand.open("supervision.show_review", session_id=session.id).status == 404  # not before it ended
    at: dict[str, Any] = {"session_id": session.id, "position": 1}
    assert WORDS not in head.open("supervision.review_file", **at).text
    assert not head.open("supervision.review_file", **at).soup.select("main textarea")  # nobody said why yet

    page = head.post("supervision.turn_to", **at)
    assert "1 of 4" in page.text
    sent = {"verdict": "do_next", "text": WORDS, "task_title": "Call the judge", "task_due_on": DAY}
    assert head.submit("supervision.review_file", sent | {"task_title": ""}, **at).status == 422
    page = head.submit("supervision.review_file", sent, **at)
    assert "2 of 4" in page.text
    assert db.session.query(StatedPurpose).filter_by(user_id=chief.id).count() == 2
    page = head.submit("supervision.review_file", {"verdict": "go_on"}, session_id=session.id, position=2)
    head.post("supervision.end_review", session_id=session.id)
    assert head.submit("supervision.review_file", sent, **at).status == 409

    check_what_became_of(first_id, second_id)
    verdicts = db.session.query(ReviewedFile).order_by(ReviewedFile.position)
    assert [row.verdict for row in verdicts][2:] == [ReviewVerdict.NOT_REVIEWED] * 2
    for reader in (head, hand):
        assert WORDS in reader.open("supervision.show_review", session_id=session.id).text
        sheet = reader.open("supervision.print_review", session_id=session.id)
        assert WORDS in sheet.text
        assert str(first.reference) in sheet.text
        assert first.person.initials not in sheet.texts("main")[0]
    printed = db.session.query(AuditEntry).filter_by(event=Event.CASE_PRINTED.value, case_id=first_id)
    assert printed.count() == 2
    assert WORDS in hand.open("casefile.show", case_id=first_id).text


def check_what_became_of(first_id: UUID, second_id: UUID) -> None:
    """A task, the review of the programme done and planned anew, a line in each story."""
    task = db.session.query(Task).filter_by(kind=TaskKind.DECISION).one()
    assert (task.case_id, task.title) == (first_id, "Call the judge")
    reviews = db.session.query(Task).filter_by(case_id=first_id, kind=TaskKind.SUPERVISOR_REVIEW)
    assert sorted(review.is_open for review in reviews) == [False, True]
    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.REVIEW).order_by(TimelineEntry.id)
    assert [(line.case_id, line.detail) for line in lines] == [(first_id, "do_next"), (second_id, "go_on")]
    assert lines[0].story == {"text": WORDS, "next": "Call the judge"}


def test_the_record_says_how_each_file_stood(app: Flask) -> None:
    """On that day: what came after the session is in the file, not in its record."""
    worker, chief = team()
    case = files_of(worker)[1]
    case.last_contact_on, case.next_due_on = today() - timedelta(days=40), today() - timedelta(days=2)
    case.next_due_kind = TaskKind.FOLLOW_UP
    commit()
    session = session_with(worker, chief)
    row = db.session.query(ReviewedFile).filter_by(case_id=case.id).one()
    services.decide_on_file(session, row, case, by=chief, version=row.version, verdict=ReviewVerdict.GO_ON)
    services.end_session(session, by=chief)
    case.risk, case.last_contact_on = RiskLevel.LOW, today()
    commit()
    browser = Browser(app)
    browser.sign_in(worker)
    for endpoint in ("show_review", "print_review"):
        line = browser.open(f"supervision.{endpoint}", session_id=session.id).texts("ol.record > li")[0]
        assert "High" in line
        assert f"{today() - timedelta(days=40):%d/%m/%Y}" in line
        assert f"Follow-up {today() - timedelta(days=2):%d/%m/%Y}" in line


def test_what_leaves_meanwhile_is_passed_over_and_said_of_neither_why_nor_which(app: Flask) -> None:
    worker, chief = team()
    late, grave, silent, calm = files_of(worker)
    session = session_with(worker, chief)
    assert session_with(worker, chief) is session  # taken up, not begun again
    assign(late, UserFactory(cell=late.cell), by=chief)
    bar(grave, chief)
    commit()
    browser = Browser(app)
    browser.sign_in(chief)

    page = browser.open("supervision.show_review", session_id=session.id)
    assert "2 files are no longer part of this review." in page.text
    assert grave.reference not in page.text
    assert browser.open("supervision.review_file", session_id=session.id, position=1).status == 404
    assert browser.open("supervision.review_file", session_id=session.id, position=2).status == 404
    assert "1 of 2" in browser.post("supervision.turn_to", session_id=session.id, position=3).text
    row = db.session.query(ReviewedFile).filter_by(case_id=late.id).one()
    with pytest.raises(RuleBroken, match="left the review"):
        services.decide_on_file(
            session, row, late, by=chief, version=row.version, verdict=ReviewVerdict.GO_ON
        )
    db.session.rollback()

    browser.submit(
        "supervision.review_file", {"verdict": "go_on", "text": WORDS}, session_id=session.id, position=3
    )
    browser.post("supervision.end_review", session_id=session.id)
    assign(silent, UserFactory(cell=silent.cell), by=chief)
    commit()
    hand = Browser(app)
    hand.sign_in(worker)
    page = hand.open("supervision.show_review", session_id=session.id)
    assert WORDS not in page.text
    assert silent.reference not in page.text
    assert calm.reference in page.text


def test_who_reviews_whom(app: Flask) -> None:
    worker, chief = team()
    for by, of, words in ((chief, chief, "Nobody reviews his own"), (chief, worker, "no open file")):
        with pytest.raises(RuleBroken, match=words):
            session_with(of, by)
        db.session.rollback()
    files_of(worker)
    session = session_with(worker, chief)
    with pytest.raises(RuleBroken, match="Nothing was decided"):
        services.end_session(session, by=chief)
    db.session.rollback()
    stranger = UserFactory(role=Role.SUPERVISOR)
    browser = Browser(app)
    browser.sign_in(stranger)
    about = {"cell_id": worker.cells[0].id, "user_id": worker.id}
    assert browser.open("supervision.start_review", **about).status == 404
    assert browser.open("supervision.show_review", session_id=session.id).status == 404


def test_two_windows_on_one_file(app: Flask) -> None:
    worker, chief = team()
    files_of(worker)
    session = session_with(worker, chief)
    browser = Browser(app)
    browser.sign_in(chief)
    at: dict[str, Any] = {"session_id": session.id, "position": 1}
    browser.post("supervision.turn_to", **at)
    page = browser.open("supervision.review_file", **at)
    sent = page.hidden | {"verdict": "go_on", "text": WORDS, "task_title": "Call", "task_due_on": DAY}
    for _click in range(2):
        assert browser.visit("POST", "supervision.review_file", sent, follow=False, **at).status == 302
    other = browser.visit("POST", "supervision.review_file", sent | {"text": "Otherwise"}, **at)
    assert other.status == 409
    assert db.session.query(Task).filter_by(kind=TaskKind.DECISION).count() == 1


def test_nonsense_is_answered(app: Flask, subtests: Any) -> None:
    worker, chief = team()
    CaseFactory(worker=worker)
    at: dict[str, Any] = {"session_id": session_with(worker, chief).id, "position": 1}
    browser = Browser(app)
    browser.sign_in(chief)
    page = browser.post("supervision.turn_to", **at)
    for what, typed in NONSENSE.items():
        with subtests.test(what):
            answers = spoilt(page, typed)
            assert browser.visit("POST", "supervision.review_file", answers, **at).status in ANSWERS


def test_more_than_a_hundred_files_in_few_statements(app: Flask, statements: list[str]) -> None:
    worker, chief = team()
    many_cases(120, worker)
    session_id = session_with(worker, chief).id
    browser = Browser(app)
    browser.sign_in(chief)
    browser.post("supervision.turn_to", session_id=session_id, position=60)
    for endpoint, about in (("show_review", {}), ("review_file", {"position": 60}), ("list_reviews", {})):
        db.session.commit()
        statements.clear()
        where = about if endpoint == "list_reviews" else {"session_id": session_id} | about
        page = browser.open(f"supervision.{endpoint}", **where)
        assert page.status == 200
        assert len(statements) <= 12, (endpoint, statements)
    first = browser.open("supervision.show_review", session_id=session_id)
    assert len(first.soup.select("ol.record > li")) == 50
    assert first.soup.select("nav.more a[rel=next]")


def test_a_number_that_no_database_holds_is_no_file_of_a_review(app: Flask) -> None:
    worker, chief = team()
    CaseFactory(worker=worker)
    session, browser = session_with(worker, chief), Browser(app)
    browser.sign_in(chief)
    about: dict[str, Any] = {"session_id": session.id, "position": 10**30}
    assert browser.open("supervision.review_file", **about).status == 404
    assert browser.post("supervision.turn_to", **about).status == 404


def test_each_decision_leaves_an_entry(app: Flask) -> None:
    worker, chief = team()
    case = CaseFactory(worker=worker)
    session = session_with(worker, chief)
    row = db.session.query(ReviewedFile).one()
    verdict = ReviewVerdict.GO_ON
    services.decide_on_file(session, row, case, by=chief, version=row.version, verdict=verdict, text=WORDS)
    called = conference(chief)
    commit()
    entries = db.session.query(AuditEntry).filter(AuditEntry.object_id.in_([row.id, called.id]))
    assert {entry.event for entry in entries} == {Event.CASE_CHANGED.value, Event.CONFERENCE_HELD.value}
