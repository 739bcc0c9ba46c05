"""What is filled in when the work is reviewed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice
from wtforms.validators import Length, Optional

from casework.accounts.models import User
from casework.cases.forms import ReferenceForm, another_file
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    not_past,
    required_if,
    within_a_year,
)
from casework.partners.models import Partner
from casework.supervision.models import ReviewVerdict

A_WEEK = timedelta(days=7)
WRITE_A_DAY = _l("Write the date as day/month/year, for example 31/12/2025.")
IN_ONE_LINE = Length(max=200, message=_l("Say it in one line: 200 characters at most."))
SHORT = Length(max=1000, message=_l("Say it in 1,000 characters at most."))


def in_a_week() -> date:
    return today() + A_WEEK


class AskForm(OnceForm):
    text = NarrativeField(_l("What do you ask?"), [needed(), SHORT], rows=4)
    due_on = DayField(
        _l("To be answered by"), [needed(), not_past], default=in_a_week, description=WRITE_A_DAY
    )


class AnswerForm(VersionedForm):
    text = NarrativeField(_l("Your answer"), [needed(), SHORT], rows=4)


class StartReviewForm(OnceForm):
    """Only its key: who reviews whom stands in the address."""


class VerdictForm(VersionedForm):
    verdict = ChoiceField(
        _l("What was decided"), [needed()], choices=ReviewVerdict.choices(), coerce=ReviewVerdict
    )
    text = NarrativeField(
        _l("In a few words"), [SHORT], rows=3, description=_l("The file keeps it, and whoever works on it.")
    )
    task_title = LineField(
        _l("What is to be done"),
        [required_if("verdict", [ReviewVerdict.DO_NEXT], _l("Say what is to be done.")), IN_ONE_LINE],
    )
    task_due_on = DayField(
        _l("By which day"),
        [required_if("task_title", bool, _l("Give the task its day.")), Optional(), not_past],
        description=WRITE_A_DAY,
    )

    def without_task(self) -> None:
        """One was given already: it is changed among the tasks of the file."""
        del self.task_title, self.task_due_on


class MeetingForm(Form):
    held_on = DayField(
        _l("Day of the conference"), [needed(), within_a_year], default=today, description=WRITE_A_DAY
    )
    colleagues = ChoicesField(_l("Colleagues who take part"))
    partners = ChoicesField(
        _l("Organisations that take part"),
        description=_l("Of the organisation nothing but its name is kept. Each file needs a consent for it."),
    )

    def offer(self, colleagues: list[User], partners: list[Partner]) -> None:
        self.colleagues.choices = [SelectChoice(str(user.id), user.name) for user in colleagues]
        self.partners.choices = [SelectChoice(str(partner.id), partner.name) for partner in partners]
        self.by_id = {str(row.id): row for row in (*colleagues, *partners)}

    def chosen(self, name: str) -> list[Any]:
        return [self.by_id[row_id] for row_id in self[name].data or ()]


class ConferenceForm(MeetingForm, OnceForm):
    pass


class ChangeConferenceForm(MeetingForm, VersionedForm):
    pass


class DiscussedFileForm(ReferenceForm):
    reference = another_file(_l("Reference of the file"))


class ConferenceDecisionForm(OnceForm):
    text = NarrativeField(_l("What was decided"), [needed(), SHORT], rows=4)
    responsible_id = RowField(_l("Who does it"), description=_l("No answer: whoever leads the file."))
    due_on = DayField(_l("By which day"), [needed(), not_past], description=WRITE_A_DAY)
    have_left = BooleanField(_l("They left the room while this file was discussed"), [needed()])

    def fit(self, members: Iterable[User], *, somebody_leaves: bool) -> None:
        self.responsible_id.offer(members)
        if not somebody_leaves:
            del self.have_left
