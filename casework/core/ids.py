"""Identifiers, known before the row is written and sorted by age."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from casework.core import clock


def new_id() -> UUID:
    """A version-7 UUID: 48 bits of milliseconds, then chance."""
    instant = int(clock.now().timestamp() * 1000) << 80
    return UUID(int=instant | 7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62))


def made_at(identifier: UUID) -> datetime:
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)
