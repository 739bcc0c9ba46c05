"""Reads a chain again from its first entry and names the first that does not fit."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.audit.queries import directorates_with_a_chain, entries_after
from casework.audit.trail import GENESIS, chain_secret, hash_of

BATCH = 2000


@dataclass(frozen=True)
class Verdict:
    directorate_id: UUID
    n_entries: int
    head: bytes
    first_bad_seq: int | None = None
    why: str = ""

    @property
    def is_sound(self) -> bool:
        return self.first_bad_seq is None


def verify_all() -> list[Verdict]:
    return [verify(directorate_id) for directorate_id in directorates_with_a_chain()]


def verify(directorate_id: UUID) -> Verdict:
    secret, previous, seq = chain_secret(directorate_id), GENESIS, 0
    while entries := entries_after(directorate_id, seq, limit=BATCH):
        for entry in entries:
            seq += 1
            why = fault_of(entry, seq, previous, secret)
            if why:
                return Verdict(directorate_id, seq - 1, previous, seq, why)
            previous = entry.hash
    return Verdict(directorate_id, seq, previous)


def fault_of(entry: Any, seq: int, previous: bytes, secret: bytes) -> str:
    if entry.seq != seq:
        return "an entry is missing"
    if entry.previous != previous:
        return "it does not follow the entry before it"
    return "" if entry.hash == hash_of(entry, secret) else "its content was changed"
