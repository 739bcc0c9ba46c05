"""Who takes the files, for how long and why."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice
from wtforms.validators import Length

from casework.accounts.models import User
from casework.core.clock import today
from casework.core.forms import ChoiceField, DayField, Form, NarrativeField, needed, not_past


def why() -> NarrativeField:
    """Kept with the file, and read by those who work on it."""
    few_words = _l("Say it in a few words: from 5 to 500 characters.")
    return NarrativeField(_l("Why?"), [needed(), Length(min=5, max=500, message=few_words)], rows=2)


class AssignForm(Form):
    worker = ChoiceField(_l("Who takes charge?"), [needed()], coerce=UUID)
    reason = why()

    def offer(self, workers: Iterable[User]) -> "AssignForm":
        self.worker.choices = choices(workers)
        return self


class CoverForm(Form):
    worker = ChoiceField(_l("Who takes over meanwhile?"), [needed()], coerce=UUID)
    from_on = DayField(_l("From"), [needed(), not_past], default=today)
    until_on = DayField(_l("Until, this day included"), [needed(), not_past])
    reason = why()

    def offer(self, workers: Iterable[User]) -> "CoverForm":
        self.worker.choices = choices(workers)
        return self


def choices(workers: Iterable[User]) -> list[Any]:
    return [SelectChoice(str(worker.id), worker.name) for worker in workers]
