"""The director asks to read one file by its reference; the supervisor gives it, the officer looks at it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Action, can
from casework.audit.models import AuditEntry, Event
from casework.cases.approvals import ask_for, decide
from casework.cases.barring import bar
from casework.cases.grants import AccessGrant, GrantGround, GrantVerdict
from casework.cases.models import ApprovalKind, Case, Decision
from casework.cases.queries import find_case, reachable
from casework.cases.references import new_reference
from casework.core import clock
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.grants.services import exceptional
from casework.notices.models import Notice, NoticeKind
from tests.browser import Browser, Page
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, lead_of
from tests.factories.followup import NoteFactory
from tests.factories.grants import WHY, asked_by, given_to
from tests.factories.organisation import CellFactory

SECRET = "She hides at her aunt's."
ASKED = {"ground": "danger", "why": WHY, "password": PASSWORD}
ONE_ANSWER = "If there is such a file, its supervisor is asked."


def ask(browser: Browser, reference: str, **more: str) -> Page:
    return browser.submit("grants.ask", ASKED | {"reference": reference} | more)


def without_keys(page: Page) -> str:
    text = page.text
    for tag in page.soup.select("input[type=hidden]"):
        text = text.replace(str(tag["value"]), "")
    return text


def notices(kind: NoticeKind) -> set[Any]:
    return {notice.user_id for notice in db.session.query(Notice).filter_by(kind=kind)}


def reads_and_nothing_else(browser: Browser, case_id: Any, note_id: Any) -> None:
    """The story, the person, the notes without their restricted part; no button, no paper, no list."""
    about = {"case_id": case_id}
    page = browser.open("casefile.show", **about)
    assert page.status == 200
    assert page.soup.select("body.lent")  # which the browser prints empty
    assert not page.soup.select("main form")
    links = [str(tag["href"]) for tag in page.soup.select("main a[href]")]
    inside = [link for link in links if str(case_id) in link]
    assert all(browser.send("GET", link).status == 200 for link in inside), inside
    assert browser.open("casefile.person", **about).status == 200
    assert SECRET not in browser.open("followup.show_note", note_id=note_id, **about).text
    for closed in ("print_file", "sensitive", "seen_by", "corrections", "decisions", "change_risk"):
        assert browser.open(f"casefile.{closed}", **about).status in (403, 404), closed
    for closed in ("followup.add_note", "tasks.add_task", "consents.list_consents", "cases.state_purpose"):
        assert browser.open(closed, **about).status in (403, 404), closed
    assert browser.open("caseload.files").status == 403


def reviews(browser: Browser, grant_id: Any, reference: str) -> None:
    """The officer, who reads why and when, never the file."""
    assert "Exceptional access to a file was given" in browser.open("notices.list_notices").text
    assert reference in browser.open("grants.list_given").text
    page = browser.open("grants.review", grant_id=grant_id)
    assert WHY in page.text
    assert "She came alone" not in page.text
    said = {"verdict": "justified", "review": "The court wrote the same day"}
    assert "Your review is kept" in browser.submit("grants.review", said, grant_id=grant_id).text


def test_it_is_asked_given_read_for_four_hours_and_reviewed(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CaseFactory(cell=CellFactory(women=True))
    note = NoteFactory(case=case, text="She came alone.", restricted_part=SECRET)
    NumberFactory(person=case.person)
    director, officer = UserFactory(director=True), UserFactory(dpo=True)
    supervisor, lead = UserFactory(supervisor=True, cell=case.cell), lead_of(case)
    about, reference = {"case_id": case.id}, case.reference

    browser.sign_in(director)
    assert browser.open("casefile.show", **about).status == 404
    assert ask(browser, reference, why="Too short").status == 422
    assert ONE_ANSWER in ask(browser, reference).text
    assert notices(NoticeKind.EXCEPTIONAL_ASKED) == {supervisor.id}
    assert browser.open("casefile.show", **about).status == 404

    browser.sign_in(supervisor)
    grant = db.session.query(AccessGrant).one()
    notice = db.session.query(Notice).filter_by(kind=NoticeKind.EXCEPTIONAL_ASKED).one()
    assert WHY in browser.post("notices.open_notice", notice_id=notice.id).text
    answer = {"decision": "given", "answer": "It is needed tonight"}
    browser.submit("grants.decide", answer, grant_id=grant.id)
    assert browser.open("grants.decide", grant_id=grant.id).status == 409  # the first answer counts
    assert notices(NoticeKind.EXCEPTIONAL_GIVEN) == {lead.id, officer.id}

    browser.sign_in(director)
    assert reference in browser.open("grants.ask").text
    reads_and_nothing_else(browser, case.id, note.id)
    assert db.session.query(AuditEntry).filter_by(event=Event.CASE_OPENED, object_id=grant.id).count() >= 3
    browser.sign_in(lead)
    assert WHY in browser.open("casefile.seen_by", **about).text
    browser.sign_in(officer)
    assert browser.open("casefile.show", **about).status == 403
    reviews(browser, grant.id, reference)

    later = now() + timedelta(hours=4)
    monkeypatch.setattr(clock, "source", lambda: later)
    assert find_case(case.id, director, Action.CASE_READ) is None


def test_it_stands_beside_the_approvals_until_it_is_answered(browser: Browser) -> None:
    case, director = CaseFactory(), UserFactory(director=True)
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    elsewhere = UserFactory(supervisor=True, cell=CellFactory())
    commit()
    exceptional.ask(director, reference=case.reference, ground=GrantGround.OTHER, why=WHY, form_key=new_id())
    commit()
    for reader, is_told in ((supervisor, True), (elsewhere, False), (lead_of(case), False)):
        browser.sign_in(reader)
        assert (case.reference in browser.open("caseload.approvals").text) is is_told
    answer: dict[str, Any] = {"answer": "Not needed", "version": 1, "gives": False}
    exceptional.decide(case, db.session.query(AccessGrant).one(), by=supervisor, **answer)
    commit()
    browser.sign_in(supervisor)
    assert case.reference not in browser.open("caseload.approvals").text


def test_existing_missing_hidden_and_asked_twice_get_one_answer(browser: Browser) -> None:
    director = UserFactory(director=True)
    known, barred = CaseFactory(), CaseFactory()
    bar(barred, director)
    commit()
    browser.sign_in(director)
    references = [known.reference, barred.reference, new_reference("AZ", 26), known.reference]
    pages = [ask(browser, reference) for reference in references]

    assert len({without_keys(page) for page in pages}) == 1
    assert db.session.query(AccessGrant).count() == 1
    assert db.session.query(AuditEntry).filter_by(event=Event.GRANT_ASKED).count() == 4
    assert ask(browser, new_reference("AZ", 26)).status == 200
    assert ask(browser, known.reference).status == 409  # the sixth of the day, missed ones counted


def test_the_password_is_asked_again_and_a_click_twice_is_one_request(browser: Browser) -> None:
    case = CaseFactory()
    browser.sign_in(UserFactory(director=True))
    wrong = ask(browser, case.reference, password="not this one at all")
    assert wrong.status == 422
    assert db.session.query(AccessGrant).count() == 0
    hidden = browser.open("grants.ask").hidden
    for reference in (case.reference, case.reference):
        browser.post("grants.ask", hidden | ASKED | {"reference": reference})
    assert db.session.query(AuditEntry).filter_by(event=Event.GRANT_ASKED).count() == 1


def test_who_gives_it_and_when_it_lapses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case: Case = CaseFactory()
    director = UserFactory(director=True)
    barred, deputy = UserFactory(supervisor=True, cell=case.cell), UserFactory(cell=case.cell)
    case.cell.deputy_id = deputy.id
    bar(case, barred)
    commit()
    exceptional.ask(director, reference=case.reference, ground=GrantGround.OTHER, why=WHY, form_key=new_id())
    commit()
    grant = db.session.query(AccessGrant).one()
    assert notices(NoticeKind.EXCEPTIONAL_ASKED) == {deputy.id}
    answer: dict[str, Any] = {"gives": True, "answer": "Yes", "version": 1}
    for nobody in (barred, director, lead_of(case)):
        with pytest.raises(RuleBroken):
            exceptional.decide(case, grant, by=nobody, **answer)
    day_later = now() + timedelta(hours=24, minutes=1)
    monkeypatch.setattr(clock, "source", lambda: day_later)
    with pytest.raises(RuleBroken):
        exceptional.decide(case, grant, by=deputy, **answer)
    assert exceptional.end_unanswered() == 1
    assert exceptional.end_unanswered() == 0
    assert grant.decided_at == day_later
    assert not grant.is_running


def test_a_supervisor_who_works_on_the_file_leaves_it_to_the_deputy(browser: Browser) -> None:
    """He is looked at himself. The deputy answers without being let into the file."""
    supervisor, director = UserFactory(supervisor=True), UserFactory(director=True)
    case: Case = CaseFactory(worker=supervisor)
    deputy = UserFactory(cell=case.cell)
    case.cell.deputy_id = deputy.id
    commit()
    grant = asked_by(director, case)
    assert notices(NoticeKind.EXCEPTIONAL_ASKED) == {deputy.id}
    for nobody in (supervisor, director, UserFactory(cell=case.cell), UserFactory(supervisor=True)):
        browser.sign_in(nobody)
        assert browser.open("grants.decide", grant_id=grant.id).status in (403, 404)
    browser.sign_in(deputy)
    told = db.session.query(Notice).filter_by(user_id=deputy.id).one()
    assert case.reference not in browser.open("notices.list_notices").text
    assert WHY in browser.post("notices.open_notice", notice_id=told.id).text
    answer = {"decision": "given", "answer": "He asked before"}
    assert "Your answer is kept." in browser.submit("grants.decide", answer, grant_id=grant.id).messages
    assert browser.open("casefile.show", case_id=case.id).status == 404
    assert find_case(case.id, director, Action.CASE_READ) is case
    assert notices(NoticeKind.EXCEPTIONAL_GIVEN) == {supervisor.id}


def test_without_another_the_supervisor_who_works_on_it_answers(app: Flask) -> None:
    supervisor, director = UserFactory(supervisor=True), UserFactory(director=True)
    case: Case = CaseFactory(worker=supervisor)
    assert given_to(director, case, supervisor).is_running


def test_a_review_that_is_late_stops_the_next_request(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, director, officer = CaseFactory(), UserFactory(director=True), UserFactory(dpo=True)
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    grant = given_to(director, case, supervisor)
    assert db.session.scalars(reachable(director)).all() == []
    late: datetime = now() + timedelta(hours=73)
    monkeypatch.setattr(clock, "source", lambda: late)
    again: dict[str, Any] = {"reference": case.reference, "ground": GrantGround.OTHER, "why": WHY}
    with pytest.raises(RuleBroken):
        exceptional.ask(director, form_key=new_id(), **again)
    db.session.rollback()
    assert exceptional.remind_reviewers() == 1
    assert exceptional.remind_reviewers() == 0
    assert notices(NoticeKind.EXCEPTIONAL_UNREVIEWED) == {officer.id}
    commit()
    browser.sign_in(director)
    page = browser.open("grants.ask")  # said before anything is filled in
    assert "An earlier access of yours was not reviewed yet" in page.text
    assert page.texts("label[for=reference]") == []
    with pytest.raises(RuleBroken):
        exceptional.review(
            grant, verdict=GrantVerdict.TO_FOLLOW, review="x", version=grant.version, by=supervisor
        )
    exceptional.review(
        grant, verdict=GrantVerdict.TO_FOLLOW, review="Why so late", version=grant.version, by=officer
    )
    commit()
    exceptional.ask(director, form_key=new_id(), **again)
    commit()
    assert db.session.query(AccessGrant).count() == 2


def test_whoever_is_barred_or_no_longer_director_reads_nothing(app: Flask) -> None:
    case, director = CaseFactory(), UserFactory(director=True)
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    given_to(director, case, supervisor)
    assert find_case(case.id, director, Action.CASE_READ) is case
    assert can(director, Action.CASE_READ, case)
    assert not can(director, Action.CASE_VIEW, case)
    director.all_positions[0].until_at = now()
    commit()
    assert find_case(case.id, director, Action.CASE_READ) is None
    director.all_positions[0].until_at = clock.FOREVER
    bar(case, director)
    commit()
    assert find_case(case.id, director, Action.CASE_READ) is None


def test_what_somebody_approves_himself_is_listed_by_month(browser: Browser) -> None:
    case: Case = CaseFactory()
    case.cell.is_single_person = True
    alone = UserFactory(supervisor=True, cell=case.cell)
    asked = ask_for(case, ApprovalKind.CLOSURE, by=alone, what={})
    decide(case, asked, Decision.RETURNED, by=alone, comment="Not yet")
    commit()
    browser.sign_in(UserFactory(dpo=True))
    page = browser.open("grants.list_own_approvals")
    assert case.reference in page.text
    before = browser.open("grants.list_own_approvals", month="2020-01")
    assert case.reference not in before.text
    assert "Nothing in this month." in before.text
    for odd in ("2020-13", "9999-12", "x"):
        assert case.reference in browser.open("grants.list_own_approvals", month=odd).text


def test_the_months_list_is_silent_about_a_file_hidden_from_the_officer(browser: Browser) -> None:
    case: Case = CaseFactory()
    case.cell.is_single_person = True
    alone, officer = UserFactory(supervisor=True, cell=case.cell), UserFactory(dpo=True)
    asked = ask_for(case, ApprovalKind.CLOSURE, by=alone, what={})
    decide(case, asked, Decision.RETURNED, by=alone, comment="Not yet")
    bar(case, officer)
    commit()
    browser.sign_in(officer)
    page = browser.open("grants.list_own_approvals")
    assert case.reference not in page.text
    assert "Nothing in this month." in page.text
