"""The Flask extensions, created here and bound to the application by the factory."""

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from casework.core.ids import new_id


class Instant(sa.TypeDecorator[datetime]):
    """A moment, always in UTC; SQLite forgets the zone, so it is put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@sa.event.listens_for(sa.ForeignKeyConstraint, "after_parent_attach", propagate=True)
def check_at_commit(constraint: sa.ForeignKeyConstraint, _table: sa.Table) -> None:
    """Rows of one transaction may be written in any order: floors point at one another by table name only."""
    constraint.deferrable, constraint.initially = True, "DEFERRED"


def values_of(members: type[Enum]) -> list[str]:
    return [member.value for member in members]


class Base(DeclarativeBase):
    # a registry, since Flask-SQLAlchemy builds a second base from this one, and only a registry may be shared
    registry = sa.orm.registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Instant(),
            # text rather than a database type: adding a value to a list needs no migration
            Enum: sa.Enum(Enum, native_enum=False, length=40, values_callable=values_of),
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)

    def __init__(self, **values: Any) -> None:
        # the id comes first: a sealed column needs its row's id to be sealed
        self.registry.constructor(self, **{"id": new_id()} | values)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
login_manager = LoginManager()
login_manager.session_protection = None  # the session row is ours, and revocable
login_manager.login_view = "accounts.sign_in"
login_manager.login_message = _l("Sign in to see this page.")

if TYPE_CHECKING:
    Model = Base  # mypy cannot follow db.Model
else:
    Model = db.Model
