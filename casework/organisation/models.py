"""A directorate, and its cells: each runs one programme."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.policy import reads_files
from casework.core.extensions import Model
from casework.core.i18n import language


class Directorate(Model):
    __tablename__ = "directorates"

    name_ar: Mapped[str]
    name_fr: Mapped[str]
    address_ar: Mapped[str | None]  # of its seat, on letters; never a cell's
    address_fr: Mapped[str | None]
    phone: Mapped[str | None]
    code: Mapped[str] = mapped_column(default="AZ")  # begins the references of its files
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    cross_cell_authorised_on: Mapped[date | None]  # None: its cells are never compared
    cross_cell_reference: Mapped[str | None]  # of the authorisation
    days_off_changed_at: Mapped[datetime | None]  # until `flask tick` counted the steps again
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_fr

    @property
    def compares_cells(self) -> bool:
        """Whether `flask tick` looks for one person's files in two cells."""
        return self.cross_cell_authorised_on is not None


class Cell(Model):
    __tablename__ = "cells"

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"), index=True)
    programme_key: Mapped[str]
    name_ar: Mapped[str]
    name_fr: Mapped[str]
    commune_code: Mapped[str | None]
    caseload_limit: Mapped[int]
    is_single_person: Mapped[bool] = mapped_column(default=False)
    # by name, like the relationships below: accounts stand on a higher floor
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    index_key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))  # of its blind indexes
    version: Mapped[int] = mapped_column()

    directorate: Mapped[Directorate] = relationship()
    deputy: Mapped[Any] = relationship("User", foreign_keys=[deputy_id])
    positions: Mapped[list[Any]] = relationship("Position", viewonly=True)

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_fr

    @property
    def staff(self) -> list[Any]:
        """Who reads files here today."""
        return [p.user for p in self.positions if p.is_current and p.user.is_active and reads_files(p.role)]


class Holiday(Model):
    """A day off that no calendar fixes (a lunar feast), as the administrator entered it once announced."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("directorate_id", "day"),)

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    day: Mapped[date]
    name_ar: Mapped[str]
    name_fr: Mapped[str]

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_fr
