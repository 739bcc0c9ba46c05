"""Sealed columns: opened when first read, tied to their table, column, row and key."""

import json
import os
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from casework.core.extensions import db
from casework.keys.ring import NONCE, load_keys, loaded_keys

FORMAT = b"\x01"
in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # made once, not for each value


class SealedRow:
    """A row with sealed columns: pass `key=` (a DataKey) or `key_id=` before them."""

    id: Mapped[UUID]

    @declared_attr
    def key_id(cls) -> Mapped[UUID]:  # noqa: N805
        return mapped_column(ForeignKey("data_keys.id"), index=True)

    def __init__(self, *, key_id: UUID | None = None, **values: Any) -> None:
        # sealing needs the id and the key: these are set before the rest, in whatever order they came
        first = {"id": values.pop("id")} if "id" in values else {}
        super().__init__(**first, key_id=key_id)  # type: ignore[call-arg]
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


class Sealed:
    """A sealed attribute of any JSON value; None is stored as nothing at all."""

    def __init__(self, *, deferred: bool = False) -> None:
        self.is_deferred = deferred

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.column = name, f"{name}_sealed"
        stored = mapped_column(self.column, LargeBinary, nullable=True, deferred=self.is_deferred)
        setattr(owner, self.column, stored)

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        kept = row.__dict__.setdefault("_opened", {})
        stored = getattr(row, self.column)
        if stored is None:
            return None
        if self.name not in kept or kept[self.name][0] is not stored:
            kept[self.name] = (stored, open_value(row, self.name, stored))
        return kept[self.name][1]

    def __set__(self, row: Any, value: Any) -> None:
        if value is None:
            setattr(row, self.column, None)
            return
        stored = seal_value(row, self.name, value)
        setattr(row, self.column, stored)
        row.__dict__.setdefault("_opened", {})[self.name] = (stored, value)


def bound_to(table: str, name: str, row_id: UUID, key_id: UUID) -> bytes:
    """What a sealed value is tied to; never the cell, since files move."""
    return f"{table}|{name}|{row_id}|{key_id}".encode()


def seal_value(row: Any, name: str, value: Any) -> bytes:
    key = opened_key(row.key_id)
    if key is None:
        raise ValueError("This row's key was destroyed.")
    return sealed_with(key, value, bound_to(row.__tablename__, name, row.id, row.key_id))


def sealed_with(key: AESGCM, value: Any, bound: bytes) -> bytes:
    """A JSON value under an opened key, tied to its place."""
    nonce = os.urandom(NONCE)
    text = in_json(value)
    return FORMAT + nonce + key.encrypt(nonce, text.encode(), bound)


def open_value(row: Any, name: str, stored: bytes) -> Any:
    """None when the key was destroyed; raises InvalidTag when the bytes belong elsewhere."""
    key = opened_key(row.key_id)
    if key is None:
        return None
    return opened_with(key, stored, bound_to(row.__tablename__, name, row.id, row.key_id))


def opened_with(key: AESGCM, stored: bytes, bound: bytes) -> Any:
    """What `sealed_with` sealed; raises InvalidTag when the bytes belong elsewhere."""
    start = len(FORMAT)
    nonce, sealed = stored[start : start + NONCE], stored[start + NONCE :]
    return json.loads(key.decrypt(nonce, sealed, bound))


def opened_key(key_id: UUID) -> Any:
    """The key, loaded with those of all other rows at hand so that a page asks once."""
    keys = loaded_keys()
    if key_id not in keys:
        at_hand = (
            row.__dict__.get("key_id")
            for row in db.session.identity_map.values()
            if isinstance(row, SealedRow)
        )
        load_keys({key_id, *(other for other in at_hand if other)} - keys.keys())
    if key_id not in keys:
        raise LookupError(f"There is no data key {key_id}.")
    return keys[key_id]
