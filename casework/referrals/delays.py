"""How long a partner is waited for: one table by urgency, read from delays.csv."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from casework.referrals.models import Urgency


@dataclass(frozen=True)
class Delay:
    call_after: timedelta  # then the worker calls
    expire_after: timedelta  # then it counts as not answered

    @property
    def grace(self) -> timedelta:
        """What is left between the call and the end, whatever day the worker chose for the call."""
        return self.expire_after - self.call_after


def read_delays() -> dict[Urgency, Delay]:
    with (Path(__file__).parent / "delays.csv").open(encoding="utf-8", newline="") as lines:
        return {
            Urgency(row["urgency"]): Delay(
                timedelta(days=int(row["call_after_days"])), timedelta(days=int(row["expire_after_days"]))
            )
            for row in csv.DictReader(lines)
        }


DELAYS = read_delays()


def answer_by(urgency: Urgency, sent_on: date) -> date:
    """The day by which an answer is expected, unless the worker says another."""
    return sent_on + DELAYS[urgency].call_after
