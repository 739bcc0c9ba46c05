"""What the address of the log asks for. What it does not understand is left out, never refused."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request

from casework.audit.models import Event
from casework.core.fields import written_day
from casework.core.pages import asked_cursor
from casework.core.text import clean


@dataclass(frozen=True)
class LogAsked:
    event: Event | None = None
    person: UUID | None = None
    typed_reference: str = ""
    from_on: date | None = None
    until_on: date | None = None
    cursor: tuple[Any, ...] | None = None

    @property
    def is_narrowed(self) -> bool:
        return any((self.event, self.person, self.typed_reference, self.from_on, self.until_on))


def asked_log() -> LogAsked:
    asked = {name: clean(text) for name, text in request.args.items()}
    return LogAsked(
        event=read(Event, asked.get("event", "")),
        person=read(UUID, asked.get("person", "")),
        typed_reference=asked.get("reference", "").strip()[:40],
        from_on=read(written_day, asked.get("from", "")),
        until_on=read(written_day, asked.get("until", "")),
        cursor=asked_cursor(datetime, UUID),
    )


def read(kind: Any, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        return None
