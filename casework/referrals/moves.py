"""Every move that a referral may make, and who may make it: one table, read from moves.csv, and no other."""

import csv
from dataclasses import dataclass
from pathlib import Path

from casework.referrals.models import Mover, Referral, ReferralState


@dataclass(frozen=True)
class Rule:
    movers: frozenset[Mover]
    needs_reason: bool

    @property
    def by_hand(self) -> bool:
        """A worker does it himself, or writes down what the partner said."""
        return bool(self.movers & {Mover.WORKER, Mover.PARTNER})

    @property
    def is_the_partners(self) -> bool:
        return Mover.PARTNER in self.movers


def read_moves() -> dict[tuple[ReferralState, ReferralState], Rule]:
    with (Path(__file__).parent / "moves.csv").open(encoding="utf-8", newline="") as lines:
        return {
            (ReferralState(row["from"]), ReferralState(row["to"])): rule_of(row["by"])
            for row in csv.DictReader(lines)
        }


def rule_of(text: str) -> Rule:
    movers = frozenset(mover for mover in Mover if mover.value in text)
    return Rule(movers, needs_reason="with a reason" in text)


MOVES = read_moves()


def worker_states(referral: Referral) -> list[ReferralState]:
    """Where a worker may take it from here, but for sending; another cell answers by itself."""
    answers_itself = bool(referral.partner.cell_id)
    return [
        to
        for (start, to), rule in MOVES.items()
        if start is referral.state and rule.by_hand and to is not ReferralState.SENT
        if not (answers_itself and rule.is_the_partners)
    ]
