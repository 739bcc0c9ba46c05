"""What several pages ask about a case: its concerns, a decision, a reason, another file."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import Length

from casework.cases.models import Decision
from casework.cases.references import written_reference
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    Form,
    LineField,
    NarrativeField,
    VersionedForm,
    needed,
    required_if,
)
from casework.people.forms import line
from casework.programmes.base import Programme
from casework.programmes.lists import OTHER


def said_when_other(form: Any, field: LineField) -> None:
    if OTHER in (form.primary.data, *(form.others.data or ())) and not field.data:
        raise ValidationError(_("Say in a few words what the other concern is."))


class ConcernsForm(VersionedForm):
    primary = ChoiceField(_l("Main concern"), [needed()])
    others = ChoicesField(_l("Other concerns"))
    other_text = line(_l("The concern in other words"), _l("When the list does not say it."), said_when_other)

    def offer(self, programme: Programme, *, keeping: Collection[str] = ()) -> None:
        """The programme's list, and what had been chosen before it was retired."""
        self.primary.choices = self.others.choices = programme.concerns.choices(keeping=keeping)


class DecisionForm(Form):
    decision = ChoiceField(_l("Your decision"), [needed()], choices=Decision.choices(), coerce=Decision)
    comment = NarrativeField(
        _l("Comment"),
        [required_if("decision", [Decision.RETURNED], _l("Say what is missing, or why not."))],
        rows=3,
    )

    @property
    def is_approved(self) -> bool:
        return self.decision.data is Decision.APPROVED


class PurposeForm(Form):
    purpose = NarrativeField(
        _l("Why do you open this file?"),
        [needed(), Length(min=5, max=500, message=_l("Say it in a few words: from 5 to 500 characters."))],
        rows=2,
        description=_l("Asked once a day. The worker in charge of the file sees your answer."),
    )


def reason(label: Any, hint: Any = "") -> Any:
    in_short = Length(min=5, max=1000, message=_l("Say it in a few words: from 5 to 1,000 characters."))
    return NarrativeField(label, [needed(), in_short], rows=3, description=hint)


class ReasonForm(Form):
    why = reason(_l("Why"), _l("Kept with the log."))


def another_file(label: Any) -> Any:
    return line(label, _l("For example AZ-26-7K3QX9."), needed())


class ReferenceForm(Form):
    """Names another file by its reference: files are never offered by name."""

    reference = another_file(_l("Reference of the other file"))

    def validate_reference(self, field: LineField) -> None:
        reference = written_reference(field.data or "")
        if not reference:  # what was typed stays in the field, to be put right there
            raise ValidationError(_("This is no reference. Check the six characters at its end."))
        field.data = reference
