"""What an authority decided about a person, and what the service reported to one."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import GroundKind
from casework.core.choices import LabelledEnum
from casework.core.clock import now, today
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class MeasureKind(LabelledEnum):
    PROTECTIVE = "protective", _l("Protective measure")
    PLACEMENT = "placement", _l("Placement")
    NO_CONTACT = "no_contact", _l("Order not to come near or to contact")
    CUSTODY = "custody", _l("Custody or guardianship")
    HEARING = "hearing", _l("Hearing")
    OTHER = "other", _l("Other")


class Authority(LabelledEnum):
    PROSECUTOR = "prosecutor", _l("Public prosecutor")
    JUDGE = "judge", _l("Judge")
    CHILDRENS_JUDGE = "childrens_judge", _l("Children's judge")
    POLICE = "police", _l("Police")
    GENDARMERIE = "gendarmerie", _l("Royal Gendarmerie")
    LOCAL = "local", _l("Local authority")
    HEALTH = "health", _l("Health authority")
    OTHER = "other", _l("Other")


class MeasureStep(LabelledEnum):
    """What a line of the story says of a measure, besides its kind."""

    CHANGED = "changed", _l("Changed")
    ENDED = "ended", _l("Ended")


class Measure(SealedRow, Model):
    """In force from one day until another (a hearing: that day); what it says is sealed."""

    __tablename__ = "measures"
    __table_args__ = (Index(None, "until_on", "ended_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[MeasureKind]
    authority: Mapped[Authority]
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # None: until it is lifted
    ended_at: Mapped[datetime | None]  # lifted, or a hearing that took place
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    reference, text, outcome = Sealed(), Sealed(), Sealed()

    recorded_by: Mapped[User] = relationship()
    case: Mapped[Case] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_past(self) -> bool:
        """Ended by somebody, or its last day is over."""
        return self.ended_at is not None or (self.until_on or today()) < today()


class ReportDecision(LabelledEnum):
    REPORT = "report", _l("Report")
    NOT_REPORT = "not_report", _l("Do not report")


class ReportState(LabelledEnum):
    ASKED = "asked", _l("Waiting for the supervisor")
    RETURNED = "returned", _l("Returned for completion")
    APPROVED = "approved", _l("Approved")
    SENT = "sent", _l("Delivered by the service")
    ANSWERED = "answered", _l("Answered")


class AuthorityReport(SealedRow, Model):
    """A report to an authority, or the decision not to make one: the software never sends it.

    The rule that was shown is kept as it was shown. Once approved it stays as it is; a change is a new row.
    """

    __tablename__ = "authority_reports"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("authority_reports.id"))
    state: Mapped[ReportState] = mapped_column(default=ReportState.ASKED)
    decision: Mapped[ReportDecision]
    authority: Mapped[Authority | None]  # None: it was decided not to report
    person_agrees: Mapped[bool | None]  # None: a child
    ground: Mapped[GroundKind | None]  # against an adult's refusal
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    person_was_informed: Mapped[bool]
    sent_on: Mapped[date | None]  # handed over outside the software
    answered_on: Mapped[date | None]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    rule = Sealed()  # a dict: `age`, and `lines` (text, source, how certain) in the words that were read
    why, told, reference, answer = Sealed(), Sealed(), Sealed(), Sealed()

    case: Mapped[Case] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    __mapper_args__ = {"version_id_col": version}
