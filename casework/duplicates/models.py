"""What a comparison between cells keeps. Its keys are the job's own; no page reads that table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import Model


class AcrossPerson(Model):
    """Somebody whose keys are up to date; its id is the person's."""

    __tablename__ = "across_persons"

    id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"), index=True)
    stamp: Mapped[str]  # versions of the person and of her numbers when the keys were made


class AcrossKey(Model):
    """A name with a year, a telephone or a card, hashed with the key that only `flask tick` reads."""

    __tablename__ = "across_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id = None  # type: ignore[assignment]
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("across_persons.id"), primary_key=True, index=True)


class AcrossMatch(Model):
    """Two files of two cells that may be one person's: seen by the data-protection officer alone."""

    __tablename__ = "across_matches"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        Index(None, "directorate_id", "found_at", "id"),
    )

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    first_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))  # the smaller id
    second_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    evidence: Mapped[list[str]] = mapped_column(JSON)
    found_at: Mapped[datetime] = mapped_column(default=now)
    looked_at: Mapped[datetime | None]
    looked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    first: Mapped[Case] = relationship(foreign_keys=[first_id])
    second: Mapped[Case] = relationship(foreign_keys=[second_id])

    @property
    def references(self) -> list[str]:
        """In the order of letters: which file is older is not said."""
        return sorted((self.first.reference, self.second.reference))

    @property
    def pair(self) -> tuple[Any, Any]:
        return self.first_id, self.second_id
