"""A data key: seals what belongs to one owner; destroying it erases all of that."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from casework.core.choices import LabelledEnum
from casework.core.extensions import Model


class KeyOwner(LabelledEnum):
    PERSON = "person", _l("Person")
    VISIT = "visit", _l("Visit")
    DRAFT = "draft", _l("Draft")
    REFERRAL = "referral", _l("Referral")
    PARTNER = "partner", _l("Partner")
    CELL = "cell", _l("Cell")
    DIRECTORATE = "directorate", _l("Directorate")


class DataKey(Model):
    __tablename__ = "data_keys"

    wrapped: Mapped[bytes | None]
    kek_id: Mapped[str] = mapped_column(index=True)
    owner_kind: Mapped[KeyOwner]
    destroyed_at: Mapped[datetime | None]
