"""A form sent when the session had run out: its text is kept, sealed inside the sign-in form for one hour."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import request, session

from casework.accounts.sessions import opened, sealed
from casework.core.clock import now

KEPT_FOR = timedelta(hours=1)
LIMIT = 1024 * 1024  # characters
NEVER_KEPT = ("csrf_token", "password", "again")


def typed_before_expiry() -> str | None:
    """The form of this request, sealed for whoever's session has just run out; None when there is nothing to keep."""
    user_id = getattr(session, "expired_user", None)
    if request.method != "POST" or not user_id:
        return None
    fields = [(name, text) for name, text in request.form.items(multi=True) if name not in NEVER_KEPT]
    if not fields or sum(len(text) for _name, text in fields) > LIMIT:
        return None
    until = (now() + KEPT_FOR).isoformat()
    return sealed({"user": str(user_id), "to": request.path, "until": until, "fields": fields})


def kept_for(user_id: UUID, text: str | None) -> dict[str, Any] | None:
    """What was kept, if it is this person's and not older than an hour."""
    kept: dict[str, Any] = opened(text) if text else {}
    if kept.get("user") != str(user_id) or datetime.fromisoformat(kept["until"]) < now():
        return None
    return kept
