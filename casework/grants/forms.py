"""What is filled in to be lent a file, to lend it, and to look at it afterwards."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, ValidationError
from wtforms.validators import Length

from casework.cases.forms import reason
from casework.cases.grants import GrantGround, GrantVerdict
from casework.cases.references import written_reference
from casework.core.choices import LabelledEnum
from casework.core.forms import ChoiceField, LineField, NarrativeField, OnceForm, VersionedForm, needed
from casework.people.forms import line

AT_LEAST = Length(min=20, max=1000, message=_l("Say it in a few sentences: from 20 to 1,000 characters."))


class LentForm(OnceForm):
    reference = line(_l("Reference of the file"), _l("For example AZ-26-7K3QX9."), needed())

    def validate_reference(self, field: LineField) -> None:
        reference = written_reference(field.data or "")
        if not reference:  # what was typed stays in the field, to be put right there
            raise ValidationError(_("This is no reference. Check the six characters at its end."))
        field.data = reference


class ExceptionalForm(LentForm):
    ground = ChoiceField(_l("Ground"), [needed()], choices=GrantGround.choices(), coerce=GrantGround)
    why = NarrativeField(
        _l("Why do you have to read this file?"),
        [needed(), AT_LEAST],
        rows=4,
        description=_l(
            "The supervisor, the lead worker and the data-protection officer read it. Write no name in it."
        ),
    )
    password = PasswordField(
        _l("Your password, once more"),
        [needed(), Length(max=5000)],
        render_kw={"autocomplete": "current-password", "dir": "auto"},
    )


class DutyForm(LentForm):
    why = reason(
        _l("Why now, and in whose place?"), _l("The supervisor and the lead worker read your answer.")
    )


class Answer(LabelledEnum):
    GIVEN = "given", _l("Open the file for four hours, to be read only")
    DECLINED = "declined", _l("Decline")


class DecideForm(VersionedForm):
    decision = ChoiceField(_l("Your decision"), [needed()], choices=Answer.choices(), coerce=Answer)
    answer = reason(_l("Why"), _l("Kept with the request; the data-protection officer reads it."))

    @property
    def gives(self) -> bool:
        return self.decision.data is Answer.GIVEN


class ReviewForm(VersionedForm):
    verdict = ChoiceField(
        _l("What you found"), [needed()], choices=GrantVerdict.choices(), coerce=GrantVerdict
    )
    review = reason(_l("In your words"))
