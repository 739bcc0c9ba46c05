"""Opens a file from a signal or an emergency, in one go and only once."""

from collections.abc import Mapping
from typing import Any

from casework.accounts.models import User
from casework.cases.models import Case, Reporter
from casework.core.database import hold
from casework.core.extensions import db
from casework.intake.queries import intake_made_with
from casework.intake.services.opening import NewCase, open_from


def open_entry(new: NewCase, *, by: User, reporter: Mapping[str, Any] | None = None) -> Case:
    """Sent twice it is still one file, with one reporter."""
    hold(by)  # a second click waits here for the first
    if made := intake_made_with(new.form_key, by):
        return made.case
    case = open_from(new, by=by)
    if reporter:
        db.session.add(Reporter(key_id=case.key_id, case_id=case.id, **reporter))
    return case
