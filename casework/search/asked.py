"""What somebody means by what he typed into the box."""

import re
from dataclasses import dataclass
from enum import StrEnum

from casework.cases.references import written_reference
from casework.core.fields import written_number
from casework.core.text import western_digits
from casework.names.keys import query_keys
from casework.people.index import written_card

CARD = re.compile(r"(?=.*\d)[A-Z0-9]{5,20}")  # a passport has another shape than the national card


class Kind(StrEnum):
    """All that the log keeps of a search."""

    REFERENCE = "reference"
    PHONE = "phone"
    CIN = "cin"
    NAME = "name"


@dataclass(frozen=True)
class Asked:
    kind: Kind
    value: str


def meant(typed: str) -> Asked | None:
    """None when nobody could be found by this: one letter, a title alone, an emoji."""
    text = western_digits(typed)
    for kind, read in READERS:
        if value := read(text):
            return Asked(kind, value)
    return None


def card(text: str) -> str | None:
    found = CARD.fullmatch(written_card(text))
    return found[0] if found else None


def name(text: str) -> str | None:
    return text if query_keys(text).singles else None


READERS = (
    (Kind.REFERENCE, written_reference),
    (Kind.PHONE, written_number),
    (Kind.CIN, card),
    (Kind.NAME, name),
)
