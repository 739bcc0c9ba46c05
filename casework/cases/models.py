"""A case: one person in one cell, the people who work on it, and what was decided about it."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import FOREVER, now, today
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.people.models import ADULT_AT, Person
from casework.programmes import PROGRAMMES
from casework.programmes.base import Clock, Programme, RiskLevel


class CaseStatus(LabelledEnum):
    OPEN = "open", _l("Open")
    CLOSING = "closing", _l("Closing")
    CLOSED = "closed", _l("Closed")
    TRANSFERRED = "transferred", _l("Transferred")
    MERGED = "merged", _l("Merged")
    ENTERED_IN_ERROR = "entered_in_error", _l("Entered in error")


LIVE = (CaseStatus.OPEN, CaseStatus.CLOSING)


class Stage(LabelledEnum):
    LISTENING = "listening", _l("Listening")
    ASSESSMENT = "assessment", _l("Assessment")
    PLAN = "plan", _l("Plan")
    FOLLOW_UP = "follow_up", _l("Follow-up")
    CLOSING = "closing", _l("Closing")


class EntryKind(LabelledEnum):
    """How the file began."""

    INTERVIEW = "interview", _l("Interview")
    SIGNAL = "signal", _l("Signal")
    EMERGENCY = "emergency", _l("Emergency")


class MemberRole(LabelledEnum):
    LEAD = "lead", _l("Lead worker")
    SPECIALIST = "specialist", _l("Specialist")
    COVER = "cover", _l("Cover")


class Member(Model):
    """Somebody who works on the case from one moment until another."""

    __tablename__ = "case_members"
    __table_args__ = (Index(None, "user_id", "role", "until_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    role: Mapped[MemberRole] = mapped_column(default=MemberRole.LEAD)
    from_at: Mapped[datetime] = mapped_column(default=now)
    until_at: Mapped[datetime] = mapped_column(default=FOREVER)
    # the act by which it was given, with other files or alone
    handover_id: Mapped[UUID | None] = mapped_column(ForeignKey("handovers.id"), index=True)

    user: Mapped[User] = relationship()

    @property
    def is_current(self) -> bool:
        return self.from_at <= now() < self.until_at


class BarredUser(SealedRow, Model):
    """Family, neighbour or other: for him the file does not exist."""

    __tablename__ = "barred_users"
    __table_args__ = (UniqueConstraint("case_id", "user_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    is_supervisor: Mapped[bool] = mapped_column(default=False)  # of the cell: then the deputy takes his place

    why = Sealed()


class Concern(Model):
    """A reason for the case, by its code in the programme's list; one is primary."""

    __tablename__ = "concerns"
    __table_args__ = (UniqueConstraint("case_id", "code"), Index(None, "case_id", "is_primary", "code"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    code: Mapped[str]
    is_primary: Mapped[bool] = mapped_column(default=False)


class Case(SealedRow, Model):
    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "cell_id", "status", "next_due_on", "id"),
        Index(None, "cell_id", "status", "last_contact_on", "id"),
        Index(None, "cell_id", "status", "opened_on", "id"),
        Index(None, "cell_id", "opened_on"),
        Index(None, "lead_id", "status", "next_due_on", "id"),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    lead_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id")
    )  # None: in the cell's unassigned list
    status: Mapped[CaseStatus] = mapped_column(default=CaseStatus.OPEN)
    stage: Mapped[Stage] = mapped_column(default=Stage.LISTENING)
    risk: Mapped[RiskLevel]
    entry_kind: Mapped[EntryKind] = mapped_column(default=EntryKind.INTERVIEW)
    source: Mapped[str | None]
    opened_on: Mapped[date] = mapped_column(default=today)
    is_entered_late: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    closure_reason: Mapped[str | None]
    last_contact_on: Mapped[date | None]
    next_due_on: Mapped[date | None]  # of the earliest open task, kept by tasks/services.py
    next_due_at: Mapped[datetime | None]  # the moment, where its hours count; None: the end of that day
    next_due_kind: Mapped[str | None]  # the key of its clock, if a feature declares it
    review_due_on: Mapped[date | None]  # the supervisor's own step, which makes no worker late
    unassigned_at: Mapped[datetime | None]
    # the file that this one was made one with: it stands for this one wherever a file is looked for
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    reopened_until: Mapped[datetime | None]  # a provisional reopening that the supervisor must confirm
    version: Mapped[int] = mapped_column()

    # whether whoever asked for the case said today why he opens it; filled in by find_case alone
    is_purpose_stated = False
    # the grant by which whoever asked may read it for a few hours; filled in by find_case alone
    lent = cast(Any, None)
    # until when whoever asked for the list covers it; filled in by the lists of files alone
    cover_until = None

    other_concern = Sealed()  # the free-text way out of the list of concerns
    # every code, when one of them may incriminate the person; the rows of `concerns` then leave that one out
    all_concerns = Sealed()

    cell: Mapped[Cell] = relationship()
    person: Mapped[Person] = relationship()
    lead: Mapped[User | None] = relationship()
    members: Mapped[list[Member]] = relationship(order_by=Member.from_at)
    barred: Mapped[list[BarredUser]] = relationship()
    concerns: Mapped[list[Concern]] = relationship(order_by=Concern.is_primary.desc())
    waiting: Mapped[list["Approval"]] = relationship(
        primaryjoin="and_(Approval.case_id == Case.id, Approval.decided_at.is_(None))",
        order_by="Approval.id",
        viewonly=True,
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def programme(self) -> Programme:
        return PROGRAMMES[self.cell.programme_key]

    @property
    def next_due_when(self) -> date | datetime | None:
        """As it is shown: the moment when hours are counted, else the day."""
        return self.next_due_at or self.next_due_on

    @property
    def is_contact_late(self) -> bool:
        """The person should have been met by now, and that is what is due first."""
        is_over = (self.next_due_on or FOREVER.date()) < today() or (self.next_due_at or FOREVER) < now()
        return is_over and self.next_due_kind in (Clock.FIRST_CONTACT, Clock.FOLLOW_UP)

    @property
    def current_members(self) -> list[Member]:
        return [member for member in self.members if member.is_current]

    @property
    def member_ids(self) -> set[UUID]:
        return {member.user_id for member in self.current_members}

    @property
    def barred_ids(self) -> set[UUID]:
        return {barred.user_id for barred in self.barred}

    @property
    def supervisor_is_barred(self) -> bool:
        return any(barred.is_supervisor for barred in self.barred)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_of_child(self) -> bool:
        """An age not known is a child's until it is known."""
        return self.programme.serves_children and (self.person.age or 0) < ADULT_AT

    @property
    def concern_codes(self) -> list[str]:
        """The primary concern first."""
        return self.all_concerns or [concern.code for concern in self.concerns]

    @property
    def primary_concern(self) -> str | None:
        return next(iter(self.concern_codes), None)

    @property
    def title_name(self) -> str:
        """What lists and headers show of the person: the alias or initials, never the name."""
        return self.person.masked_name


class RiskChange(SealedRow, Model):
    """Each time the risk was set: by whom, when and why (sealed)."""

    __tablename__ = "risk_changes"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    level: Mapped[RiskLevel]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    why = Sealed()

    by: Mapped[User] = relationship()


class StatedPurpose(SealedRow, Model):
    """Why a supervisor who is no member opened the file: asked once a day, seen by the lead worker."""

    __tablename__ = "stated_purposes"
    __table_args__ = (UniqueConstraint("case_id", "user_id", "day"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date] = mapped_column(default=today)

    purpose = Sealed()

    user: Mapped[User] = relationship()


class Reporter(SealedRow, Model):
    """Who signalled the situation: restricted, in no print and no extract."""

    __tablename__ = "reporters"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int] = mapped_column()

    kind, name, phone, link, wishes = Sealed(), Sealed(), Sealed(), Sealed(), Sealed()

    __mapper_args__ = {"version_id_col": version}


class ApprovalKind(LabelledEnum):
    CLOSURE = "closure", _l("Closure")
    REOPENING = "reopening", _l("Reopening")
    LEGAL_GROUND = "legal_ground", _l("Legal ground")
    RISK_LOWERED = "risk_lowered", _l("Risk lowered")
    POSSIBLE_MATCH = "possible_match", _l("Possible match")
    TRANSFER = "transfer", _l("Transfer")
    AUTHORITY_REPORT = "authority_report", _l("Report to an authority")


class Decision(LabelledEnum):
    APPROVED = "approved", _l("Approved")
    RETURNED = "returned", _l("Returned for completion")


class Approval(SealedRow, Model):
    """Something asked of the supervisor; nobody approves his own."""

    __tablename__ = "approvals"
    __table_args__ = (Index(None, "cell_id", "decision", "asked_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    kind: Mapped[ApprovalKind]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    what = Sealed()  # a dict: what is asked, as it was when it was asked
    comment = Sealed()

    case: Mapped[Case] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])

    __mapper_args__ = {"version_id_col": version}
