"""What holds for every referral, whether the services made it or the demonstration wrote it in bulk."""

from typing import Any

from casework.consents.queries import may_share
from casework.core.extensions import db
from casework.keys.models import DataKey, KeyOwner
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell
from casework.referrals.content import BY_KEY, WHAT_FOR, labelled
from casework.referrals.links import hash_of_token, token_of
from casework.referrals.models import (
    ANSWERS,
    RESULTS,
    Mover,
    Referral,
    ReferralLink,
    ReferralMove,
    ReferralState,
    SentCopy,
)
from casework.referrals.moves import MOVES
from casework.referrals.queries import moves_of
from casework.transfers.models import Transfer, TransferState


def check_referral(referral: Referral) -> None:
    moves = sorted(moves_of(referral), key=lambda move: move.step)
    check_moves(referral, moves)
    check_copy(referral)
    check_link(referral)
    check_waiting(referral, moves)
    assert referral.destroy_asked_on or may_share(referral.case, referral.partner_id)
    assert referral.partner.cell_id != referral.case.cell_id


def check_moves(referral: Referral, moves: list[ReferralMove]) -> None:
    """Along the table and no other way, each by somebody who may."""
    first, *others = moves
    assert [move.step for move in moves] == list(range(1, referral.n_moves + 1))
    assert (first.from_state, first.to_state) == (None, ReferralState.PREPARED)
    assert moves[-1].to_state is referral.state
    for before, move in zip(moves, others, strict=False):
        rule = MOVES[before.to_state, move.to_state]
        assert move.from_state is before.to_state
        assert move.mover in rule.movers or (move.mover is Mover.WORKER and move.is_for_partner)
        assert before.at <= move.at
        assert bool(move.decline_code) == rule.needs_reason
        assert move.by_id or move.mover is not Mover.WORKER
    reached = {move.to_state for move in moves}
    assert (referral.sent_at is not None) == (ReferralState.SENT in reached)
    assert (referral.answered_at is not None) == bool(reached & set(ANSWERS))
    assert (referral.done_at is not None) == bool(reached & set(RESULTS))


def check_copy(referral: Referral) -> None:
    """There is no referral sent without its copy, under a key of its own, and no copy of anything else."""
    copies = of(SentCopy, referral)
    assert len(copies) == int(referral.was_sent)
    for copy in copies:
        owner = db.session.get_one(DataKey, copy.key_id).owner_kind
        assert (owner, copy.key_id != referral.key_id) == (KeyOwner.REFERRAL, True)
        assert set(copy.fields) - {WHAT_FOR} == set(referral.chosen)
        assert copy.fields.keys() - {WHAT_FOR} <= BY_KEY.keys()
        assert all(text and referral.case.reference not in text for _label, text in labelled(copy.fields))


def check_link(referral: Referral) -> None:
    """A partner has one from the day of the sending, until the referral is over; a cell has its inbox."""
    links = of(ReferralLink, referral)
    assert bool(links) == (referral.was_sent and referral.partner.cell_id is None)
    for link in links:
        assert link.token_hash == hash_of_token(token_of(link))
        assert link.secret_key_id in {cell.index_key_id for cell in cells_of(referral)}
        is_over = referral.state in (ReferralState.WITHDRAWN, ReferralState.DONE)
        assert (link.revoked_at is not None) == is_over


def cells_of(referral: Referral) -> list[Cell]:
    """The one that has the file, and those that had it before."""
    transfers = db.session.query(Transfer).filter_by(case_id=referral.case_id, state=TransferState.ACCEPTED)
    return [referral.case.cell, *(transfer.from_cell for transfer in transfers)]


def check_waiting(referral: Referral, moves: list[ReferralMove]) -> None:
    """Who was called for, and what ran out, was expected by then."""
    assert not referral.was_sent or referral.answer_by is not None
    expired = [move for move in moves if move.to_state is ReferralState.EXPIRED]
    assert all(move.mover is Mover.SYSTEM and move.by_id is None for move in expired)
    if referral.state is ReferralState.EXPIRED:  # a late receipt is waited for anew
        assert referral.answer_by
        assert referral.answer_by < expired[-1].happened_on
    assert not expired or referral.called_at
    silent = db.session.query(Notice).filter_by(object_id=referral.id, kind=NoticeKind.REFERRAL_SILENT)
    assert referral.called_at or not silent.count()


def of(model: Any, referral: Referral) -> list[Any]:
    return db.session.query(model).filter_by(referral_id=referral.id).all()
