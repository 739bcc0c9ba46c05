"""What a form says beside what is stored: for a stale edit, and for the page of corrections."""

import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from casework.core.answers import in_words, plain
from casework.core.forms import Form


def answers_shown(form: Form, stored: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Labels and answers of what was answered, in the order of the form."""
    return [
        (form[name].label.text, in_words(form[name], stored[name]))
        for name in form._fields
        if stored.get(name) not in (None, "", False)
    ]


def stamp_of(stored: Mapping[str, Any]) -> int:
    """A version for answers that have none of their own: another one as soon as one of them is another."""
    text = json.dumps({name: plain(answer) for name, answer in stored.items()}, sort_keys=True, default=str)
    return 1 + crc32(text.encode()) % (10**9 - 1)
