"""Violence as the law names it (103-13) and as GBVIMS counts it, both worked out from what was said."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache

from casework.core.clock import end_of, start_of
from casework.programmes.lists import GBVIMS_TYPES, HERE, LEGAL_VIOLENCE_TYPES, rows_of

CARE_WINDOW = timedelta(hours=72)
NEED_CARE = ("RAPE", "SEXUAL_ASSAULT")  # GBVIMS types after which some care is possible for hours only


@cache
def crosswalk() -> dict[str, tuple[str, str]]:
    """For each type of violence: its legal type and its GBVIMS type, either possibly empty."""
    rows = rows_of(HERE / "violence_crosswalk.csv")
    return {row["violence_type"]: (row["legal_type"], row["gbvims_type"]) for row in rows}


def legal_types(violence_types: Collection[str]) -> list[str]:
    """Every type of the law that applies."""
    found = {crosswalk()[code][0] for code in violence_types}
    return [option.code for option in LEGAL_VIOLENCE_TYPES if option.code in found]


def gbvims_type(violence_types: Collection[str]) -> str | None:
    """The first type of the decision order that applies.

    A context such as trafficking is never a type: with nothing else said, the incident stays without one.
    """
    found = {crosswalk()[code][1] for code in violence_types}
    first = next((option.code for option in GBVIMS_TYPES if option.code in found), None)
    return None if first == "NON_GBV" and "" in found else first


def care_times(happened_on: date) -> tuple[datetime, datetime]:
    """The hour of the violence is not asked: counted from the beginning of its day, and from its end."""
    return start_of(happened_on) + CARE_WINDOW, end_of(happened_on) + CARE_WINDOW
