"""An appointment: an hour of a day, kept in UTC; where and what for are sealed."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.choices import LabelledEnum
from casework.core.clock import CASABLANCA, day_of, now
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow


class AppointmentKind(LabelledEnum):
    OFFICE = "office", _l("At the office")
    HOME_VISIT = "home_visit", _l("Home visit")
    ACCOMPANIMENT = "accompaniment", _l("Accompaniment")
    PHONE = "phone", _l("Telephone call")
    MEETING = "meeting", _l("Meeting")


class AppointmentState(LabelledEnum):
    PLANNED = "planned", _l("Planned")
    HELD = "held", _l("Took place")
    MISSED = "missed", _l("Did not come")
    CANCELLED = "cancelled", _l("Cancelled")


OUTCOMES = (AppointmentState.HELD, AppointmentState.MISSED)
LATEST = timedelta(minutes=5)  # an hour that has just begun may still be written down


class Appointment(SealedRow, Model):
    __tablename__ = "appointments"
    __table_args__ = (
        Index(None, "with_id", "starts_at"),
        Index(None, "case_id", "starts_at"),
        Index(None, "starts_at"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    with_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))  # the worker
    kind: Mapped[AppointmentKind]
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    state: Mapped[AppointmentState] = mapped_column(default=AppointmentState.PLANNED)
    ended_at: Mapped[datetime | None]  # when it was said how it ended, or that it is cancelled
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    place, about = Sealed(), Sealed()

    case: Mapped[Case] = relationship()
    worker: Mapped[User] = relationship(foreign_keys=[with_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def day(self) -> date:
        return day_of(self.starts_at)

    @property
    def hour(self) -> time:
        return self.starts_at.astimezone(CASABLANCA).time()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        return self.state is AppointmentState.PLANNED

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= now()

    @property
    def answers(self) -> dict[str, Any]:
        """What may be changed, as it stands."""
        return {name: getattr(self, name) for name in CHANGED}


CHANGED = ("starts_at", "minutes", "kind", "with_id", "place", "about")
