"""How Alembic meets the two databases: one set of scripts, each in one transaction, none importing ours."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from casework.core.extensions import Instant

database = current_app.extensions["migrate"].db


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Scripts outlive the code: our own types are written as what the database stores."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def skip_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """No script when nothing changed; `flask db check` asks for the empty one."""
    if hasattr(context.config.cmd_opts, "autogenerate") and directives[0].upgrade_ops.is_empty():
        directives.clear()


def run(connection: sa.Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=database.metadata,
        render_as_batch=True,
        render_item=plain_type,
        process_revision_directives=skip_empty,
        compare_type=True,
        transactional_ddl=True,  # on SQLite too: what is killed half-way leaves nothing behind
    )
    with context.begin_transaction():
        context.run_migrations()


def set_foreign_keys(connection: Any, *, on: bool) -> None:
    """SQLite rebuilds a table to change it; outside a transaction only, hence the driver's own connection."""
    connection.connection.driver_connection.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def main() -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            run(connection)
            return
        set_foreign_keys(connection, on=False)
        try:
            run(connection)
        finally:
            connection.rollback()
            set_foreign_keys(connection, on=True)


main()
