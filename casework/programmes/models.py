"""What an administrator set of the programmes' rules, from a day on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.clock import now
from casework.core.extensions import Model
from casework.programmes.deadlines import Clock, DaysCounted, ResponseTime, RiskLevel, Unit
from casework.programmes.rules import Rule


@dataclass(frozen=True)
class RuleHistory:
    """All that was set of one rule, oldest first; its version changes with any of them."""

    settings: list["ResponseTimeSetting"]

    @property
    def version(self) -> int:
        return 1 + sum(setting.version for setting in self.settings)


class ResponseTimeSetting(Model):
    """How soon a step is due in one directorate, from a day on; before any, deadlines.csv is in force."""

    __tablename__ = "response_time_settings"
    __table_args__ = (UniqueConstraint("directorate_id", "programme_key", "risk", "clock", "effective_from"),)

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    programme_key: Mapped[str]
    risk: Mapped[RiskLevel]
    clock: Mapped[Clock]
    amount: Mapped[int]
    unit: Mapped[Unit]
    days_counted: Mapped[DaysCounted]
    effective_from: Mapped[date]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    set_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def rule(self) -> Rule:
        return Rule(self.programme_key, self.risk, self.clock)

    @property
    def time(self) -> ResponseTime:
        return ResponseTime(self.amount, self.unit, self.days_counted)
