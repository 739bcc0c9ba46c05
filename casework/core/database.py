"""How the two databases are opened, and which transactions may write."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import Session

from casework.core.extensions import db, migrate

# SQLite waits in vain when a transaction that began by reading wants to write: chosen at its start
_may_write: ContextVar[bool] = ContextVar("may_write", default=True)

# what must be written last in a request, whatever the view did (see access/guards.py)
before_commit: list[Callable[[], None]] = []


Row = TypeVar("Row")


class WriteWhileReading(RuntimeError):
    """A page that only shows something tried to change it."""


def set_may_write(allowed: bool) -> None:
    _may_write.set(allowed)


@contextmanager
def may_write(allowed: bool) -> Iterator[None]:
    token = _may_write.set(allowed)
    try:
        yield
    finally:
        _may_write.reset(token)


def init_app(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=f"{app.root_path}/migrations", render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine, app)


def prepare_sqlite(engine: Engine, app: Flask) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the begin event below decides, not the driver
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # NORMAL may lose the last commits on a power cut
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-8192",  # KiB: a large cell is counted twice as fast as with the usual 2,000
            "temp_store=MEMORY",  # no unsealed text in a temporary file
            f"busy_timeout={app.config['SQLITE_BUSY_MS']}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _may_write.get() else "BEGIN")


def hold(row: Any, *lists: str) -> None:
    """Nobody else changes this row until the transaction ends; what it and these lists hold is read again."""
    columns = [attribute.key for attribute in inspect(row).mapper.column_attrs]
    db.session.refresh(row, columns, with_for_update={"key_share": True})
    if lists:
        db.session.expire(row, lists)


def held(model: type[Row], row_id: Any) -> Row | None:
    """The row as it is now, held like above; none when somebody deleted it."""
    return db.session.get(model, row_id, with_for_update={"key_share": True}, populate_existing=True)


@event.listens_for(Session, "before_flush")
def refuse_writes_while_reading(session: Session, _context: Any, _instances: Any) -> None:
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if changed and not _may_write.get():
        raise WriteWhileReading(f"{[type(row).__name__ for row in changed]} in a page that only reads")
