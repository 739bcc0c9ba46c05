"""Forms about what is to be done on a case."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from casework.core.forms import (
    DayField,
    LineField,
    NarrativeField,
    OnceForm,
    RowField,
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
    # offered: those who work on the file today
    assignee_id = RowField(_l("Who does it"), description=_l("No answer: whoever leads the file."))


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
