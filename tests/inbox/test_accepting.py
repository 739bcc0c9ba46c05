"""Accepting opens a file in the cell that accepts; the cell that sent learns the answer and no more."""

from collections import Counter

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import Case, EntryKind
from casework.consents.models import ConsentState, Purpose
from casework.consents.queries import consents_of
from casework.core.clock import today
from casework.core.extensions import db
from casework.intake.models import Intake
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell
from casework.people.models import ContactSafety
from casework.referrals.models import NextContact, Referral, ReferralState
from casework.referrals.services.moving import move_referral
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import NumberFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.inbox.people import DECIDED, accept, file_of_women, receiver, sent_to
from tests.parallel import AT_ONCE, all_at_once, answers_to


def opened(referral: Referral) -> Case:
    case = db.session.get(Case, referral.opened_case_id)
    assert case
    return case


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR])
def test_a_file_is_opened_from_what_was_sent(browser: Browser, cell: Cell, role: Role) -> None:
    referral, user = sent_to(cell), receiver(cell, role=role)
    browser.sign_in(user)
    page = accept(browser, referral.code)

    assert page.heading == "The file is open"
    case = opened(referral)
    assert (case.cell_id, case.lead_id, case.source) == (cell.id, user.id, "CELL")
    assert case.entry_kind is EntryKind.SIGNAL
    person = case.person
    assert (person.first_name_ar, person.first_name_lat) == ("زهرة", "Zahra")
    assert (person.surname_ar, person.surname_lat) == (None, None)
    assert (person.birth_year, person.commune) == (1990, "05.081.01.03")
    assert person.id != referral.case.person_id
    assert person.key_id != referral.case.key_id
    narrative = db.session.query(Intake).filter_by(case_id=case.id).one().narrative
    assert referral.code in narrative
    assert "Support of the child" in narrative


@pytest.mark.parametrize("first", ["received", "waiting_list"])
def test_a_yes_may_come_after_another_answer(browser: Browser, cell: Cell, first: str) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    browser.submit("inbox.answer_received", {"to": first}, code=referral.code)
    assert referral.code in browser.open("inbox.list_received").text
    accept(browser, referral.code)

    assert referral.state is ReferralState.ACCEPTED
    assert referral.opened_case_id


def test_a_late_yes_is_a_yes(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell, state=ReferralState.EXPIRED)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)
    assert referral.state is ReferralState.ACCEPTED


def test_what_was_declined_is_accepted_no_more(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    form = browser.open("inbox.accept_received", code=referral.code).hidden | DECIDED
    browser.submit(
        "inbox.answer_received", {"to": "declined", "decline_code": "CAPACITY"}, code=referral.code
    )
    page = browser.visit("POST", "inbox.accept_received", form, code=referral.code)

    assert page.status == 409
    assert referral.state is ReferralState.DECLINED
    assert referral.code not in browser.open("inbox.list_received").text


def test_the_clocks_of_the_new_file_start_and_its_consent_is_still_to_be_asked(
    browser: Browser, cell: Cell
) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)

    case = opened(referral)
    assert [(row.purpose, row.state) for row in consents_of(case)] == [
        (Purpose.SERVICE, ConsentState.NOT_POSSIBLE)
    ]
    kinds = {task.kind for task in db.session.query(Task).filter_by(case_id=case.id)}
    assert {TaskKind.FIRST_CONTACT, TaskKind.COMPLETE_FILE} <= kinds


def test_the_number_that_was_given_comes_along_and_is_asked_again(browser: Browser, cell: Cell) -> None:
    case = file_of_women()
    NumberFactory(person=case.person)
    referral = sent_to(cell, case=case, next_contact=NextContact.PARTNER)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)

    number = opened(referral).person.numbers[0]
    assert (number.number, number.safety) == ("+212600001234", ContactSafety.SAFE)
    assert number.confirmed_on == today()


def test_the_sender_learns_the_answer_and_cannot_open_the_file(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    sender, user = lead_of(referral.case), receiver(cell, name_lat="ZZRECEIVER", name_ar="ZZRECEIVERAR")
    browser.sign_in(user)
    accept(browser, referral.code, expected_on=f"{today():%d/%m/%Y}")
    case, his = opened(referral), Browser(browser.app)
    his.sign_in(sender)
    about = {"case_id": referral.case_id}
    pages = [
        his.open("referrals.show_referral", **about, referral_id=referral.id),
        his.open("casefile.show", **about),
        his.open("referrals.list_referrals"),
        his.open("caseload.home"),
    ]

    assert referral.state is ReferralState.ACCEPTED
    assert referral.answered_at
    assert "Accepted" in pages[0].text
    for page in pages:
        assert page.status == 200
        for kept in (case.reference, str(case.id), "ZZRECEIVER"):
            assert kept not in page.text
    assert his.open("casefile.show", case_id=case.id).status == 404
    told = db.session.query(Notice).filter_by(kind=NoticeKind.REFERRAL_ANSWERED).all()
    assert [notice.user_id for notice in told] == [sender.id]
    moved = db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_MOVED, actor_id=user.id).one()
    assert moved.case_id == referral.case_id


def test_a_second_click_opens_nothing_more(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    form = browser.open("inbox.accept_received", code=referral.code).hidden
    said = form | DECIDED | {"first_name_ar": "ز"}
    answers = answers_to(browser, "inbox.accept_received", [said] * AT_ONCE, code=referral.code)

    assert Counter(answer.status_code for answer in answers) == {302: AT_ONCE}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert db.session.query(Case).count() == 2


def test_of_two_who_accept_at_once_one_opens_the_file(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    code = referral.code
    visitors = [Browser(browser.app), Browser(browser.app)]
    forms = []
    for visitor in visitors:
        visitor.sign_in(receiver(cell))
        form = visitor.open("inbox.accept_received", code=code).hidden
        forms.append(form | DECIDED)
    path, client = f"/received/{code}/accept", [visitor.client for visitor in visitors]
    answers = all_at_once(browser.app, lambda n: client[n].post(path, data=forms[n]), 2)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert db.session.query(Case).count() == 2
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "just before you" in late.get_data(as_text=True)


def test_what_is_taken_back_while_it_is_read_is_no_longer_accepted(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    form = browser.open("inbox.accept_received", code=referral.code).hidden
    move_referral(referral.case, referral, ReferralState.WITHDRAWN, by=lead_of(referral.case))
    commit()
    page = browser.visit("POST", "inbox.accept_received", form | DECIDED, code=referral.code)

    assert page.status == 409
    assert "taken back or has ended" in page.text
    assert referral.opened_case_id is None
    assert db.session.query(Case).count() == 1


def test_a_colleague_no_longer_reads_what_became_a_file(browser: Browser, cell: Cell) -> None:
    referral, colleague = sent_to(cell), receiver(cell)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)
    other = Browser(browser.app)
    other.sign_in(colleague)
    page = other.open("inbox.show_received", code=referral.code)

    assert "A colleague accepted it" in page.text
    assert "Zahra" not in page.text
    assert referral.code not in other.open("inbox.list_received", show="answered").text
    said = other.visit("GET", "inbox.answer_received", code=referral.code)
    assert said.heading.startswith("Referral")
    late = other.visit("POST", "inbox.answer_received", said.hidden | {"to": "done"}, code=referral.code)
    assert (late.status, referral.state) == (409, ReferralState.ACCEPTED)
    join(opened(referral), colleague)
    assert "Zahra" in other.open("inbox.show_received", code=referral.code).text
    assert referral.code in other.open("inbox.list_received", show="answered").text


def test_whoever_is_kept_away_there_is_kept_away_from_the_new_file(browser: Browser, cell: Cell) -> None:
    cousin, case = receiver(cell, role=Role.SUPERVISOR), file_of_women()
    bar(case, cousin)
    bar(case, receiver(CellFactory()))
    commit()
    referral = sent_to(cell, case=case)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)

    assert opened(referral).barred_ids == {cousin.id}
    his = Browser(browser.app)
    his.sign_in(cousin)
    assert his.open("casefile.show", case_id=referral.opened_case_id).status == 404


def test_barred_from_the_new_file_is_barred_from_what_was_sent(browser: Browser, cell: Cell) -> None:
    referral, cousin = sent_to(cell), receiver(cell)
    browser.sign_in(receiver(cell))
    accept(browser, referral.code)
    bar(opened(referral), cousin)
    commit()
    his = Browser(browser.app)
    his.sign_in(cousin)
    assert his.open("inbox.show_received", code=referral.code).status == 404


def test_what_is_taken_back_after_it_became_a_file_is_told_to_those_who_work_on_it(
    browser: Browser, cell: Cell
) -> None:
    referral, user = sent_to(cell), receiver(cell)
    receiver(cell)
    browser.sign_in(user)
    accept(browser, referral.code)
    move_referral(referral.case, referral, ReferralState.WITHDRAWN, by=lead_of(referral.case))
    commit()

    told = db.session.query(Notice).filter_by(kind=NoticeKind.REFERRAL_TAKEN_BACK).all()
    assert [notice.user_id for notice in told] == [user.id]
    assert "took back what it had sent" in browser.open("notices.list_notices").text
    page = browser.open("inbox.show_received", code=referral.code)
    assert "ask the person whether you may go on" in page.text
    assert "Zahra" not in page.text
