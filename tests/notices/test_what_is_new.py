"""What happened is said to those who work on the file, while they may open it, and until they read it."""

from typing import Any

from flask import Flask

from casework.cases.models import Case, CaseStatus
from casework.cases.services import end_membership
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.notices.models import Notice, NoticeKind
from casework.notices.services import notify
from casework.referrals.models import Mover, Referral, ReferralState
from casework.referrals.services.moving import move_referral
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory


def answered(case: Case) -> Referral:
    """A partner accepts."""
    referral: Referral = ReferralFactory(case=case, state=ReferralState.SENT)
    move_referral(case, referral, ReferralState.ACCEPTED, by=None, mover=Mover.PARTNER)
    commit()
    return referral


def rows_of(browser: Browser) -> list[str]:
    return browser.open("notices.list_notices").texts("main .rows li")


def test_an_answer_is_new_until_it_is_opened(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    referral = answered(case)
    browser.sign_in(lead_of(case))
    assert "1 thing is new" in browser.open("caseload.home").text
    assert len(rows_of(browser)) == 1
    notice = db.session.query(Notice).one()
    page = browser.post("notices.open_notice", notice_id=notice.id)

    assert referral.code in page.heading
    assert notice.seen_at is not None
    assert "is new" not in browser.open("caseload.home").text
    assert len(rows_of(browser)) == 1


def test_everything_is_marked_at_once(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    for _n in range(3):
        answered(case)
    browser.sign_in(lead_of(case))
    assert "3 things are new" in browser.open("caseload.home").text
    page = browser.post("notices.mark_all_seen")

    assert page.messages == ["Everything is marked as read."]
    assert db.session.query(Notice).filter_by(seen_at=None).count() == 0


def test_the_same_told_again_before_it_was_read_is_one(app: Flask) -> None:
    case, thing = CaseFactory(), new_id()
    for _n in range(3):
        notify([lead_of(case)], NoticeKind.REFERRAL_SILENT, thing, case=case)
        commit()
    assert db.session.query(Notice).count() == 1


def test_whoever_left_the_file_reads_nothing_more_of_it(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    colleague = UserFactory(specialist=True, cell=case.cell)
    join(case, colleague)
    answered(case)
    notice = db.session.query(Notice).filter_by(user_id=colleague.id).one()
    browser.sign_in(colleague)
    assert case.reference in browser.open("notices.list_notices").text
    end_membership(case, next(member for member in case.members if member.user_id == colleague.id))
    commit()

    assert rows_of(browser) == []
    assert "is new" not in browser.open("caseload.home").text
    assert browser.post("notices.open_notice", notice_id=notice.id).status == 404
    browser.post("notices.mark_all_seen")
    assert notice.seen_at is None


def test_somebody_elses_notice_is_like_none(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    answered(case)
    notice = db.session.query(Notice).one()
    browser.sign_in(UserFactory(cell=case.cell, supervisor=True))
    pages = [browser.post("notices.open_notice", notice_id=key) for key in (notice.id, new_id())]

    assert [page.status for page in pages] == [404, 404]
    assert notice.seen_at is None


def test_a_file_entered_in_error_is_not_spoken_of(app: Flask, browser: Browser) -> None:
    case = CaseFactory()
    answered(case)
    case.status = CaseStatus.ENTERED_IN_ERROR
    commit()
    browser.sign_in(lead_of(case))
    assert rows_of(browser) == []


def test_what_another_cell_sent_is_for_those_who_receive_there(app: Flask, browser: Browser) -> None:
    here, there = CellFactory(), CellFactory()
    worker, stranger = UserFactory(cell=here), UserFactory(cell=there)
    notify([worker, stranger], NoticeKind.REFERRAL_RECEIVED, new_id(), cell_id=here.id)
    commit()
    browser.sign_in(worker)
    assert len(rows_of(browser)) == 1
    notice = db.session.query(Notice).filter_by(user_id=worker.id).one()
    assert browser.post("notices.open_notice", notice_id=notice.id).response.request.path == "/received"
    other = Browser(app)
    other.sign_in(stranger)
    assert rows_of(other) == []


def test_a_long_list_comes_in_pages_of_few_statements(
    app: Flask, browser: Browser, statements: list[Any]
) -> None:
    case = CaseFactory()
    for _n in range(30):
        notify([lead_of(case)], NoticeKind.REFERRAL_SILENT, new_id(), case=case)
    commit()
    browser.sign_in(lead_of(case))
    statements.clear()
    page = browser.open("notices.list_notices")

    assert len(statements) <= 8
    assert len(page.soup.select("main .rows li")) == 25
    following = browser.send("GET", "/notices" + str(page.soup.select_one("a[rel=next]")["href"]))  # type: ignore[index]
    assert len(following.soup.select("main .rows li")) == 5
