"""Who did what, to what. Entries wait in the session, and the guard writes them last."""

import hmac
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_login import current_user

from casework.audit.models import AuditChain, AuditEntry, Event, Reason
from casework.audit.queries import directorates_with_a_chain, head_of, key_of_chain, lock_chains
from casework.core.clock import now
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import lasting_secret, new_key

__all__ = ["Event", "append_entries", "give_reason", "record", "start_chain"]

FIELDS = (
    "directorate_id",
    "seq",
    "at",
    "event",
    "actor_id",
    "cell_id",
    "case_id",
    "object_id",
    "reason_id",
    "detail",
)
in_json = json.JSONEncoder(sort_keys=True).encode
GENESIS = b"\x00" * 32


def record(
    event: Event,
    case: Any = None,
    *,
    directorate_id: UUID | None = None,
    actor_id: UUID | None = None,
    **more: Any,
) -> None:
    """Note what is being done, to a case or not: object_id, reason_id, detail (a code, never a text)."""
    user = current_user if current_user and current_user.is_authenticated else None
    actor_id = actor_id or (user.id if user else None)
    directorate_id = directorate_id or (user.directorate_id if user else None)
    entry = {"at": now(), "event": str(event), "actor_id": actor_id, "directorate_id": directorate_id}
    if case is not None:
        entry |= {"cell_id": case.cell_id, "case_id": case.id}
    db.session.info.setdefault("audit", []).append(entry | more)


def give_reason(text: str, key_id: UUID) -> UUID:
    """Keep a reason, sealed with the key of what it is about."""
    reason = Reason(key_id=key_id, text=text)
    db.session.add(reason)
    return reason.id


def append_entries() -> None:
    """Lock the chains, then read their heads, then write: no two entries follow the same one."""
    db.session.flush()
    waiting = db.session.info.pop("audit", [])
    if not waiting:
        return
    lock_chains()
    heads: dict[UUID, tuple[int, bytes]] = {}
    for values in waiting:
        # what a stranger does goes to the oldest directorate
        directorate = values["directorate_id"] or next(iter(directorates_with_a_chain()), None)
        if directorate is None:
            continue  # nothing is set up yet: there is no chain to write to
        values["directorate_id"] = directorate
        seq, previous = heads.get(directorate) or head_of(directorate) or (0, GENESIS)
        entry = AuditEntry(seq=seq + 1, previous=previous, **values)
        entry.hash = hash_of(entry, chain_secret(directorate))
        heads[directorate] = (entry.seq, entry.hash)
        db.session.add(entry)
    db.session.flush()


def hash_of(entry: Any, secret: bytes) -> bytes:
    text = in_json({name: plain(getattr(entry, name)) for name in FIELDS})
    return hmac.digest(secret, entry.previous + text.encode(), "sha256")


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value


def start_chain(directorate_id: UUID) -> None:
    db.session.add(AuditChain(id=directorate_id, key_id=new_key(KeyOwner.DIRECTORATE).id))


_key_ids: dict[UUID, UUID] = {}  # a chain's key never changes; kept so that a page need not ask again


def chain_secret(directorate_id: UUID) -> bytes:
    if directorate_id not in _key_ids:
        _key_ids[directorate_id] = key_of_chain(directorate_id)
    return lasting_secret(_key_ids[directorate_id])
