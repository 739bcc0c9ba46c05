"""Writes rows in bulk, without the services: the only place that may (docs/adr/0006)."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from operator import attrgetter
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casework.core.extensions import Instant, db
from casework.core.ids import new_id
from casework.keys.models import DataKey, KeyOwner
from casework.keys.ring import ring
from casework.keys.sealing import Sealed, bound_to, sealed_with

Row = dict[str, Any]


@dataclass(frozen=True)
class OpenKey:
    id: UUID
    cipher: AESGCM


class Writer:
    """Gathers rows by table, and sends them when asked; `chance` decides every identifier."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.ring = chance, ring()
        self.rows: dict[sa.Table, list[Row]] = defaultdict(list)

    def new_id(self, moment: datetime) -> UUID:
        """As core.ids makes them, of the moment when the row would have been written."""
        instant, chance = int(moment.timestamp() * 1000) << 80, self.chance.getrandbits(74)
        return UUID(int=instant | 7 << 76 | chance >> 62 << 64 | 0b10 << 62 | chance & (1 << 62) - 1)

    def new_key(self, owner_kind: KeyOwner) -> OpenKey:
        """A key never follows from the seed, nor does its name: what is kept of keys in memory goes by it."""
        secret, key_id = os.urandom(32), new_id()
        wrapped = self.ring.wrap(secret, key_id)
        row = {"id": key_id, "wrapped": wrapped, "kek_id": self.ring.current, "owner_kind": owner_kind}
        self.rows[table_of(DataKey)].append(row | {"destroyed_at": None})
        return OpenKey(key_id, AESGCM(secret))

    def add(self, model: Any, moment: datetime, /, *, key: OpenKey | None = None, **values: Any) -> Row:
        """A row of this model, with its sealed values sealed; it may still be changed until it is sent."""
        row = blank(model) | values
        if "id" not in row:
            row["id"] = self.new_id(moment)
        if key:
            row["key_id"] = key.id
            self.seal(model, row, key, **{name: row.pop(name) for name in sealed_names(model) & row.keys()})
        self.rows[table_of(model)].append(row)
        return row

    def seal(self, model: Any, row: Row, key: OpenKey, **values: Any) -> None:
        table = model.__tablename__
        for name, value in values.items():
            if value is not None:
                bound = bound_to(table, name, row["id"], key.id)
                row[f"{name}_sealed"] = sealed_with(key.cipher, value, bound)

    def send(self) -> None:
        """Write what was gathered, in this transaction."""
        connection = db.session.connection()
        load = copy_rows if connection.dialect.name == "postgresql" else insert_rows
        for table, rows in self.rows.items():
            load(connection, table, rows)
        self.rows.clear()


def table_of(model: Any) -> sa.Table:
    found: sa.Table = model.__table__
    return found


@cache
def blank(model: Any) -> Row:
    """What a row says unless told otherwise; what has no default must be said."""
    row: Row = {"version": 1} if "version" in model.__table__.columns else {}
    for column in model.__table__.columns:
        default = column.default
        if default is not None and default.is_scalar:
            row[column.key] = default.arg
        elif column.nullable and default is None:
            row[column.key] = None
    return row


@cache
def sealed_names(model: Any) -> frozenset[str]:
    columns = (column.key for column in model.__table__.columns if column.key.endswith("_sealed"))
    names = (column.removesuffix("_sealed") for column in columns)
    return frozenset(name for name in names if isinstance(getattr(model, name, None), Sealed))


def copy_rows(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """PostgreSQL's own way of loading, several times as fast as inserting."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        for values in as_stored(connection.dialect, table, rows):
            copy.write_row(values)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Past SQLAlchemy, which would look at each row twice more."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    places = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({places})'  # noqa: S608 a table of ours
    cursor: Any = connection.connection.cursor()
    cursor.executemany(statement, as_stored(connection.dialect, table, rows))


def as_stored(dialect: sa.Dialect, table: sa.Table, rows: list[Row]) -> Iterator[list[Any]]:
    """The values of each row as the driver takes them; a value that is missing raises KeyError."""
    turns = [(column.key, turning(column.type, dialect)) for column in table.columns]
    for row in rows:
        yield [turn(row[key]) if row[key] is not None else None for key, turn in turns]


def turning(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any]:
    """How SQLAlchemy would turn a value; the commonest kinds by a shorter way."""
    if isinstance(kind, sa.Enum):
        return attrgetter("value")
    if dialect.name == "sqlite" and isinstance(kind, sa.Uuid):
        return attrgetter("hex")
    if dialect.name == "sqlite" and isinstance(kind, Instant):
        return lambda moment: moment.astimezone(UTC).isoformat(" ", "microseconds")[:26]
    return kind.dialect_impl(dialect).bind_processor(dialect) or unchanged


def unchanged(value: Any) -> Any:
    return value
