"""Writes the format of calendar programs (RFC 5545). Nothing in it tells of a person, a file or a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

WIDEST = 75  # octets of a line, its end not counted
OPENING = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Workspace//Agenda//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Event:
    """From one moment to another, or (with days) all day long; the last day is not part of it."""

    uid: str
    title: str
    begins: datetime | date
    ends: datetime | date
    sequence: int = 0
    is_cancelled: bool = False

    @property
    def lines(self) -> list[str]:
        is_whole_day = not isinstance(self.begins, datetime)
        return [
            f"UID:{self.uid}",
            f"SEQUENCE:{self.sequence}",
            f"DTSTART{written(self.begins)}",
            f"DTEND{written(self.ends)}",
            f"SUMMARY:{self.title.translate(ESCAPED)}",
            "CLASS:PRIVATE",
            f"STATUS:{'CANCELLED' if self.is_cancelled else 'CONFIRMED'}",
            f"TRANSP:{'TRANSPARENT' if is_whole_day else 'OPAQUE'}",
        ]


def whole_day(uid: str, title: str, day: date) -> Event:
    return Event(uid, title, day, day + timedelta(days=1))


def written(value: datetime | date) -> str:
    """What follows the name of a property that holds a moment or a day."""
    if isinstance(value, datetime):
        return f":{in_utc(value)}"
    return f";VALUE=DATE:{value:%Y%m%d}"


def in_utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def calendar_of(name: str, events: Iterable[Event], *, made_at: datetime) -> str:
    lines = [*OPENING, f"X-WR-CALNAME:{name.translate(ESCAPED)}"]
    for event in events:
        lines += ["BEGIN:VEVENT", f"DTSTAMP:{in_utc(made_at)}", *event.lines, "END:VEVENT"]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def folded(line: str) -> str:
    """No line is wider than 75 octets: it goes on after a line end and a space, never inside a letter."""
    parts, left, room = [], line, WIDEST
    while len(left.encode()) > room:
        taken = left.encode()[:room].decode(errors="ignore")
        parts.append(taken)
        left, room = left[len(taken) :], WIDEST - 1  # the space counts
    return "\r\n ".join([*parts, left])
