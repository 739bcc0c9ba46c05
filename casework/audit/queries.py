"""Every question asked of the chains."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from casework.audit.models import AuditChain, AuditEntry
from casework.core.extensions import db

LOCK = 0x43415345  # one number for all chains of this service, in PostgreSQL's space of advisory locks


def lock_chains() -> None:
    """Until the transaction ends; on SQLite whoever writes is alone anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))


def head_of(directorate_id: UUID) -> Any:
    """Number and hash of the newest entry; None before the first."""
    newest = select(AuditEntry.seq, AuditEntry.hash).where(AuditEntry.directorate_id == directorate_id)
    return db.session.execute(newest.order_by(AuditEntry.seq.desc()).limit(1)).first()


def entries_after(directorate_id: UUID, seq: int, *, limit: int) -> list[Any]:
    """Bare rows: a chain may be longer than the memory."""
    entries = select(*AuditEntry.__table__.columns).where(
        AuditEntry.directorate_id == directorate_id, AuditEntry.seq > seq
    )
    return list(db.session.execute(entries.order_by(AuditEntry.seq).limit(limit)))


def directorates_with_a_chain() -> list[UUID]:
    """The oldest first."""
    return list(db.session.scalars(select(AuditChain.id).order_by(AuditChain.id)))


def key_of_chain(directorate_id: UUID) -> UUID:
    return db.session.get_one(AuditChain, directorate_id).key_id
