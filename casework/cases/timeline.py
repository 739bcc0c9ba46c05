"""One line per thing that happened on a case, so that a page of them is one statement whatever the kinds."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model, db
from casework.core.pages import ListPage, after, cut
from casework.keys.sealing import Sealed, SealedRow

PAGE = 15


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
    WITHDRAWN = "withdrawn", _l("Withdrawn entry")


FILTERS: dict[str, tuple[Happening, ...]] = {
    "follow_up": (
        Happening.NOTE,
        Happening.INTERVIEW,
        Happening.SIGNAL,
        Happening.EMERGENCY,
        Happening.CAME_BACK,
    ),
    "referrals": (Happening.REFERRAL, Happening.CONSENT),
    "decisions": (Happening.RISK, Happening.MEMBER, Happening.CLOSURE, Happening.TASK),
}


class Audience(LabelledEnum):
    """Who reads the text of an entry; the others see only that it exists."""

    TEAM = "team", _l("The file's team")
    AUTHOR_AND_SUPERVISOR = "restricted", _l("Author and supervisor")
    AUTHOR = "author", _l("Author only")


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


def entry_of(case: Case, object_id: UUID) -> TimelineEntry | None:
    """The line that tells of this object."""
    entries = select(TimelineEntry).where(
        TimelineEntry.case_id == case.id, TimelineEntry.object_id == object_id
    )
    return db.session.scalars(entries.order_by(TimelineEntry.id).limit(1)).first()


def find_entry(case: Case, entry_id: UUID) -> TimelineEntry | None:
    return db.session.scalar(
        select(TimelineEntry).where(TimelineEntry.case_id == case.id, TimelineEntry.id == entry_id)
    )


def lines_of(case_id: UUID, object_id: UUID) -> list[TimelineEntry]:
    """Every line that tells of this object, where each step has one."""
    lines = select(TimelineEntry).where(
        TimelineEntry.case_id == case_id, TimelineEntry.object_id == object_id
    )
    return list(db.session.scalars(lines.order_by(TimelineEntry.id)))


def timeline_page(
    case: Case, *, kinds: tuple[Happening, ...] = (), cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[TimelineEntry]:
    """Newest first; the cursor is (happened_at, id) of the last line shown."""
    place = (TimelineEntry.happened_at, TimelineEntry.id)
    entries = (
        select(TimelineEntry)
        .where(TimelineEntry.case_id == case.id)
        .options(joinedload(TimelineEntry.author))
    )
    if kinds:
        entries = entries.where(TimelineEntry.kind.in_(kinds))
    if cursor:
        entries = entries.where(after(place, cursor, descending=True))
    entries = entries.order_by(*(column.desc() for column in place)).limit(size + 1)
    rows = list(db.session.scalars(entries))
    return cut(rows, size, lambda row: (row.happened_at.isoformat(), row.id), is_first=cursor is None)


def may_read(entry: TimelineEntry, user: User, case: Case) -> bool:
    """Whether the text is for this person: always the author's; the supervisor's unless it is clinical."""
    if entry.audience is Audience.TEAM or entry.author_id == user.id:
        return True
    return entry.audience is Audience.AUTHOR_AND_SUPERVISOR and can(user, Action.NOTE_RESTRICTED, case)
