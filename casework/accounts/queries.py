"""Every question asked of the accounts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from flask import session
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.access.policy import READING_ROLES, Role
from casework.accounts.models import Absence, OneTimeCode, Position, SignInAttempt, User, UserSession
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell

PAGE = 50
WITH_POSITIONS = joinedload(User.all_positions).joinedload(Position.cell)


def active_user(user_id: str) -> User | None:
    """The user of this session, read with the session itself in one statement."""
    user: User | None = getattr(session, "user", None)
    return user if user and str(user.id) == user_id and user.is_active else None


def session_with(token_hash: str) -> UserSession | None:
    """A live session of an account that is not disabled, with its user, roles and cells."""
    found = db.session.scalars(live_session(), {"token_hash": token_hash})
    return found.unique().one_or_none()


@cache
def live_session() -> Select[UserSession]:
    """Asked before every page, so written once; the token comes as a parameter."""
    return (
        select(UserSession)
        .join(UserSession.user)
        .where(
            UserSession.token_hash == bindparam("token_hash"),
            UserSession.ended_at.is_(None),
            User.disabled_at.is_(None),
        )
        .options(contains_eager(UserSession.user).options(WITH_POSITIONS))
    )


def live_sessions(user: User) -> list[UserSession]:
    live = select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
    return list(db.session.scalars(live.order_by(UserSession.last_seen_at.desc())))


def user_named(username: str) -> User | None:
    """An account by its folded name, disabled or not."""
    user = select(User).where(User.username == username)
    return db.session.scalars(user.options(WITH_POSITIONS)).unique().first()


def signed_in_user() -> User:
    """The person at the keyboard, as a row and not as Flask-Login's proxy."""
    user: User = current_user._get_current_object()
    return user


def find_user(user_id: UUID, directorate_id: UUID) -> User | None:
    user = select(User).where(User.id == user_id, User.directorate_id == directorate_id)
    return db.session.scalars(user.options(WITH_POSITIONS)).unique().first()


def is_held_now() -> ColumnElement[bool]:
    """The role counts today: confirmed, begun and not ended; a condition on Position."""
    moment = now()
    return and_(Position.confirmed_at.is_not(None), Position.from_at <= moment, Position.until_at > moment)


def colleagues(cell_id: UUID, *roles: Role) -> list[User]:
    """Who holds one of these roles in the cell today, by name."""
    current = select(Position.user_id).where(
        Position.cell_id == cell_id, Position.role.in_(roles), is_held_now()
    )
    users = select(User).where(User.id.in_(current), User.disabled_at.is_(None)).order_by(User.name_lat)
    return list(db.session.scalars(users))


def staff_of(directorate_id: UUID) -> list[User]:
    """Everybody who may be somebody's family or neighbour, by name, with the roles held."""
    staff = select(User).where(User.directorate_id == directorate_id, User.disabled_at.is_(None))
    whole = staff.options(WITH_POSITIONS).order_by(User.name_lat, User.id)
    return list(db.session.scalars(whole).unique())


def n_attempts(*, since: datetime, account_hash: str | None = None, address_hash: str | None = None) -> int:
    attempts = select(func.count(SignInAttempt.id)).where(SignInAttempt.at > since)
    if account_hash:
        attempts = attempts.where(SignInAttempt.account_hash == account_hash)
    if address_hash:
        attempts = attempts.where(SignInAttempt.address_hash == address_hash)
    return db.session.scalar(attempts) or 0


def live_code(user: User) -> OneTimeCode | None:
    """The newest code of this account that may still be used."""
    codes = select(OneTimeCode).where(
        OneTimeCode.user_id == user.id,
        OneTimeCode.used_at.is_(None),
        OneTimeCode.expires_at > now(),
        OneTimeCode.confirmed_at.is_not(None),
    )
    return db.session.scalars(codes.order_by(OneTimeCode.id.desc()).limit(1)).first()


def unused_codes(user: User) -> list[OneTimeCode]:
    codes = select(OneTimeCode).where(OneTimeCode.user_id == user.id, OneTimeCode.used_at.is_(None))
    return list(db.session.scalars(codes))


def accounts_page(directorate_id: UUID, state: str, cursor: tuple[str] | None) -> ListPage[User]:
    """By user name. `state`: open, waiting (a role to be confirmed) or disabled."""
    accounts = select(User).where(User.directorate_id == directorate_id, in_state(state))
    if cursor:
        accounts = accounts.where(after([User.username], cursor))
    roles = selectinload(User.all_positions).joinedload(Position.cell)
    rows = list(db.session.scalars(accounts.options(roles).order_by(User.username).limit(PAGE + 1)))
    return cut(rows, PAGE, lambda user: (user.username,), is_first=cursor is None)


def in_state(state: str) -> ColumnElement[bool]:
    if state == "waiting":
        waiting = exists().where(
            Position.user_id == User.id, Position.confirmed_at.is_(None), Position.until_at > now()
        )
        return User.disabled_at.is_(None) & waiting
    return User.disabled_at.is_not(None) if state == "disabled" else User.disabled_at.is_(None)


def find_position(position_id: UUID, user: User) -> Position | None:
    return next((position for position in user.all_positions if position.id == position_id), None)


def find_session(session_id: UUID, user: User) -> UserSession | None:
    """A live session of this person's own."""
    return next((row for row in live_sessions(user) if row.id == session_id), None)


def who_may_confirm(directorate_id: UUID) -> list[Position]:
    """The roles held today by supervisors, and by deputies in the cell that they are deputies of."""
    held = (
        select(Position)
        .join(Position.user)
        .outerjoin(Position.cell)
        .options(contains_eager(Position.user), contains_eager(Position.cell))
        .where(Position.directorate_id == directorate_id, User.disabled_at.is_(None))
        .where(is_held_now(), or_(Position.role == Role.SUPERVISOR, Cell.deputy_id == Position.user_id))
    )
    return list(db.session.scalars(held))


def had_supervisor_since(directorate_id: UUID, moment: datetime) -> bool:
    """Whether somebody holds the role of supervisor, or held it after the moment."""
    held = exists().where(
        Position.directorate_id == directorate_id,
        Position.role == Role.SUPERVISOR,
        Position.confirmed_at.is_not(None),
        Position.until_at > moment,
    )
    return bool(db.session.scalar(select(held)))


def waiting_positions(directorate_id: UUID) -> list[Position]:
    """Roles that wait to be confirmed, oldest first, of accounts that are not disabled."""
    waiting = (
        select(Position)
        .join(Position.user)
        .options(contains_eager(Position.user), joinedload(Position.cell), joinedload(Position.proposed_by))
        .where(Position.directorate_id == directorate_id, User.disabled_at.is_(None))
        .where(Position.confirmed_at.is_(None), Position.until_at > now())
    )
    return list(db.session.scalars(waiting.order_by(Position.id)))


def waiting_codes(directorate_id: UUID) -> list[OneTimeCode]:
    """New codes of accounts that read files, not confirmed yet, oldest first."""
    waiting = (
        select(OneTimeCode)
        .join(OneTimeCode.user)
        .options(
            contains_eager(OneTimeCode.user).selectinload(User.all_positions).joinedload(Position.cell),
            joinedload(OneTimeCode.issued_by),
        )
        .where(User.directorate_id == directorate_id, User.disabled_at.is_(None))
        .where(OneTimeCode.confirmed_at.is_(None), OneTimeCode.used_at.is_(None))
        .where(OneTimeCode.expires_at > now())
    )
    return list(db.session.scalars(waiting.order_by(OneTimeCode.id)))


def cells_deputised_by(user_id: UUID) -> list[Cell]:
    return list(db.session.scalars(select(Cell).where(Cell.deputy_id == user_id)))


def absences_in(cell_ids: Iterable[UUID], since: date) -> Sequence[Absence]:
    """Who of these cells is away on that day or later, with the person, by the day it begins."""
    absences = select(Absence).join(Absence.user).options(contains_eager(Absence.user))
    absences = absences.where(Absence.until_on >= since, User.disabled_at.is_(None))
    absences = absences.where(works_in(cell_ids, User.id))
    return db.session.scalars(absences.order_by(Absence.from_on, Absence.id)).all()


def find_absence(absence_id: UUID, cell_ids: Iterable[UUID]) -> Absence | None:
    """Of somebody of these cells; one of another cell's is none."""
    absence = select(Absence).where(Absence.id == absence_id, works_in(cell_ids, Absence.user_id))
    return db.session.scalar(absence)


def works_in(cell_ids: Iterable[UUID], user_id: Any) -> ColumnElement[bool]:
    """Reads files of one of these cells today: a condition on the column that names the person."""
    return exists().where(
        Position.user_id == user_id,
        Position.cell_id.in_(cell_ids),
        Position.role.in_(READING_ROLES),
        is_held_now(),
    )


def staff_in(cell_ids: Iterable[UUID]) -> Sequence[User]:
    """Who reads files of these cells today, with what is known of his absences, by name."""
    staff = select(User).where(works_in(cell_ids, User.id), User.disabled_at.is_(None))
    people = db.session.scalars(staff.options(selectinload(User.absences))).all()
    return sorted(people, key=lambda user: user.name)
