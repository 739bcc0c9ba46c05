"""What a form sent: each answer cleaned, and the texts that an error page shows back."""

import re
from collections.abc import Iterator
from typing import Any

from flask import g, request

from casework.core.text import clean

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}(-[0-9]{1,3})?(-[A-Za-z_][A-Za-z0-9_]{0,60})?")
NOT_SHOWN = ("csrf_token", "form_key", "version", "password", "again", "current", "kept")
MOST = 1024 * 1024  # characters; a longer page helps nobody
AN_ID = 36


def typed_answers() -> Iterator[tuple[str, str]]:
    """Name and text of each answer, cleaned; a name that no field of ours could have is left out."""
    for name, text in request.form.items(multi=True):
        if NAME.fullmatch(name):
            yield name, clean(text)


def remember_labels(form: Any) -> None:
    """The questions that take a text, so that an error page can say which answer is which."""
    g.questions = {field.name: field.label.text for field in form if takes_text(field)}


def takes_text(field: Any) -> bool:
    is_hidden = getattr(field.widget, "input_type", "") == "hidden"
    is_chosen = hasattr(field, "choices") or hasattr(field, "false_values")  # a list, a box to tick
    return hasattr(field, "_value") and not is_chosen and not is_hidden


def texts_to_show(otherwise: Any) -> list[tuple[Any, str]]:
    """Label and text of what was written, `otherwise` where no question is known; no password, no code.

    Nothing of a body that was never read, since it was too long or nobody asked for it.
    """
    if "form" not in vars(request._get_current_object()):  # type: ignore[attr-defined]
        return []
    questions = g.get("questions", {})
    texts = [
        (questions.get(name, otherwise), text)
        for name, text in typed_answers()
        if name not in NOT_SHOWN and text.strip() and (name in questions or is_written(text))
    ]
    return texts if sum(len(text) for _label, text in texts) <= MOST else []


def is_written(text: str) -> bool:
    """By somebody, rather than chosen from a list."""
    return len(text) > AN_ID or any(character.isspace() for character in text.strip())
