"""That a digest was mailed: of one day, to one person, once."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.extensions import Model


class DigestKind(StrEnum):
    TODAY = "today"
    WEEK = "week"  # on Mondays, instead of the day's


class Digest(Model):
    """Kept so that nobody is told twice, however often the clock is run."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("user_id", "kind", "day"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[DigestKind]
    day: Mapped[date]
    mailed_at: Mapped[datetime | None]
