"""What reception already wrote of somebody: offered to the pages that open a file."""

import re
from typing import Any

from casework.intake.models import Step, Typed
from casework.visits.models import Visit

ARABIC = re.compile("[\u0600-\u06ff]")


def named(first_name: str | None) -> dict[str, Any]:
    """In the script in which it was typed."""
    if not first_name:
        return {}
    return {"first_name_ar" if ARABIC.search(first_name) else "first_name_lat": first_name}


def said_at_reception(visit: Visit | None) -> dict[str, Any]:
    """Name, sex, commune, source; nothing for a second file from one visit: it is somebody else's."""
    if visit is None or visit.case_id is not None:
        return {}
    why = {"source": visit.source, "source_text": visit.source_text} if visit.tells_why else {}
    known = named(visit.first_name) | {"sex": visit.sex, "commune": visit.commune} | why
    return {name: answer for name, answer in known.items() if answer}


def offered_to_interview(visit: Visit) -> dict[str, Typed]:
    """A number comes without saying that a call is safe: that is asked of the person, in private."""
    known = said_at_reception(visit)
    if known and visit.number:
        known["numbers-0-number"] = visit.number
    return {Step.PERSON.value: {name: [str(answer)] for name, answer in known.items()}}


def offered_to_signal(visit: Visit | None) -> dict[str, Any]:
    """Where the signal came from is what reception calls the source."""
    known = said_at_reception(visit)
    known.pop("source_text", None)
    return known | ({"reporter_kind": known.pop("source")} if "source" in known else {})


def offered_to_emergency(visit: Visit | None) -> dict[str, Any]:
    names = (name for field, name in said_at_reception(visit).items() if field.startswith("first_name"))
    return {"first_name": next(names, None)}
