"""A form sent when the session had run out: its text is kept, sealed inside the sign-in form for one hour."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request, session
from werkzeug.exceptions import RequestEntityTooLarge

from casework.accounts.sessions import opened, sealed
from casework.core.clock import now
from casework.core.forms import BRINGING_BACK
from casework.core.text import clean

KEPT_FOR = timedelta(hours=1)
LIMIT = 1024 * 1024  # bytes
NEVER_KEPT = ("csrf_token", BRINGING_BACK, "password", "again", "current")
PURPOSE = b"kept"


def typed_before_expiry() -> str | None:
    """The form of this request, sealed for whoever's session has just run out; None when nothing was typed.

    Raises RequestEntityTooLarge for more than is kept: a plain answer is better than a text that vanishes.
    """
    user_id = getattr(session, "expired_user", None)
    if request.method != "POST" or not user_id:
        return None
    typed = [(name, clean(text)) for name, text in request.form.items(multi=True) if name not in NEVER_KEPT]
    if not typed:
        return None
    if sum(len(name.encode()) + len(text.encode()) for name, text in typed) > LIMIT:
        raise RequestEntityTooLarge
    until = (now() + KEPT_FOR).isoformat()
    address = request.full_path.rstrip("?")
    return sealed({"user": str(user_id), "to": address, "until": until, "fields": typed}, PURPOSE)


def kept_for(user_id: UUID, text: str | None) -> dict[str, Any] | None:
    """What was kept, if it is this person's and not older than an hour."""
    kept: dict[str, Any] = opened(text, PURPOSE) if text else {}
    if kept.get("user") != str(user_id) or datetime.fromisoformat(kept["until"]) < now():
        return None
    return kept
