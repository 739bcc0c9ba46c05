"""The people who sign in, the role each holds in a cell or a directorate, and their sessions."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel.speaklater import LazyString
from flask_login import UserMixin
from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.access.policy import Role
from casework.accounts.words import ROLES
from casework.core.clock import FOREVER, now, today
from casework.core.extensions import Model
from casework.core.i18n import language
from casework.organisation.models import Cell

# held in the directorate as a whole; the others are held in one cell
DIRECTORATE_WIDE = frozenset({Role.DIRECTOR, Role.PROGRAMME_OFFICER, Role.DPO, Role.ADMINISTRATOR})
WITHOUT_CELL = DIRECTORATE_WIDE | {Role.PARTNER}  # which is held for one partner


class Position(Model):
    """A role, held in a cell or (for directors, officers, administrators) in the directorate as a whole."""

    __tablename__ = "positions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    cell_id: Mapped[UUID | None] = mapped_column(ForeignKey("cells.id"), index=True)
    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    # of the role partner
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)
    role: Mapped[Role]
    from_at: Mapped[datetime] = mapped_column(default=now)
    until_at: Mapped[datetime] = mapped_column(default=FOREVER)
    proposed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    # None while a role that reads files waits for the supervisor
    confirmed_at: Mapped[datetime | None]

    cell: Mapped[Cell | None] = relationship()
    user: Mapped["User"] = relationship(foreign_keys=[user_id], back_populates="all_positions")
    proposed_by: Mapped["User | None"] = relationship(foreign_keys=[proposed_by_id])

    @property
    def is_current(self) -> bool:
        return self.confirmed_at is not None and self.from_at <= now() < self.until_at

    @property
    def is_waiting(self) -> bool:
        """For somebody to confirm it."""
        return self.confirmed_at is None and now() < self.until_at

    @property
    def label(self) -> LazyString:
        return ROLES[self.role]


class User(UserMixin, Model):
    __tablename__ = "users"

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"), index=True)
    username: Mapped[str] = mapped_column(
        unique=True
    )  # as typed at sign-in: folded, see accounts/passwords.py
    name_ar: Mapped[str]
    name_lat: Mapped[str]
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="ar")
    email: Mapped[str | None]  # where to say that something waits; nothing else is ever written there
    wants_digest: Mapped[bool] = mapped_column(default=True)  # "due today" and Monday's digest, by mail
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    all_positions: Mapped[list[Position]] = relationship(
        foreign_keys=[Position.user_id], back_populates="user", order_by=Position.from_at
    )

    absences: Mapped[list["Absence"]] = relationship(
        foreign_keys="Absence.user_id", back_populates="user", order_by="Absence.from_on"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def positions(self) -> list[Position]:
        """The roles held now."""
        return [position for position in self.all_positions if position.is_current]

    @property
    def waiting_positions(self) -> list[Position]:
        return [position for position in self.all_positions if position.is_waiting]

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_lat

    @property
    def cells(self) -> list[Cell]:
        found = {position.cell_id: position.cell for position in self.positions if position.cell}
        return list(found.values())

    @property
    def roles(self) -> set[Role]:
        return {position.role for position in self.positions}

    @property
    def absence(self) -> "Absence | None":
        """Today's."""
        return self.absence_between(today(), today())

    def absence_between(self, first: date, last: date) -> "Absence | None":
        """The first one that shares a day with this period."""
        shared = (absence for absence in self.absences if absence.shares(first, last))
        return next(shared, None)

    def has_role(self, *roles: Role) -> bool:
        return any(position.role in roles for position in self.positions)


class Absence(Model):
    """Somebody is away from one day to another, both included; why is nobody's business here."""

    __tablename__ = "absences"
    __table_args__ = (Index(None, "user_id", "until_on"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column()

    user: Mapped[User] = relationship(foreign_keys=[user_id], back_populates="absences")

    __mapper_args__ = {"version_id_col": version}

    @property
    def has_begun(self) -> bool:
        return self.from_on <= today()

    def shares(self, first: date, last: date) -> bool:
        """A day at least."""
        return self.from_on <= last and first <= self.until_on


class OneTimeCode(Model):
    """What lets somebody choose a password without e-mail: an invitation, or a reset."""

    __tablename__ = "one_time_codes"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    issued_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    # a reset of an account that reads files counts only once the supervisor confirmed it
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    issued_by: Mapped[User | None] = relationship(foreign_keys=[issued_by_id])


class UserSession(Model):
    """One browser, signed in. The browser holds the token, the row only its hash."""

    __tablename__ = "user_sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    user: Mapped[User] = relationship()


class SignInAttempt(Model):
    """A wrong password, counted per account and per address, both as hashes."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "account_hash", "at"), Index(None, "address_hash", "at"))

    at: Mapped[datetime] = mapped_column(default=now)
    account_hash: Mapped[str]
    address_hash: Mapped[str]
