"""Who takes the files, for how long and why."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from casework.core.clock import today
from casework.core.forms import DayField, Form, NarrativeField, RowField, needed, not_past


def why() -> NarrativeField:
    """Kept with the file, and read by those who work on it."""
    few_words = _l("Say it in a few words: from 5 to 500 characters.")
    return NarrativeField(_l("Why?"), [needed(), Length(min=5, max=500, message=few_words)], rows=2)


class AssignForm(Form):
    worker = RowField(_l("Who takes charge?"), [needed()])
    reason = why()


class CoverForm(Form):
    worker = RowField(_l("Who takes over meanwhile?"), [needed()])
    from_on = DayField(_l("From"), [needed(), not_past], default=today)
    until_on = DayField(_l("Until, this day included"), [needed(), not_past])
    reason = why()
