"""Everything that a review of the work changes. Each change takes the file first, then the rest."""

from casework.supervision.services.conferences import (
    call_conference,
    change_conference,
    check_can_change,
    check_takes_decisions,
    decide_in_conference,
    end_conference,
    partners_without_consent,
    who_leaves,
)
from casework.supervision.services.questions import answer, ask, check_can_ask, close
from casework.supervision.services.sessions import decide_on_file, end_session, start_session, turn_to

__all__ = [
    "answer",
    "ask",
    "call_conference",
    "change_conference",
    "check_can_ask",
    "check_can_change",
    "check_takes_decisions",
    "close",
    "decide_in_conference",
    "decide_on_file",
    "end_conference",
    "end_session",
    "partners_without_consent",
    "start_session",
    "turn_to",
    "who_leaves",
]
