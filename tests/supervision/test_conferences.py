"""A case conference: who may hear of a file, what is decided, and what becomes of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.accounts.models import Position
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import ConsentState
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices.models import Notice, NoticeKind
from casework.supervision import services
from casework.supervision.models import Conference, ConferenceDecision
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import say
from tests.factories.supervision import conference, supervisor_of

TEXT = "A place at the shelter is asked for."
DAY = f"{today() + timedelta(days=5):%d/%m/%Y}"


def test_what_is_decided_becomes_a_task_and_a_line_of_the_file(app: Flask) -> None:
    case = CaseFactory()
    hidden = CaseFactory(cell=case.cell)
    worker, chief = lead_of(case), supervisor_of(case, hidden)
    partner = PartnerFactory()
    say(case, partner)
    head, hand = Browser(app), Browser(app)
    head.sign_in(chief)
    hand.sign_in(worker)
    about = {"cell_id": case.cell_id}
    called = {"colleagues": [str(worker.id)], "partners": [str(partner.id)]}
    page = head.submit("supervision.call_conference", called | {"held_on": f"{today():%d/%m/%Y}"}, **about)
    assert partner.name in page.text
    held = db.session.query(Conference).one()
    where: dict[str, Any] = {"conference_id": held.id}
    assert head.submit("supervision.choose_file", {"reference": "AZ-26-AAAAAA"}, **where).status == 422
    page = head.submit("supervision.choose_file", {"reference": case.reference.lower()}, **where)
    assert page.heading == "Decision of the conference"
    assert "leaves the room" not in page.text
    sent = {"text": TEXT, "due_on": DAY, "responsible_id": str(worker.id)}
    page = head.submit("supervision.decide_in_conference", sent, case_id=case.id, **where)
    assert TEXT in page.text

    page = head.open("supervision.decide_in_conference", case_id=hidden.id, **where)
    assert partner.name in page.texts(".notice")[0]  # no consent covers it
    assert not page.soup.select("main textarea")
    with pytest.raises(RuleBroken, match="No consent covers"):
        decide(held, hidden, chief)
    db.session.rollback()
    head.post("supervision.end_conference", **where)
    with pytest.raises(RuleBroken, match="has ended"):
        decide(held, case, chief)
    db.session.rollback()

    task = db.session.query(Task).filter_by(kind=TaskKind.DECISION).one()
    assert (task.title, task.assignee_id) == (TEXT, worker.id)
    check_worker_reads(hand, case, where)


def check_worker_reads(hand: Browser, case: Case, where: dict[str, Any]) -> None:
    """In the story of the file, on the record and on paper."""
    assert TEXT in hand.open("casefile.show", case_id=case.id).text
    for endpoint in ("show_conference", "print_conference"):
        page = hand.open(f"supervision.{endpoint}", **where)
        assert (TEXT in page.text, case.reference in page.text) == (True, True)
    assert hand.open("supervision.list_conferences").has_link(f"/conferences/{where['conference_id']}")


def decide(held: Conference, case: Case, by: Any, **more: Any) -> ConferenceDecision:
    said: dict[str, Any] = {"text": TEXT, "due_on": today(), "form_key": new_id()} | more
    made = services.decide_in_conference(held, case, by=by, **said)
    db.session.commit()
    return made


def test_whoever_does_not_work_on_a_file_leaves_the_room_and_reads_nothing_of_it(app: Flask) -> None:
    case = CaseFactory()
    chief, guest = supervisor_of(case), UserFactory(cell=case.cell)
    held = conference(chief, [guest])
    with pytest.raises(RuleBroken, match="left the room"):
        decide(held, case, chief)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="works on the file"):
        decide(held, case, chief, have_left=True, responsible_id=guest.id)
    db.session.rollback()
    key = new_id()
    made = decide(held, case, chief, have_left=True, form_key=key)
    assert decide(held, case, chief, form_key=key) is made  # a second click

    browser = Browser(app)
    browser.sign_in(guest)
    page = browser.open("supervision.show_conference", conference_id=held.id)
    assert (TEXT in page.text, case.reference in page.text) == (False, False)
    services.end_conference(held, by=chief)
    db.session.commit()
    assert case.reference not in browser.open("supervision.print_conference", conference_id=held.id).text
    join(case, guest)
    assert TEXT in browser.open("supervision.show_conference", conference_id=held.id).text
    browser.sign_in(UserFactory(cell=case.cell))
    assert browser.open("supervision.show_conference", conference_id=held.id).status == 404


def test_only_a_supervisor_of_its_cell_calls_changes_or_ends_it(app: Flask) -> None:
    case: Case = CaseFactory()
    elsewhere: Case = CaseFactory()
    chief, guest = supervisor_of(case), UserFactory(cell=case.cell)
    there = {"cell_id": elsewhere.cell_id, "directorate_id": guest.directorate_id}
    guest.all_positions.append(Position(role=Role.SUPERVISOR, confirmed_at=now(), **there))
    held = conference(chief, [guest])
    decide(held, case, chief, have_left=True)
    who: dict[str, Any] = {"by": guest, "held_on": today(), "colleagues": [], "partners": []}
    for act in (
        lambda: services.end_conference(held, by=guest),
        lambda: services.change_conference(held, version=held.version, **who),
        lambda: services.call_conference(case.cell, form_key=new_id(), **who),
    ):
        with pytest.raises(RuleBroken, match="Only a supervisor of the cell"):
            act()
    services.end_conference(held, by=chief)
    assert held.ended_at


def test_a_refusal_a_day_to_come_and_another_cell(app: Flask) -> None:
    case, elsewhere = CaseFactory(), CaseFactory()
    chief, partner = supervisor_of(case), PartnerFactory()
    say(case, partner, state=ConsentState.REFUSED)
    with pytest.raises(RuleBroken, match="No consent covers"):
        decide(conference(chief, partners=[partner]), case, chief)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="not been held"):
        decide(conference(chief, held_on=today() + timedelta(days=2)), case, chief)
    db.session.rollback()
    held = conference(chief)
    with pytest.raises(RuleBroken, match="same cell"):
        decide(held, elsewhere, chief)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="Nothing was decided"):
        services.end_conference(held, by=chief)


def test_who_came_after_all_is_put_right_before_the_first_decision(app: Flask) -> None:
    case = CaseFactory()
    chief, worker, partner = supervisor_of(case), lead_of(case), PartnerFactory()
    absent = UserFactory(cell=case.cell)
    held = conference(chief, [absent], held_on=today() + timedelta(days=3))
    about: dict[str, Any] = {"conference_id": held.id}
    browser = Browser(app)
    browser.sign_in(chief)
    tab = filled(browser.open("supervision.change_conference", **about))
    assert tab["colleagues"] == [str(absent.id)]
    said = {"held_on": f"{today():%d/%m/%Y}", "colleagues": [str(worker.id)], "partners": [str(partner.id)]}
    page = browser.submit("supervision.change_conference", said, **about)
    assert (worker.name_lat in page.text, absent.name_lat in page.text) == (True, False)
    assert browser.visit("POST", "supervision.change_conference", tab, **about).status == 409  # an older page
    assert browser.submit("supervision.change_conference", said | {"partners": []}, **about).status == 200
    decide(held, case, chief)

    assert browser.open("supervision.change_conference", **about).status == 409
    assert "Change the day" not in browser.open("supervision.show_conference", **about).text
    browser.sign_in(worker)
    assert browser.open("supervision.print_conference", **about).status == 409  # it has not ended


def test_whoever_takes_part_is_told_and_nobody_else(app: Flask) -> None:
    case = CaseFactory()
    chief, worker, absent = supervisor_of(case), lead_of(case), UserFactory(cell=case.cell)
    held = conference(chief, [absent, chief])
    day: dict[str, Any] = {"held_on": today(), "version": held.version, "partners": []}
    services.change_conference(held, by=chief, colleagues=[worker], **day)
    commit()

    told = db.session.query(Notice).filter_by(kind=NoticeKind.CONFERENCE).one()
    assert (told.user_id, told.case_id) == (worker.id, None)
    browser = Browser(app)
    browser.sign_in(worker)
    assert "You take part in a case conference" in browser.open("notices.list_notices").text
    assert browser.post("notices.open_notice", notice_id=told.id).heading == "Case conference"


def test_a_decision_is_withdrawn_with_its_task(app: Flask) -> None:
    case = CaseFactory()
    chief = supervisor_of(case)
    made = decide(conference(chief), case, chief)
    line = db.session.query(TimelineEntry).filter_by(kind=Happening.CONFERENCE).one()
    entries.withdraw(case, line, "The wrong file")
    db.session.commit()

    task = db.session.get_one(Task, made.task_id)
    assert (made.text, task.title, task.is_cancelled) == (None, None, True)
