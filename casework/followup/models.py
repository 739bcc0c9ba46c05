"""A note: what happened on one day, and what comes next. Everything typed in it is sealed."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow

CORRECTABLE_FOR = timedelta(hours=48)


class NoteKind(LabelledEnum):
    OFFICE = "office", _l("At the office")
    PHONE = "phone", _l("By telephone")
    HOME_VISIT = "home_visit", _l("Home visit")
    ACCOMPANIMENT = "accompaniment", _l("Accompaniment")
    THIRD_PARTY = "third_party", _l("With a third party")
    MEETING = "meeting", _l("Meeting about the case")


class Contact(LabelledEnum):
    """Whether the person was met; only then is the follow-up done."""

    MADE = "made", _l("Yes, we spoke with the person")
    NOT_REACHED = "not_reached", _l("No, the person was not reached")
    NOT_MEANT = "not_meant", _l("No contact was meant")


class Note(SealedRow, Model):
    __tablename__ = "notes"
    __table_args__ = (Index(None, "case_id", "happened_on"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    happened_on: Mapped[date]
    kind: Mapped[NoteKind]
    contact: Mapped[Contact]
    minutes: Mapped[int | None]
    is_clinical: Mapped[bool] = mapped_column(default=False)  # then the text is its author's alone
    written_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]  # it stood in the wrong file: nothing of its text is left
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    text = Sealed()
    safety_line = Sealed()  # what the team must know of a clinical note
    restricted_part = Sealed()  # for the author and the supervisor

    author: Mapped[User] = relationship()
    addenda: Mapped[list["Addendum"]] = relationship(order_by="Addendum.id")
    revisions: Mapped[list["NoteRevision"]] = relationship(order_by="NoteRevision.id.desc()")

    __mapper_args__ = {"version_id_col": version}

    @property
    def team_text(self) -> str | None:
        """What whoever works on the file reads."""
        return self.safety_line if self.is_clinical else self.text

    @property
    def correctable_until(self) -> datetime:
        return self.written_at + CORRECTABLE_FOR

    @property
    def answers(self) -> dict[str, Any]:
        """What the author may correct, as it stands."""
        return {name: getattr(self, name) for name in CORRECTED}


CORRECTED = ("happened_on", "kind", "contact", "minutes", "text", "safety_line", "restricted_part")


class NoteRevision(SealedRow, Model):
    """What a note said before its author corrected it."""

    __tablename__ = "note_revisions"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    happened_on: Mapped[date]
    kind: Mapped[NoteKind]
    contact: Mapped[Contact]
    minutes: Mapped[int | None]

    text, safety_line, restricted_part = Sealed(), Sealed(), Sealed()


class Addendum(SealedRow, Model):
    """What was added once the note could no longer be corrected, or by somebody else."""

    __tablename__ = "addenda"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    text = Sealed()

    author: Mapped[User] = relationship()
