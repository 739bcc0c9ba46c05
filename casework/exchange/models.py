"""A file of the directory between its preview and its confirmation, under a key that is destroyed with it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class DirectoryUpload(SealedRow, Model):
    __tablename__ = "directory_uploads"

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    form_key: Mapped[UUID] = mapped_column(unique=True)

    # what the file says, read and checked; and what of it is wrong: (where, field, code)
    cards, problems = Sealed(), Sealed()
