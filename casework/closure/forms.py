"""Asking to close, deciding on it, and why a file is opened again."""

from flask_babel import lazy_gettext as _l

from casework.cases.models import Case
from casework.closure.models import Closure
from casework.core.forms import ChoiceField, Form, NarrativeField, OnceForm, YesNoField, needed


class ClosureForm(OnceForm):
    reason = ChoiceField(_l("Reason for closing"), [needed()])
    summary = NarrativeField(
        _l("Short summary"),
        [needed()],
        rows=5,
        description=_l("What was done, where the person stands now, what she may come back for."),
    )
    person_was_told = YesNoField(
        _l("Was the person told?"),
        [needed()],
        description=_l("By safe contact only; never through somebody else."),
    )
    told = NarrativeField(_l("How, or why not"), [needed()], rows=2)

    def prepare(self, case: Case, returned: Closure | None) -> None:
        """What was returned is there to be completed."""
        self.reason.choices = case.programme.closure_reasons.choices()
        if returned and not self.is_submitted():
            said = {
                name: getattr(returned, name) for name in ("reason", "summary", "person_was_told", "told")
            }
            self.process(data=said)


class ReopenForm(Form):
    why = NarrativeField(_l("Why the file is opened again"), [needed()], rows=3)
