"""A cell reads what was sent to it, and nothing of the file that it came from."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.barring import bar
from casework.cases.models import CaseStatus
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell
from casework.referrals.models import NextContact, Referral, ReferralState
from casework.referrals.services.moving import move_referral
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import NumberFactory, lead_of
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.inbox.people import file_of_women, receiver, sent_to

PAGES = ("inbox.show_received", "inbox.accept_received", "inbox.answer_received")


def readings(referral: Referral) -> list[AuditEntry]:
    return db.session.query(AuditEntry).filter_by(event=Event.REFERRAL_READ, object_id=referral.id).all()


def take_back(referral: Referral) -> None:
    move_referral(referral.case, referral, ReferralState.WITHDRAWN, by=lead_of(referral.case))
    commit()


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.SUPERVISOR])
def test_the_cell_reads_what_was_ticked_and_nothing_else(browser: Browser, cell: Cell, role: Role) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell, role=role))
    pages = [browser.open("inbox.list_received")]
    pages += [browser.open(endpoint, code=referral.code) for endpoint in PAGES]

    assert [page.status for page in pages] == [200] * 4
    assert referral.code in pages[0].text
    assert "Z." in pages[0].text
    assert "Zahra" not in pages[0].text
    assert "Zahra" in pages[1].text
    assert "1990" in pages[1].text
    assert "Support of the child" in pages[1].text
    assert "Another cell of the directorate" in pages[1].text
    for page in pages:
        for kept in ("ZZ", referral.case.reference, str(referral.id), str(referral.case_id)):
            assert kept not in page.text


def test_who_reads_is_written_down_for_the_file_that_was_sent_from(browser: Browser, cell: Cell) -> None:
    referral, user = sent_to(cell), receiver(cell)
    browser.sign_in(user)
    for n, endpoint in enumerate(PAGES[:2], start=1):
        browser.open(endpoint, code=referral.code)
        assert [(entry.case_id, entry.actor_id) for entry in readings(referral)] == [
            (referral.case_id, user.id)
        ] * n


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SOCIAL_WORKER, Role.SUPERVISOR)])
def test_no_other_role_of_the_cell_reads_it(browser: Browser, cell: Cell, role: Role) -> None:
    code = sent_to(cell).code
    browser.sign_in(UserFactory(role=role, cell=cell))
    pages = [browser.open(endpoint, code=code) for endpoint in PAGES] + [browser.open("inbox.list_received")]
    assert {page.status for page in pages} <= {403, 404}


def test_for_any_other_cell_it_is_missing(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    code, sender = referral.code, lead_of(referral.case)
    far = CellFactory(directorate=DirectorateFactory(code="BM"))
    for user in (sender, receiver(CellFactory(disability=True)), receiver(far)):
        visitor = Browser(browser.app)
        visitor.sign_in(user)
        missing = visitor.open("inbox.show_received", code="R-22222222")
        for endpoint in PAGES:
            page = visitor.open(endpoint, code=code)
            assert page.status == 404
            assert page.texts("main") == missing.texts("main")
        assert code not in visitor.open("inbox.list_received").text


@pytest.mark.parametrize("odd", ["1", "%00", "R-%00000000", "ر" * 8, "R-" + "2" * 5000])
def test_an_odd_code_is_missing(browser: Browser, cell: Cell, odd: str) -> None:
    browser.sign_in(receiver(cell))
    assert browser.send("GET", f"/received/{odd}").status == 404


def test_what_is_not_sent_yet_is_in_no_list(browser: Browser, cell: Cell) -> None:
    code = sent_to(cell, state=ReferralState.PREPARED).code
    browser.sign_in(receiver(cell))
    assert code not in browser.open("inbox.list_received").text
    assert browser.open("inbox.show_received", code=code).status == 404


def test_whom_the_person_wants_kept_away_reads_and_hears_nothing(browser: Browser, cell: Cell) -> None:
    cousin, colleague, case = receiver(cell), receiver(cell), file_of_women()
    bar(case, cousin)
    commit()
    code = sent_to(cell, case=case).code
    told = {notice.user_id for notice in db.session.query(Notice)}
    browser.sign_in(cousin)

    assert told == {colleague.id}
    assert browser.open("inbox.show_received", code=code).status == 404
    assert code not in browser.open("inbox.list_received").text
    assert "another cell" not in browser.open("caseload.home").text


def test_the_workers_of_the_cell_are_told_that_something_waits(browser: Browser, cell: Cell) -> None:
    worker, supervisor = receiver(cell), receiver(cell, role=Role.SUPERVISOR)
    receiver(cell, role=Role.RECEPTION), receiver(cell, role=Role.SPECIALIST), receiver(CellFactory())
    sent_to(cell)

    notices = db.session.query(Notice).filter_by(kind=NoticeKind.REFERRAL_RECEIVED).all()
    assert {notice.user_id for notice in notices} == {worker.id, supervisor.id}
    assert {(notice.cell_id, notice.case_id) for notice in notices} == {(cell.id, None)}


def test_the_home_says_how_many_wait(browser: Browser, cell: Cell) -> None:
    for _number in range(2):
        sent_to(cell)
    for role in (Role.SOCIAL_WORKER, Role.SUPERVISOR):
        visitor = Browser(browser.app)
        visitor.sign_in(receiver(cell, role=role))
        assert "2 persons are referred to your cell" in visitor.open("caseload.home").text


def test_what_was_taken_back_is_a_sentence(browser: Browser, cell: Cell) -> None:
    referral = sent_to(cell)
    browser.sign_in(receiver(cell))
    take_back(referral)
    page = browser.open("inbox.show_received", code=referral.code)

    assert page.status == 200
    assert "can no longer be answered" in page.text
    assert "Zahra" not in page.text
    assert browser.open("inbox.accept_received", code=referral.code).heading.startswith("Referral")
    assert referral.code not in browser.open("inbox.list_received").text


def test_a_file_that_was_closed_looks_like_one_that_was_taken_back(browser: Browser, cell: Cell) -> None:
    closed, back = sent_to(cell), sent_to(cell)
    codes = closed.code, back.code
    closed.case.status = CaseStatus.CLOSED
    take_back(back)
    browser.sign_in(receiver(cell))
    pages = [browser.open("inbox.show_received", code=code) for code in codes]

    texts = [page.texts(".notice") for page in pages]
    assert texts[0] == texts[1]
    assert all("Zahra" not in page.text for page in pages)


def test_a_number_is_shown_while_it_is_safe_and_the_cell_may_call(browser: Browser, cell: Cell) -> None:
    case = file_of_women()
    number = NumberFactory(person=case.person)
    code = sent_to(cell, case=case, next_contact=NextContact.PARTNER).code
    silent = sent_to(cell, case=file_of_women()).code
    browser.sign_in(receiver(cell))

    assert "06 00 00 12 34" in browser.open("inbox.show_received", code=code).text
    assert "do not call, do not visit" in browser.open("inbox.show_received", code=silent).text
    number.confirmed_on = None
    db.session.commit()
    assert "06 00 00 12 34" not in browser.open("inbox.show_received", code=code).text


def test_a_long_list_asks_no_more_than_a_short_one(
    browser: Browser, cell: Cell, statements: list[str]
) -> None:
    case, asked = file_of_women(), []
    browser.sign_in(receiver(cell))
    browser.open("inbox.list_received")  # some answers are kept from one page to the next
    for n in (2, 28):
        for _number in range(n):
            sent_to(cell, case=case)
        for endpoint in ("inbox.list_received", "caseload.home"):
            statements.clear()
            browser.open(endpoint)
            asked.append(len(statements))

    assert max(asked) <= 8
    assert asked[:2] == asked[2:]


def test_a_long_list_is_read_page_by_page(browser: Browser, cell: Cell, monkeypatch: Any) -> None:
    monkeypatch.setattr(
        "casework.inbox.queries.received_page.__kwdefaults__",
        {"is_answered": False, "cursor": None, "size": 2},
    )
    codes = [sent_to(cell).code for _number in range(3)]
    browser.sign_in(receiver(cell))
    first = browser.open("inbox.list_received")
    following = str(first.soup.select("a[rel=next]")[0]["href"])
    second = browser.send("GET", f"/received{following}")

    assert [code in first.text for code in codes] == [True, True, False]
    assert [code in second.text for code in codes] == [False, False, True]
