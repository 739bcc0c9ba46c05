"""A transfer: proposed with the person's consent, approved here, accepted or declined there."""

from datetime import datetime
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
from casework.organisation.models import Cell


class TransferState(LabelledEnum):
    ASKED = "asked", _l("Waiting for the supervisor")
    RETURNED = "returned", _l("Returned for completion")
    PROPOSED = "proposed", _l("Proposed to the other cell")
    ACCEPTED = "accepted", _l("Accepted")
    DECLINED = "declined", _l("Declined")
    TAKEN_BACK = "taken_back", _l("Taken back")


UNDER_WAY = (TransferState.ASKED, TransferState.PROPOSED)


class Transfer(SealedRow, Model):
    """Until it is accepted nothing moves; then the file and all it says are the other cell's."""

    __tablename__ = "transfers"
    __table_args__ = (
        Index(None, "to_cell_id", "state", "proposed_at"),
        Index(None, "from_cell_id", "state", "asked_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    from_cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    to_cell_id: Mapped[UUID] = mapped_column(ForeignKey("cells.id"))
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consents.id"))
    state: Mapped[TransferState] = mapped_column(default=TransferState.ASKED)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    proposed_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    # the file while the transfer is under way: so that there is never a second one
    under_way_id: Mapped[UUID | None] = mapped_column(unique=True)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    why = Sealed()
    summary = Sealed()  # a dict of codes and numbers, as the other cell reads it: no narrative
    answer = Sealed()

    case: Mapped[Case] = relationship()
    from_cell: Mapped[Cell] = relationship(foreign_keys=[from_cell_id])
    to_cell: Mapped[Cell] = relationship(foreign_keys=[to_cell_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def leaves_directorate(self) -> bool:
        return self.from_cell.directorate_id != self.to_cell.directorate_id

    @property
    def changes_programme(self) -> bool:
        return self.from_cell.programme_key != self.to_cell.programme_key
