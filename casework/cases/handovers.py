"""Files given to somebody in one act, for good or for a while: done once, and told of as one."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.clock import now
from casework.core.extensions import Model
from casework.organisation.models import Cell


class Handover(Model):
    """Who received files of a cell, by whom, and until when; the files are those of its members."""

    __tablename__ = "handovers"

    form_key: Mapped[UUID] = mapped_column(unique=True)
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    from_on: Mapped[date | None]  # of a cover; files given for good have no period
    until_on: Mapped[date | None]
    # the leave that it was arranged for, and with which it ends
    absence_id: Mapped[UUID | None] = mapped_column(ForeignKey("absences.id"), index=True)

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    cell: Mapped[Cell] = relationship()
