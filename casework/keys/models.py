"""A data key: seals what belongs to one owner; destroying it erases all of that."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from casework.core.extensions import Model


class KeyOwner(StrEnum):
    PERSON = "person"
    DRAFT = "draft"
    PARTNER = "partner"
    VISIT = "visit"
    REFERRAL = "referral"  # the copy of what was sent
    CELL = "cell"
    DIRECTORATE = "directorate"


class DataKey(Model):
    __tablename__ = "data_keys"

    wrapped: Mapped[bytes | None]
    kek_id: Mapped[str] = mapped_column(index=True)
    owner_kind: Mapped[KeyOwner]
    destroyed_at: Mapped[datetime | None]
