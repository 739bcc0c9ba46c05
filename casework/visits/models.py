"""A visit: light, countable, possibly anonymous. It is no file, and no name leads from it to one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.people.models import AgeBand, Sex


class VisitKind(LabelledEnum):
    IN_PERSON = "in_person", _l("In person")
    PHONE = "phone", _l("By phone")
    WRITTEN = "written", _l("Written signal")
    FIELD = "field", _l("In the field")


class CameFor(LabelledEnum):
    """Why somebody comes, as coarsely as a counter in a hall may ask."""

    INFORMATION = "information", _l("Information or papers")
    HELP = "help", _l("Help in money or kind, a card, a device")
    DANGER = "danger", _l("Violence or danger")
    FAMILY = "family", _l("A family or legal matter")
    LEARNING = "learning", _l("School, training or work")
    OTHER = "other", _l("Something else")


class CameBefore(LabelledEnum):
    NO = "no", _l("No, the first time")
    YES = "yes", _l("Yes")
    UNKNOWN = "unknown", _l("Not known")


class Outcome(LabelledEnum):
    WAITS = "waits", _l("Waits to be received")
    INFORMED = "informed", _l("Information given")
    ORIENTED = "oriented", _l("Oriented to a service")
    OTHER_CELL = "other_cell", _l("Sent to another cell")
    ARRANGED = "arranged", _l("Interview arranged")

    @property
    def is_to_take_up(self) -> bool:
        """A worker has still to receive the person."""
        return self in TO_TAKE_UP


TO_TAKE_UP = (Outcome.WAITS, Outcome.OTHER_CELL, Outcome.ARRANGED)


class Visit(SealedRow, Model):
    __tablename__ = "visits"
    __table_args__ = (
        Index(None, "directorate_id", "day", "came_at"),
        Index(None, "receiving_cell_id", "day", "came_at"),
    )

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))  # the one that was wanted
    receiving_cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))  # another one when sent on
    day: Mapped[date]
    came_at: Mapped[datetime]
    kind: Mapped[VisitKind]
    n_persons: Mapped[int]
    sex: Mapped[Sex | None]
    age_band: Mapped[AgeBand | None]
    others: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # sex, age band
    territory: Mapped[str | None]
    source: Mapped[str | None]  # a code of case_sources
    reason: Mapped[CameFor | None]
    came_before: Mapped[CameBefore] = mapped_column(default=CameBefore.UNKNOWN)
    outcome: Mapped[Outcome]
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))
    may_tell_reason: Mapped[bool] = mapped_column(default=False)  # to the other cell; the person agreed
    arranged_on: Mapped[date | None]
    logged_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    logged_at: Mapped[datetime] = mapped_column(default=now)
    form_key: Mapped[UUID] = mapped_column(unique=True)
    taken_at: Mapped[datetime | None]
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    # by name: cases stand on a higher floor
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[int] = mapped_column()

    first_name, number = Sealed(), Sealed()
    commune = Sealed()  # code
    source_text, reason_text = Sealed(), Sealed()  # the free-text ways out of the two lists

    cell: Mapped[Cell] = relationship(foreign_keys=[cell_id])
    receiving_cell: Mapped[Cell] = relationship(foreign_keys=[receiving_cell_id])
    partner: Mapped[Partner | None] = relationship()
    taken_by: Mapped[User | None] = relationship(foreign_keys=[taken_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_taken(self) -> bool:
        return self.taken_at is not None

    @property
    def is_sent_on(self) -> bool:
        return self.receiving_cell_id != self.cell_id

    @property
    def other_cell_id(self) -> UUID | None:
        """The cell that it was sent to, as the form asks it."""
        return self.receiving_cell_id if self.is_sent_on else None

    @property
    def tells_why(self) -> bool:
        """Whether the receiving cell may read why the person came, and from where."""
        return not self.is_sent_on or self.may_tell_reason
