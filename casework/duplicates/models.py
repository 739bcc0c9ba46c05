"""Two files that may be one person's: what a comparison between cells keeps, and the journal of a merge.

The keys of the comparison are the job's own; no page reads that table.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


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
    def pair(self) -> tuple[UUID, UUID]:
        return self.first_id, self.second_id


UNDONE_WITHIN = timedelta(days=30)


class MergeStep(LabelledEnum):
    """What a line of the story says of two files."""

    JOINED = "joined", _l("Joined to this file")
    SEPARATED = "separated", _l("A file of its own again")


class Merge(SealedRow, Model):
    """Two files of one cell made one by a supervisor, and perhaps parted again."""

    __tablename__ = "merges"

    kept_case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    merged_case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    form_key: Mapped[UUID] = mapped_column(unique=True)

    why = Sealed()

    merged: Mapped[Case] = relationship(foreign_keys=[merged_case_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])

    @property
    def undone_until(self) -> datetime:
        return self.at + UNDONE_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and now() <= self.undone_until


class MoveKind(StrEnum):
    MOVED = "moved"  # the column points at the file that stays; before_id is where it pointed
    CHANGED = "changed"  # the field said something else before
    ADDED = "added"  # the row exists because of the merge


class MergeMove(SealedRow, Model):
    """One thing that a merge did to one row: the journal from which it is undone."""

    __tablename__ = "merge_moves"

    merge_id: Mapped[UUID] = mapped_column(ForeignKey("merges.id"), index=True)
    kind: Mapped[MoveKind]
    of_table: Mapped[str]
    row_id: Mapped[UUID]
    field: Mapped[str | None]
    before_id: Mapped[UUID | None]

    before, after = Sealed(), Sealed()
