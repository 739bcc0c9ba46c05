"""Opening hours: kept as entries of days, opening and closing; written and read as one line a day."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel.speaklater import LazyString

from casework.core.text import western_digits
from casework.programmes.lists import capitalised

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Entry = dict[str, Any]
TIME = r"(\d{1,2})(?:[:hH.](\d{2})?)?"
SPAN = re.compile(rf"{TIME}\s*[-–—]\s*{TIME}")


def day_name(day: str) -> LazyString:
    """The word of the language of the page."""
    place = DAYS.index(day)
    return LazyString(lambda: capitalised(get_day_names("wide", locale=get_locale())[place]))


def read_spans(text: str) -> list[tuple[str, str]]:
    """« 8:30-12:00, 14h-18h » as pairs of HH:MM, in any digits; raises ValueError."""
    parts = [part for part in re.split(r"[,،;]", western_digits(text)) if part.strip()]
    return [read_span(part.strip()) for part in parts]


def read_span(text: str) -> tuple[str, str]:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(text)
    opens, closes = hour(found[1], found[2]), hour(found[3], found[4])
    if opens >= closes:
        raise ValueError(text)
    return opens, closes


def hour(hours: str, minutes: str | None) -> str:
    if int(hours) > 23 or int(minutes or 0) > 59:
        raise ValueError(hours)
    return f"{int(hours):02}:{int(minutes or 0):02}"


def by_day(entries: Iterable[Entry]) -> dict[str, str]:
    """What is said of each day, as it is written in a form."""
    spans: dict[str, list[tuple[str, str]]] = {day: [] for day in DAYS}
    for entry in entries:
        for day in entry["days"] if entry.get("opens") and entry.get("closes") else ():
            spans[day].append((entry["opens"], entry["closes"]))
    return {day: ", ".join("-".join(span) for span in sorted(found)) for day, found in spans.items()}


def note_of(entries: Iterable[Entry]) -> str | None:
    notes = dict.fromkeys(entry["note"] for entry in entries if entry.get("note"))
    return " · ".join(notes) or None


def entries_of(lines: Mapping[str, str | None], note: str | None) -> list[Entry]:
    """Days that open and close alike make one entry; the note goes with each."""
    days: dict[tuple[str | None, str | None], list[str]] = {}
    for day in DAYS:
        for span in read_spans(lines.get(day) or ""):
            days.setdefault(span, []).append(day)
    if note and not days:
        days[(None, None)] = []
    return [
        {"days": same, "opens": opens, "closes": closes, "note": note}
        for (opens, closes), same in days.items()
    ]


def week(entries: Iterable[Entry]) -> list[tuple[LazyString, str]]:
    """The days on which somebody is there, each with its hours."""
    return [(day_name(day), text) for day, text in by_day(entries).items() if text]
