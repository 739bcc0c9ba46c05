"""Opens and makes data keys with the key-encryption key, which is a file outside the database."""

import hmac
import os
import stat
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

from casework.core.clock import now
from casework.core.extensions import db
from casework.keys.models import DataKey, KeyOwner
from casework.keys.queries import data_keys, is_sealed_with_others

NONCE = 12


class KeyTrouble(RuntimeError):
    """A key is missing, wrong or readable by others: the service refuses to start."""


class KeyRing:
    """The key-encryption keys of this machine; the newest seals, the others still open."""

    def __init__(self, folder: Path) -> None:
        files = sorted(folder.glob("kek-*")) if folder.is_dir() else []
        if not files:
            raise KeyTrouble(f"No key in {folder}: make one with `python -m casework.keys create`.")
        self.keks = {kek_id(kek): AESGCM(kek) for kek in map(read_kek, files)}
        self.current = kek_id(read_kek(files[-1]))
        self.lasting: dict[UUID, bytes] = {}  # keys of cells and directorates, which are never destroyed

    def wrap(self, key: bytes, key_id: UUID) -> bytes:
        nonce = os.urandom(NONCE)
        return nonce + self.keks[self.current].encrypt(nonce, key, key_id.bytes)

    def unwrap(self, row: Any) -> bytes | None:
        """None when the key was destroyed."""
        if row.wrapped is None:
            return None
        try:
            return self.keks[row.kek_id].decrypt(row.wrapped[:NONCE], row.wrapped[NONCE:], row.id.bytes)
        except (KeyError, InvalidTag):
            raise KeyTrouble(f"The data key {row.id} does not open with the keys of this machine.") from None


def kek_id(kek: bytes) -> str:
    return sha256(b"kek:" + kek).hexdigest()[:16]


def read_private(path: Path) -> str:
    """The text of a file that only its owner may read; raises KeyTrouble otherwise."""
    if not path.is_file():
        raise KeyTrouble(f"{path} is missing: make it with `python -m casework.keys create`.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyTrouble(f"{path} can be read by others: chmod 600 {path}")
    return path.read_text().strip()


def read_kek(path: Path) -> bytes:
    try:
        kek = bytes.fromhex(read_private(path))
    except ValueError:
        kek = b""
    if len(kek) != 32:
        raise KeyTrouble(f"{path} is not a key of 32 bytes.")
    return kek


def ring() -> KeyRing:
    found: KeyRing = current_app.extensions["key_ring"]
    return found


def new_key(owner_kind: KeyOwner) -> DataKey:
    """A fresh key, added to the session and ready to seal with."""
    row = DataKey(owner_kind=owner_kind, kek_id=ring().current)
    key = os.urandom(32)
    row.wrapped = ring().wrap(key, row.id)
    db.session.add(row)
    loaded_keys()[row.id] = AESGCM(key)
    return row


def destroy(key: DataKey) -> None:
    """Erase all that this key sealed."""
    key.wrapped, key.destroyed_at = None, now()
    loaded_keys()[key.id] = None


def loaded_keys() -> dict[UUID, Any]:
    """The keys opened in this database session: id → AESGCM, or None for a destroyed one."""
    keys: dict[UUID, Any] = db.session.info.setdefault("data_keys", {})
    return keys


def load_keys(key_ids: set[UUID]) -> None:
    """Open several keys in one statement."""
    keep_opened(data_keys(key_ids))


def keep_opened(rows: Iterable[Any]) -> None:
    """Open keys that were read together with what they seal: rows with `id`, `wrapped` and `kek_id`."""
    keys = loaded_keys()
    for row in rows:
        key = ring().unwrap(row)
        keys[row.id] = AESGCM(key) if key else None


def lasting_secret(key_id: UUID) -> bytes:
    """The bytes of a cell's or directorate's key; raises KeyTrouble when it is gone."""
    if key_id not in ring().lasting:
        row = db.session.get(DataKey, key_id)
        secret = ring().unwrap(row) if row else None
        if secret is None:
            raise KeyTrouble(f"The key {key_id} is gone.")
        ring().lasting[key_id] = secret
    return ring().lasting[key_id]


def blind_index(cell_key_id: UUID, field: str, value: str) -> bytes:
    """Equal values of one field in one cell give equal bytes; nothing else can be told from them."""
    field_key = hmac.digest(lasting_secret(cell_key_id), f"index:{field}".encode(), "sha256")
    return hmac.digest(field_key, value.encode(), "sha256")[:16]


def refuse_foreign_database(app: Flask) -> None:
    """A database sealed with other keys must not be served: new rows would mix with what cannot be opened."""
    with app.app_context():
        is_foreign = is_sealed_with_others(list(ring().keks))
        db.session.remove()
        if is_foreign:
            db.engine.dispose()
            raise KeyTrouble("This database was sealed with a key that is not on this machine.")


def init_app(app: Flask) -> None:
    app.extensions["key_ring"] = KeyRing(Path(app.config["KEY_DIR"]))
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = read_private(Path(app.config["KEY_DIR"]) / "secret")
    refuse_foreign_database(app)
