"""A supervisor's question, a review of one worker's files, a conference about some of them."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.cases.timeline import Audience, TimelineEntry
from casework.core.choices import LabelledEnum
from casework.core.clock import now, today
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.programmes.base import RiskLevel
from casework.tasks.models import Task


class QuestionStep(LabelledEnum):
    """What a line of the story says of a question."""

    ASKED = "asked", _l("Asked")
    ANSWERED = "answered", _l("Answered")
    CLOSED = "closed", _l("Closed")


class ReviewQuestion(SealedRow, Model):
    """A supervisor's comment on an entry or on the file: open until somebody closes it, one at a time."""

    __tablename__ = "review_questions"
    __table_args__ = (Index(None, "case_id", "closed_at"), Index(None, "due_on", "closed_at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("timeline_entries.id"))  # None: the whole file
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    audience: Mapped[Audience] = mapped_column(default=Audience.TEAM)  # no wider than the entry's ever was
    due_on: Mapped[date]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    # the entry or the file while the question is open: so that there is never a second open one
    open_about_id: Mapped[UUID | None] = mapped_column(unique=True)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    text, answer = Sealed(), Sealed()

    case: Mapped[Case] = relationship()
    entry: Mapped[TimelineEntry | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def waits_for_answer(self) -> bool:
        return self.is_open and self.answered_at is None

    @property
    def is_late(self) -> bool:
        return self.waits_for_answer and self.due_on < today()


class ReviewSession(Model):
    """A supervisor and one worker go through his files; held, it is a dated record."""

    __tablename__ = "review_sessions"
    __table_args__ = (Index(None, "cell_id", "begun_at"), Index(None, "worker_id", "begun_at"))

    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    worker_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    supervisor_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime] = mapped_column(default=now)
    held_on: Mapped[date] = mapped_column(default=today)
    ended_at: Mapped[datetime | None]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    cell: Mapped[Cell] = relationship()
    worker: Mapped[User] = relationship(foreign_keys=[worker_id])
    supervisor: Mapped[User] = relationship(foreign_keys=[supervisor_id])
    files: Mapped[list["ReviewedFile"]] = relationship(order_by="ReviewedFile.position")

    __mapper_args__ = {"version_id_col": version}


class ReviewVerdict(LabelledEnum):
    GO_ON = "go_on", _l("Go on as planned")
    DO_NEXT = "do_next", _l("Something is to be done")
    PROPOSE_CLOSURE = "propose_closure", _l("Closure is to be proposed")
    GIVE_ON = "give_on", _l("Give the file to somebody else")
    NOT_REVIEWED = "not_reviewed", _l("Not looked at this time")


class ReviewedFile(SealedRow, Model):
    """One file of a session: how it stood when it was looked at, and what was decided."""

    __tablename__ = "reviewed_files"
    __table_args__ = (UniqueConstraint("session_id", "case_id"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("review_sessions.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    position: Mapped[int]
    verdict: Mapped[ReviewVerdict | None]
    decided_at: Mapped[datetime | None]
    risk: Mapped[RiskLevel | None]
    last_contact_on: Mapped[date | None]
    next_due_on: Mapped[date | None]
    next_due_kind: Mapped[str | None]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    version: Mapped[int] = mapped_column()

    text = Sealed()

    case: Mapped[Case] = relationship()
    task: Mapped[Task | None] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Conference(Model):
    """A case conference: a day on which some files are discussed, with those who may know of them."""

    __tablename__ = "conferences"
    __table_args__ = (Index(None, "cell_id", "held_on"),)

    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    held_on: Mapped[date]
    called_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    called_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    cell: Mapped[Cell] = relationship()
    attendees: Mapped[list["Attendee"]] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def colleagues(self) -> list[User]:
        return [attendee.user for attendee in self.attendees if attendee.user]

    @property
    def partners(self) -> list[Partner]:
        return [attendee.partner for attendee in self.attendees if attendee.partner]


class Attendee(Model):
    """Who took part: a colleague, or a partner's delegate (the organisation, never a name)."""

    __tablename__ = "attendees"
    __table_args__ = (
        UniqueConstraint("conference_id", "user_id"),
        UniqueConstraint("conference_id", "partner_id"),
    )

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))

    user: Mapped[User | None] = relationship()
    partner: Mapped[Partner | None] = relationship()


class ConferenceDecision(SealedRow, Model):
    """A file discussed, and one thing decided about it: who does what by when becomes a task."""

    __tablename__ = "conference_decisions"

    conference_id: Mapped[UUID] = mapped_column(ForeignKey("conferences.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    responsible_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("tasks.id"))
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    text = Sealed()

    case: Mapped[Case] = relationship()
    responsible: Mapped[User | None] = relationship()
