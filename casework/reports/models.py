"""One line per cell and day, so that the figures of a year ask no question of the files."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.extensions import Model


class DailyFigure(Model):
    __tablename__ = "daily_figures"
    __table_args__ = (UniqueConstraint("cell_id", "day"),)

    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    day: Mapped[date]
    n_open: Mapped[int]  # at the end of the day
    n_new: Mapped[int]
    n_closed: Mapped[int]
    n_visits: Mapped[int] = mapped_column(default=0, server_default="0")
    n_persons: Mapped[int] = mapped_column(default=0, server_default="0")  # received for the first time
