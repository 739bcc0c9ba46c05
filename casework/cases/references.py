"""References such as AZ-26-7K3QX9: province, opening year, five random characters and a check character."""

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I, which are read for one another
N_RANDOM = 5


def new_reference(province: str, year: int) -> str:
    """Tells neither the cell nor the order of opening."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(N_RANDOM))
    return f"{province}-{year % 100:02}-{body}{check_character(body)}"


def check_character(body: str) -> str:
    """Luhn modulo 32: catches every single wrong character and most swaps of neighbours."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def written_reference(typed: str) -> str | None:
    """The reference that was meant, typed in any case, with or without hyphens; None when it is none."""
    found = re.fullmatch(r"([A-Z]{2})(\d{2})([A-Z0-9]{6})", re.sub(r"[\s\-–]", "", typed).upper())
    if not found or not set(found[3]) <= set(ALPHABET) or check_character(found[3][:-1]) != found[3][-1]:
        return None
    return "-".join(found.groups())
