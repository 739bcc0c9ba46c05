"""What somebody declared: whom he knows, sealed; kept for files that are opened later."""

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class TieKind(LabelledEnum):
    FAMILY = "family", _l("Family")
    NEIGHBOUR = "neighbour", _l("Neighbour")
    FRIEND = "friend", _l("Friend or colleague")
    DISPUTE = "dispute", _l("A dispute between us")
    OTHER = "other", _l("Other")


class Tie(SealedRow, Model):
    """Sealed with a key of its own; declared in a cell in which the declarer works."""

    __tablename__ = "ties"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"), index=True)
    kind: Mapped[TieKind]
    declared_at: Mapped[datetime] = mapped_column(default=now)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    names = Sealed()  # a dict: first name, surname, year of birth, commune, as they were typed

    version: Mapped[int] = mapped_column()

    user: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}
