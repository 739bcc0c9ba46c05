"""A partner that does not answer is called, then counts as silent; the clock says each thing once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from casework.cases.models import CaseStatus
from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.referrals.delays import DELAYS
from casework.referrals.models import Mover, Referral, ReferralMove, ReferralState, Urgency
from casework.referrals.services.moving import move_referral
from casework.referrals.services.reminding import expire_unanswered, remind_to_call
from casework.tasks.models import TaskKind
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import lead_of
from tests.factories.referrals import ReferralFactory
from tests.factories.tasks import open_task_of_kind
from tests.parallel import all_at_once

SetTime = Callable[[datetime], None]
SENT = ReferralState.SENT


def days_later(set_time: SetTime, days: int) -> None:
    set_time(start_of(today() + timedelta(days=days)) + timedelta(hours=9))


def notices(kind: NoticeKind) -> int:
    return db.session.query(Notice).filter_by(kind=kind).count()


@pytest.mark.parametrize("urgency", Urgency)
def test_the_lead_is_told_to_call_on_the_day(app: Flask, set_time: SetTime, urgency: Urgency) -> None:
    referral = ReferralFactory(state=SENT, urgency=urgency)
    case, delay = referral.case, DELAYS[urgency].call_after.days
    assert referral.answer_by == today() + timedelta(days=delay)
    days_later(set_time, delay - 1)
    assert remind_to_call() == 0
    days_later(set_time, 1)

    assert [remind_to_call(), remind_to_call()] == [1, 0]
    task = open_task_of_kind(case, TaskKind.CALL_PARTNER)
    assert task is not None
    assert (task.due_on, task.assignee_id) == (today(), None)
    assert notices(NoticeKind.REFERRAL_SILENT) == 1


def test_the_day_that_the_worker_chose_counts(app: Flask, set_time: SetTime) -> None:
    chosen = today() + timedelta(days=10)
    ReferralFactory(state=SENT, urgency=Urgency.AT_ONCE, answer_by=chosen)
    days_later(set_time, 9)
    assert (remind_to_call(), expire_unanswered()) == (0, 0)
    days_later(set_time, 1)
    assert (remind_to_call(), expire_unanswered()) == (1, 0)
    days_later(set_time, 3)
    assert expire_unanswered() == 1


def test_a_late_receipt_is_waited_for_anew(app: Flask, set_time: SetTime) -> None:
    referral = ReferralFactory(state=SENT, urgency=Urgency.AT_ONCE)
    delay = DELAYS[Urgency.AT_ONCE]
    days_later(set_time, delay.expire_after.days + 1)
    assert expire_unanswered() == 1
    move_referral(referral.case, referral, ReferralState.RECEIVED, by=None, mover=Mover.PARTNER)
    commit()

    assert expire_unanswered() == 0
    days_later(set_time, delay.expire_after.days + 1)
    assert expire_unanswered() == 1


def test_an_answer_takes_the_call_away(app: Flask, set_time: SetTime) -> None:
    referral = ReferralFactory(state=SENT, urgency=Urgency.AT_ONCE)
    days_later(set_time, 2)
    remind_to_call()
    case = referral.case
    move_referral(case, referral, ReferralState.RECEIVED, by=None, mover=Mover.PARTNER)
    assert open_task_of_kind(case, TaskKind.CALL_PARTNER)
    move_referral(case, referral, ReferralState.ACCEPTED, by=None, mover=Mover.PARTNER)

    assert open_task_of_kind(case, TaskKind.CALL_PARTNER) is None
    assert notices(NoticeKind.REFERRAL_ANSWERED) == 1


@pytest.mark.parametrize("state", [SENT, ReferralState.RECEIVED])
def test_no_answer_in_time_is_said_and_a_late_one_still_comes(
    app: Flask, set_time: SetTime, state: ReferralState
) -> None:
    referral = ReferralFactory(state=state, urgency=Urgency.THIS_WEEK)
    days_later(set_time, DELAYS[Urgency.THIS_WEEK].expire_after.days)
    assert expire_unanswered() == 0
    days_later(set_time, 1)

    assert [expire_unanswered(), expire_unanswered()] == [1, 0]
    assert referral.state is ReferralState.EXPIRED
    last = db.session.query(ReferralMove).filter_by(to_state=ReferralState.EXPIRED).one()
    assert (last.mover, last.by_id) == (Mover.SYSTEM, None)
    assert notices(NoticeKind.REFERRAL_EXPIRED) == 1
    move_referral(referral.case, referral, ReferralState.ACCEPTED, by=None, mover=Mover.PARTNER)
    assert referral.answered_at == now()


def test_what_is_answered_or_of_a_closed_file_is_left_alone(app: Flask, set_time: SetTime) -> None:
    ReferralFactory(state=ReferralState.ACCEPTED)
    ReferralFactory(state=ReferralState.PREPARED)
    closed = ReferralFactory(state=SENT)
    closed.case.status = CaseStatus.CLOSED
    commit()
    days_later(set_time, 100)

    assert (remind_to_call(), expire_unanswered()) == (0, 0)


def test_two_clocks_at_once_say_it_once(app: Flask, set_time: SetTime) -> None:
    for _n in range(3):
        ReferralFactory(state=SENT)
    days_later(set_time, 60)

    def run(number: int) -> int:
        with app.app_context():
            return remind_to_call() if number % 2 else expire_unanswered()

    found = all_at_once(app, run, 4)
    assert db.session.query(ReferralMove).filter_by(to_state=ReferralState.EXPIRED).count() == 3
    assert notices(NoticeKind.REFERRAL_EXPIRED) == 3
    assert sum(found[::2]) == 3
    assert notices(NoticeKind.REFERRAL_SILENT) == sum(found[1::2])
    assert all(row.state is ReferralState.EXPIRED for row in db.session.query(Referral))


def test_the_file_and_the_home_say_it(app: Flask, browser: Browser, set_time: SetTime) -> None:
    referral = ReferralFactory(state=SENT, urgency=Urgency.AT_ONCE)
    days_later(set_time, 2)
    remind_to_call()
    browser.sign_in(lead_of(referral.case))
    home = browser.open("caseload.home")
    page = browser.open("referrals.show_referral", case_id=referral.case_id, referral_id=referral.id)

    assert "1 thing is new" in home.text
    assert "Call the partner" in home.text
    assert "1 day late" in page.text
