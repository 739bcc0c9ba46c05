"""Every question asked of the chains."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from casework.audit.models import AuditChain, AuditEntry
from casework.core.extensions import db

LOCK = 0x43415345  # one number for all chains of this service, in PostgreSQL's space of advisory locks

# asked by every page, so written once
ENTRIES = AuditEntry.__table__
TAKE_LOCK = select(func.pg_advisory_xact_lock(LOCK))
NEWEST = (
    select(ENTRIES.c.seq, ENTRIES.c.hash)
    .where(ENTRIES.c.directorate_id == bindparam("directorate_id"))
    .order_by(ENTRIES.c.seq.desc())
    .limit(1)
)


def lock_chains() -> None:
    """Until the transaction ends; on SQLite whoever writes is alone anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(TAKE_LOCK)


def head_of(directorate_id: UUID) -> Any:
    """Number and hash of the newest entry; None before the first."""
    return db.session.execute(NEWEST, {"directorate_id": directorate_id}).first()


def entries_after(directorate_id: UUID, seq: int, *, limit: int) -> list[Any]:
    """Bare rows: a chain may be longer than the memory."""
    entries = select(*ENTRIES.c).where(ENTRIES.c.directorate_id == directorate_id, ENTRIES.c.seq > seq)
    return list(db.session.execute(entries.order_by(ENTRIES.c.seq).limit(limit)))


def directorates_with_a_chain() -> list[UUID]:
    """The oldest first."""
    return list(db.session.scalars(select(AuditChain.id).order_by(AuditChain.id)))


def key_of_chain(directorate_id: UUID) -> UUID:
    return db.session.get_one(AuditChain, directorate_id).key_id
