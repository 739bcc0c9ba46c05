"""The log of invented acts: one sound chain, in the order of the days as far as one batch reaches."""

from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from casework.audit.models import AuditEntry, Event
from casework.audit.trail import GENESIS, chain_secret, hash_of, head_of
from casework.demonstration.writer import Writer


class Act(NamedTuple):
    at: datetime
    event: Event
    actor_id: UUID | None
    cell_id: UUID | None
    case_id: UUID | None
    object_id: UUID | None = None
    detail: str | None = None
    reason_id: UUID | None = None


def append(writer: Writer, directorate_id: UUID, acts: Iterable[Act]) -> None:
    """Entries after the head of the chain; the caller holds the whole database."""
    secret = chain_secret(directorate_id)
    seq, previous = head_of(directorate_id) or (0, GENESIS)
    for act in sorted(acts, key=itemgetter(0)):
        seq += 1
        values: dict[str, Any] = act._asdict() | {
            "event": str(act.event),
            "directorate_id": directorate_id,
            "seq": seq,
            "previous": previous,
        }
        previous = hash_of(SimpleNamespace(**values), secret)
        writer.add(AuditEntry, act.at, **values, hash=previous)
