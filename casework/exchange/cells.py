"""What a cell of the plain list may hold; each reader raises ValueError with the code of the problem."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from flask_babel import force_locale

from casework.core.clock import today
from casework.core.fields import written_day, written_number
from casework.core.i18n import LOCALES
from casework.core.text import clean, clean_line
from casework.exchange.cards import commune_called
from casework.exchange.checking import EMAIL, NAME, TEXT
from casework.organisation.territory import COMMUNES
from casework.partners.models import PartnerKind
from casework.programmes.lists import SERVICE_TYPES

SEPARATORS, LESSER = re.compile(r"[;؛\n]"), re.compile(r"[,،]")


def normal(words: str) -> str:
    return " ".join(words.casefold().replace("*", "").split())


SERVICES = {normal(word): one.code for one in SERVICE_TYPES for word in (one.code, one.ar, one.fr, one.en)}


def read_line(value: Any) -> str:
    """Raises ValueError with the code of the problem, as all that read a cell do."""
    line = clean_line(str(int(value) if isinstance(value, float) and value.is_integer() else value))
    if len(line) > NAME:
        raise ValueError("long")
    return line


def read_text(value: Any) -> str:
    if len(str(value)) > TEXT:
        raise ValueError("long")
    return clean(str(value)).strip()


def one_of(known: Callable[[str], str | None], code: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = known(read_line(value))
        if found is None:
            raise ValueError(code)
        return found

    return read


@cache
def kinds() -> dict[str, str]:
    """Every kind by its words in each language: a list may come from somebody who reads another."""
    found = {kind.value: kind.value for kind in PartnerKind}
    for locale in LOCALES.values():
        with force_locale(locale):
            found |= {normal(str(kind.label)): kind.value for kind in PartnerKind}
    return found


def read_kind(value: Any) -> str:
    found = one_of(lambda words: kinds().get(normal(words)), "kind")(value)
    if found == PartnerKind.CELL:
        raise ValueError("cell")
    return found


def read_commune(value: Any) -> str:
    return one_of(lambda words: words if words in COMMUNES else commune_called(words), "commune")(value)


def read_services(value: Any) -> list[str]:
    """Several stand apart by a semicolon, or by a comma, which some of their names hold too."""
    codes: dict[str, None] = {}
    for part in SEPARATORS.split(str(value)):
        whole = SERVICES.get(normal(part))
        words = [] if whole else [word for word in LESSER.split(part) if word.strip()]
        codes |= dict.fromkeys([whole] if whole else map(read_service, words))
    return list(codes)


read_service = one_of(lambda word: SERVICES.get(normal(word)), "service")


def read_phone(value: Any) -> str:
    line = read_line(value)
    return written_number(line) or written_number(f"0{line}") or line  # a sheet eats the nought in front


def read_email(value: Any) -> str:
    line = read_line(value)
    if not EMAIL.fullmatch(line):
        raise ValueError("email")
    return line


def read_day(value: Any) -> str:
    try:
        day = (
            value.date()
            if isinstance(value, datetime)
            else value
            if isinstance(value, date)
            else written_day(str(value))
        )
    except ValueError:
        raise ValueError("date") from None
    if day > today():
        raise ValueError("future")
    return str(day.isoformat())


def read_id(value: Any) -> str:
    try:
        return str(UUID(read_line(value)))
    except ValueError:
        raise ValueError("uuid") from None


READERS: dict[str, Callable[[Any], Any]] = {
    "kind": read_kind,
    "commune_code": read_commune,
    "services": read_services,
    "phone": read_phone,
    "email": read_email,
    "checked_on": read_day,
    "about": read_text,
    "address": read_text,
    "id": read_id,
}
