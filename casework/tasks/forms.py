"""Forms about what is to be done on a case."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice
from wtforms.validators import Length

from casework.cases.models import Case
from casework.core.forms import (
    ChoiceField,
    DayField,
    LineField,
    NarrativeField,
    OnceForm,
    VersionedForm,
    needed,
    not_past,
)

WRITE_A_DAY = _l("Write the date as day/month/year, for example 31/12/2025.")
A_FEW_WORDS = Length(max=500, message=_l("Say it in a few words: 500 characters at most."))


class TaskForm(OnceForm):
    title = LineField(
        _l("What is to be done"),
        [needed(), Length(max=200, message=_l("Say it in one line: 200 characters at most."))],
    )
    due_on = DayField(_l("By which day"), [needed(), not_past], description=WRITE_A_DAY)
    assignee_id = ChoiceField(
        _l("Who does it"),
        coerce=UUID,
        description=_l("No answer: whoever leads the file."),
    )

    def offer_members(self, case: Case) -> None:
        """Only those who work on the file today can be given something to do on it."""
        members = {member.user_id: member.user.name for member in case.current_members}
        self.assignee_id.choices = [SelectChoice(str(user_id), name) for user_id, name in members.items()]


class CompleteTaskForm(VersionedForm):
    """For what somebody wrote down to do; a word is optional."""

    why = NarrativeField(_l("How it was done"), [A_FEW_WORDS], rows=2)


class CompleteStepForm(VersionedForm):
    """For a step of the programme: done by hand, it needs a word."""

    why = NarrativeField(
        _l("How it was done"),
        [needed(), A_FEW_WORDS],
        rows=2,
        description=_l(
            "The note of a contact does the follow-up by itself. By hand, say in a few words how."
        ),
    )


class MoveTaskForm(VersionedForm):
    due_on = DayField(_l("New due date"), [needed(), not_past], description=WRITE_A_DAY)
    why = NarrativeField(
        _l("Why another day?"), [needed(), A_FEW_WORDS], rows=2, description=_l("The file keeps your reason.")
    )


class WaitTaskForm(VersionedForm):
    until_on = DayField(
        _l("Waiting until"),
        [needed(), not_past],
        description=_l("The day on which you agreed that she comes or calls. Until then nothing is late."),
    )
