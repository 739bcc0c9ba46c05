"""What the commands ask of the database."""

from sqlalchemy import select

from casework.access.policy import Role
from casework.accounts.models import Position, User
from casework.core.clock import now
from casework.core.extensions import db


def an_administrator() -> User | None:
    """Any account that may manage the others today."""
    moment = now()
    administrators = (
        select(User)
        .join(Position, Position.user_id == User.id)
        .where(Position.role == Role.ADMINISTRATOR, Position.confirmed_at.is_not(None))
        .where(Position.from_at <= moment, Position.until_at > moment, User.disabled_at.is_(None))
    )
    return db.session.scalars(administrators.limit(1)).first()
