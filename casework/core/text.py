"""Cleans what people type before anything else sees it."""

import re
import unicodedata

# NUL and other controls (PostgreSQL refuses NUL), and the marks that make a text look otherwise
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u061c\u200b\u200e\u200f]"
)
SURROGATES = re.compile("[\ud800-\udfff]")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def clean(text: str) -> str:
    """The same text without controls; Arabic and the joiners it needs (ZWJ, ZWNJ) stay."""
    return SURROGATES.sub("", CONTROLS.sub("", text))


def clean_line(text: str) -> str:
    """A name or another single line: composed, spaces folded."""
    return " ".join(unicodedata.normalize("NFC", clean(text)).split())


def western_digits(text: str) -> str:
    return text.translate(DIGITS)


def excerpt(text: str, length: int = 280) -> str:
    """The beginning of a text, cut between two words."""
    folded = " ".join(text.split())
    if len(folded) <= length:
        return folded
    return folded[: length - 1].rsplit(" ", 1)[0] + "…"


def isolated(text: str) -> str:
    """A reference or a number inside a sentence of either direction, where a page has no room for a tag."""
    return f"\u2066{text}\u2069"


def in_its_direction(words: str) -> str:
    """What somebody wrote or is called, inside a sentence: in the direction of its own first letter."""
    return f"\u2068{words}\u2069"
