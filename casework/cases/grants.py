"""A file lent for a few hours to somebody who does not work on it: duty cover, exceptional access."""

from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow

LENT_FOR = timedelta(hours=4)


class GrantKind(LabelledEnum):
    DUTY = "duty", _l("Duty cover")  # a colleague of the cell: reads, one note, one task
    EXCEPTIONAL = "exceptional", _l("Exceptional access")  # the director: reads only


class GrantGround(LabelledEnum):
    """Why a director asks to read a file."""

    DANGER = "danger", _l("Danger to life")
    COURT = "court", _l("Order of a court")
    OTHER = "other", _l("Other")


class GrantVerdict(LabelledEnum):
    """What the data-protection officer found."""

    JUSTIFIED = "justified", _l("Justified")
    NOT_JUSTIFIED = "not_justified", _l("Not justified")
    TO_FOLLOW = "to_follow", _l("To be followed up")


class AccessGrant(SealedRow, Model):
    """Asked with a reason; it opens the file from `from_at` until `until_at`, and to nothing before."""

    __tablename__ = "access_grants"
    __table_args__ = (Index(None, "user_id", "until_at"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[GrantKind]
    ground: Mapped[GrantGround | None]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    from_at: Mapped[datetime | None]  # None: not granted
    until_at: Mapped[datetime | None]
    note_id: Mapped[UUID | None]  # the one note and the one task of a duty cover
    task_id: Mapped[UUID | None]
    review_due_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None]
    verdict: Mapped[GrantVerdict | None]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    reason, answer, review = Sealed(), Sealed(), Sealed()

    case: Mapped[Case] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_running(self) -> bool:
        return bool(self.from_at and self.until_at and self.from_at <= now() < self.until_at)
