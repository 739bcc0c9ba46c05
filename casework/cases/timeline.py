"""One line per thing that happened on a case, so that a page of them is one statement whatever the kinds."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import day_of, now
from casework.core.extensions import Model, db
from casework.core.ids import made_at
from casework.keys.sealing import Sealed, SealedRow


class Happening(LabelledEnum):
    INTERVIEW = "interview", _l("Intake interview")
    SIGNAL = "signal", _l("Signal")
    EMERGENCY = "emergency", _l("Emergency")
    CAME_BACK = "came_back", _l("Came back")
    NOTE = "note", _l("Follow-up note")
    RISK = "risk", _l("Risk")
    CONSENT = "consent", _l("Consent")
    REFERRAL = "referral", _l("Referral")
    TASK = "task", _l("Task done")
    MEMBER = "member", _l("Assignment")
    CLOSURE = "closure", _l("Closure")
    MERGE = "merge", _l("Files made one")
    MEASURE = "measure", _l("Measure")
    AUTHORITY_REPORT = "authority_report", _l("Report to an authority")
    APPOINTMENT = "appointment", _l("Appointment")
    QUESTION = "question", _l("Question of the supervisor")
    REVIEW = "review", _l("Review of the caseload")
    CONFERENCE = "conference", _l("Case conference")
    TRANSFER = "transfer", _l("Transfer")
    GRANT = "grant", _l("File lent")
    WITHDRAWN = "withdrawn", _l("Withdrawn entry")


FILTERS: dict[str, tuple[Happening, ...]] = {
    "follow_up": (
        Happening.NOTE,
        Happening.INTERVIEW,
        Happening.SIGNAL,
        Happening.EMERGENCY,
        Happening.CAME_BACK,
        Happening.APPOINTMENT,
    ),
    "referrals": (Happening.REFERRAL, Happening.CONSENT),
    "decisions": (
        Happening.RISK,
        Happening.MEMBER,
        Happening.CLOSURE,
        Happening.MERGE,
        Happening.TASK,
        Happening.MEASURE,
        Happening.AUTHORITY_REPORT,
        Happening.QUESTION,
        Happening.REVIEW,
        Happening.CONFERENCE,
        Happening.TRANSFER,
        Happening.GRANT,
    ),
}


class Audience(StrEnum):
    """Who reads the text of an entry; the others see only that it exists."""

    TEAM = "team"
    AUTHOR_AND_SUPERVISOR = "restricted"
    AUTHOR = "author"


class TimelineEntry(SealedRow, Model):
    __tablename__ = "timeline_entries"
    __table_args__ = (Index(None, "case_id", "happened_at", "id"), Index(None, "object_id"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    happened_at: Mapped[datetime]
    kind: Mapped[Happening]
    object_id: Mapped[UUID | None]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    audience: Mapped[Audience] = mapped_column(default=Audience.TEAM)
    detail: Mapped[str | None]  # a code that the page has words for: a kind of contact, a state, a level

    # a dict: `text` (an excerpt), `next`, and names the page may show, each optional
    story = Sealed()

    author: Mapped[User | None] = relationship()

    @property
    def entered_late_on(self) -> date | None:
        """The day on which it was typed, if what it tells was of an earlier one: from paper, say."""
        day = day_of(made_at(self.id))
        return day if day > day_of(self.happened_at) else None


def tell(
    case: Case, kind: Happening, *, author_id: UUID | None, happened_at: datetime | None = None, **more: Any
) -> TimelineEntry:
    """Add a line, now unless said otherwise: object_id, detail, audience, story (dict)."""
    entry = TimelineEntry(
        key_id=more.pop("key_id", case.key_id),
        case_id=case.id,
        kind=kind,
        happened_at=happened_at or now(),
        author_id=author_id,
        **more,
    )
    db.session.add(entry)
    return entry


def may_read(entry: TimelineEntry, user: User, case: Case) -> bool:
    """Whether the text is for this person: always the author's; the supervisor's unless it is clinical."""
    if entry.audience is Audience.TEAM or entry.author_id == user.id:
        return True
    return entry.audience is Audience.AUTHOR_AND_SUPERVISOR and can(user, Action.NOTE_RESTRICTED, case)
