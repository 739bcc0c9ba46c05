"""What every figure is called, and what belongs together. What each counts: `queries/conditions.py`."""

from datetime import timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from casework.core.choices import LabelledEnum
from casework.programmes.base import RiskLevel


class Mark(LabelledEnum):
    """What may be true of an open file. A list narrowed to it is as long as the figure says."""

    LATE = "late", _l("Late")
    HIGH_RISK = "high_risk", _l("High risk or emergency")
    SILENT = "silent", _l("No contact for 30 days")
    SILENT_60 = "silent_60", _l("No contact for 60 days")
    SILENT_90 = "silent_90", _l("No contact for 90 days")
    INCOMPLETE = "incomplete", _l("Something needed is missing")
    NO_BIRTH_YEAR = "no_birth_year", _l("Year of birth not known")
    NO_SEX = "no_sex", _l("Sex not said")
    NO_COMMUNE = "no_commune", _l("Commune not known")
    NO_CONSENT = "no_consent", _l("No consent to be received and followed up")
    NO_CONTACT_RULE = "no_contact_rule", _l("Safe contact not confirmed for 90 days")
    NO_CONCERN = "no_concern", _l("Primary concern not said, or “other”")
    REVIEW_DUE = "review_due", _l("The supervisor's review is due")
    QUESTION_LATE = "question_late", _l("A question of the supervisor is late")
    QUESTION_ANSWERED = "question_answered", _l("A question was answered")


SILENCES = {
    Mark.SILENT: timedelta(days=30),
    Mark.SILENT_60: timedelta(days=60),
    Mark.SILENT_90: timedelta(days=90),
}
CARRIED = (Mark.LATE, Mark.HIGH_RISK, *SILENCES)  # counted of each worker
OWN_MARKS = (*CARRIED, Mark.INCOMPLETE)  # what a worker is told of the files that he leads
MISSING = (
    Mark.NO_BIRTH_YEAR,
    Mark.NO_SEX,
    Mark.NO_COMMUNE,
    Mark.NO_CONSENT,
    Mark.NO_CONTACT_RULE,
    Mark.NO_CONCERN,
)
# told to whoever reviews the files, and to nobody else
ASKED = (Mark.REVIEW_DUE, Mark.QUESTION_LATE, Mark.QUESTION_ANSWERED)

# how much a file weighs in a caseload, against one of medium risk (decision 0015)
WEIGHTS = {
    RiskLevel.EMERGENCY: 3.0,
    RiskLevel.HIGH: 2.0,
    RiskLevel.MEDIUM: 1.0,
    RiskLevel.LOW: 0.5,
}


class Reach(StrEnum):
    """Of which files a list or a figure speaks."""

    OPEN = "open"  # all that somebody may open
    REVIEWED = "reviewed"  # those whose work he reviews, as the board counts them
