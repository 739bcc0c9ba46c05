"""A referral moves along its table and nowhere else, whoever moves it and in whatever order."""

import csv
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.cases.models import Case, CaseStatus
from casework.core.clock import now, today
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.referrals import moves
from casework.referrals.models import ANSWERS, EXPECTING, RESULTS, Referral, ReferralMove, ReferralState
from casework.referrals.moves import MOVES, Mover
from casework.referrals.queries import moves_of
from casework.referrals.services import moving
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.referrals import ReferralFactory

STATES = list(ReferralState)


def move(case: Case, referral: Referral, to: ReferralState, mover: Mover = Mover.WORKER) -> ReferralMove:
    by = None if mover is Mover.SYSTEM else lead_of(case)
    return moving.move_referral(case, referral, to, by=by, mover=mover, decline_code="CAPACITY")


def test_the_table_is_the_file_beside_it() -> None:
    lines = (Path(moves.__file__).parent / "moves.csv").read_text(encoding="utf-8").splitlines()
    pairs = {(row["from"], row["to"]) for row in csv.DictReader(lines)}

    assert {(start.value, to.value) for start, to in MOVES} == pairs
    assert len(MOVES) == len(lines) - 1


@pytest.mark.parametrize("start", STATES)
def test_every_pair_is_allowed_or_refused_as_the_table_says(app: object, start: ReferralState) -> None:
    referral = ReferralFactory(state=start)
    for to, mover in product(STATES, Mover):
        rule = MOVES.get((start, to))
        with db.session.begin_nested() as tried:
            if rule and moving.may_move(rule, mover):
                move(referral.case, referral, to, mover)
                assert (referral.state, moves_of(referral)[-1].mover) == (to, mover)
            else:
                with pytest.raises(RuleBroken):
                    move(referral.case, referral, to, mover)
                assert referral.state is start
            tried.rollback()
        db.session.expire_all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=st.lists(st.tuples(st.sampled_from(STATES), st.sampled_from(list(Mover))), max_size=12))
def test_no_sequence_leaves_the_table(app: object, wanted: list[tuple[ReferralState, Mover]]) -> None:
    referral = ReferralFactory()
    for to, mover in wanted:
        before = referral.state
        try:
            move(referral.case, referral, to, mover)
        except RuleBroken:
            assert referral.state is before
    db.session.flush()
    steps = [(step.from_state, step.to_state) for step in moves_of(referral)]
    assert steps[0] == (None, ReferralState.PREPARED)
    assert all((start, to) in MOVES for start, to in steps[1:] if start)
    assert steps[-1][1] is referral.state
    reached = {to for _, to in steps}
    assert (referral.answered_at is not None) == bool(reached & set(ANSWERS))
    assert (referral.done_at is not None) == bool(reached & set(RESULTS))
    db.session.rollback()


def test_a_worker_writes_down_what_the_partner_said(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.SENT)
    answer = move(referral.case, referral, ReferralState.ACCEPTED)
    taken_back = move(referral.case, referral, ReferralState.WITHDRAWN)

    assert answer.is_for_partner
    assert not taken_back.is_for_partner
    assert answer.by_id == lead_of(referral.case).id


def test_to_decline_needs_a_reason_and_another_reason_needs_words(app: object) -> None:
    case = CaseFactory()
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    for code in (None, "OTHER"):
        with pytest.raises(RuleBroken):
            moving.move_referral(case, referral, ReferralState.DECLINED, by=lead_of(case), decline_code=code)
    moving.move_referral(
        case, referral, ReferralState.DECLINED, by=lead_of(case), decline_code="OTHER", why="Closed"
    )
    assert referral.state is ReferralState.DECLINED


@pytest.mark.parametrize("to", EXPECTING)
def test_a_day_may_be_agreed_with_an_answer(app: object, to: ReferralState) -> None:
    referral, soon = ReferralFactory(state=ReferralState.SENT), today() + timedelta(days=3)
    lead = lead_of(referral.case)
    for wrong in (today() - timedelta(days=1), today() + timedelta(days=3000)):
        with pytest.raises(RuleBroken):
            moving.move_referral(referral.case, referral, to, by=lead, expected_on=wrong)
    moving.move_referral(referral.case, referral, to, by=lead, expected_on=soon)

    assert moves_of(referral)[-1].expected_on == soon
    with pytest.raises(RuleBroken):
        moving.move_referral(
            referral.case,
            referral,
            ReferralState.DECLINED,
            by=lead,
            decline_code="CAPACITY",
            expected_on=soon,
        )


def test_who_did_not_come_gets_a_new_appointment(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.NO_SHOW)
    first_answer = referral.answered_at
    again = today() + timedelta(days=7)
    moving.move_referral(
        referral.case, referral, ReferralState.ACCEPTED, by=None, mover=Mover.PARTNER, expected_on=again
    )

    assert referral.state is ReferralState.ACCEPTED
    assert (referral.answered_at, referral.done_at) == (first_answer, None)
    assert moves_of(referral)[-1].expected_on == again


def test_the_answer_and_the_result_have_a_day_each(app: object, set_time: Callable[..., None]) -> None:
    start = now()
    set_time(start - timedelta(days=20))
    referral = ReferralFactory(state=ReferralState.SENT)
    set_time(start - timedelta(days=15))
    move(referral.case, referral, ReferralState.ACCEPTED, Mover.PARTNER)
    set_time(start)
    move(referral.case, referral, ReferralState.DONE, Mover.PARTNER)

    assert [referral.sent_at, referral.answered_at, referral.done_at] == [
        start - timedelta(days=days) for days in (20, 15, 0)
    ]


def test_whoever_saw_an_earlier_state_comes_too_late(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.RECEIVED)
    seen = referral.version
    move(referral.case, referral, ReferralState.ACCEPTED, Mover.PARTNER)
    db.session.flush()
    with pytest.raises(Overtaken):
        moving.move_referral(
            referral.case,
            referral,
            ReferralState.DECLINED,
            by=None,
            mover=Mover.PARTNER,
            version=seen,
            decline_code="CAPACITY",
        )
    assert referral.state is ReferralState.ACCEPTED


def test_nothing_is_answered_on_a_closed_file_but_it_may_be_taken_back(app: object) -> None:
    referral = ReferralFactory(state=ReferralState.SENT)
    referral.case.status = CaseStatus.CLOSED
    with pytest.raises(RuleBroken):
        move(referral.case, referral, ReferralState.ACCEPTED, Mover.PARTNER)
    move(referral.case, referral, ReferralState.WITHDRAWN)

    assert referral.state is ReferralState.WITHDRAWN
