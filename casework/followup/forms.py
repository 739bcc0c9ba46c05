"""Forms for what happened between two contacts. Four answers are required, no more."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    NarrativeField,
    OnceForm,
    VersionedForm,
    needed,
    not_in_the_future,
    not_past,
    required_if,
)
from casework.core.i18n import short_day
from casework.core.paper import offer_on_paper
from casework.core.text import isolated
from casework.followup.models import Contact, Note, NoteKind
from casework.people.models import ContactNumber, ContactSafety
from casework.people.safety import Forbidden

WRITE_A_DAY = _l("Write the date as day/month/year, for example 31/12/2025.")
SAFETY_NEEDED = _l("Say what the team must know to keep the person safe.")


def between_one_and(most: int) -> NumberRange:
    return NumberRange(1, most, message=_l("Write the minutes as a number, 1,440 at most."))


class ContactForm(Form):
    """What is asked of every note, whether it stands in one file or in several."""

    happened_on = DayField(_l("Day"), [needed(), not_in_the_future], default=today, description=WRITE_A_DAY)
    kind = ChoiceField(_l("Kind of note"), [needed()], choices=NoteKind.choices(), coerce=NoteKind)
    contact = ChoiceField(
        _l("Did you speak with the person?"), [needed()], choices=Contact.choices(), coerce=Contact
    )
    minutes = IntegerField(
        _l("Duration in minutes"), [Optional(), between_one_and(1440)], render_kw={"size": "5"}
    )

    def set_files(self, *cases: Case) -> None:
        self.cases = cases

    def validate_happened_on(self, field: DayField) -> None:
        for case in self.cases:
            if field.data and field.data < case.opened_on:
                opened = isolated(short_day(case.opened_on))
                raise ValidationError(
                    _("The file was opened on %(day)s: a note cannot be older.", day=opened)
                )


class NoteForm(ContactForm, OnceForm):
    text = NarrativeField(_l("What was said and done"), [needed()], rows=9)
    next_step = LineField(
        _l("Next step"), [Length(max=200, message=_l("Say it in one line: 200 characters at most."))]
    )
    next_on = DayField(
        _l("By which day"),
        [required_if("next_step", bool, _l("Give the next step its day.")), Optional(), not_past],
        description=WRITE_A_DAY,
    )
    confirmed_number = ChoiceField(
        _l("Safe contact asked again: which number is still safe?"), [Optional()], coerce=UUID
    )
    restricted_part = NarrativeField(
        _l("Restricted part"), [Optional()], rows=4, description=_l("Read by you and the supervisor only.")
    )
    is_clinical = BooleanField(
        _l("This is a clinical note"), description=_l("Its text is then read by you alone.")
    )
    safety_line = NarrativeField(
        _l("Safety line for the team"),
        [required_if("is_clinical", bool, SAFETY_NEEDED)],
        rows=2,
        description=_l("What the others must know so that the person is safe, without clinical detail."),
        render_kw={"data-shown-if": "is_clinical=y"},
    )

    def fit(self, case: Case, user: User, forbidden: Forbidden) -> None:
        """Ask only what this person may write about this case."""
        self.set_files(case)
        if not can(user, Action.NOTE_CLINICAL, case):
            del self.is_clinical, self.safety_line
        numbers = [number for number in case.person.numbers if may_become_safe(number, forbidden)]
        self.confirmed_number.choices = [SelectChoice(str(number.id), said(number)) for number in numbers]
        if not numbers or not can(user, Action.CASE_EDIT, case):
            del self.confirmed_number

    def validate_next_step(self, field: LineField) -> None:
        if self.next_on.data and not field.data:
            raise ValidationError(_("Say what is to be done by that day."))


offer_on_paper("note", _l("Follow-up note"), lambda: NoteForm(formdata=None))


class CorrectNoteForm(ContactForm, VersionedForm):
    text = NarrativeField(_l("What was said and done"), [needed()], rows=9)
    restricted_part = NarrativeField(
        _l("Restricted part"), [Optional()], rows=4, description=_l("Read by you and the supervisor only.")
    )
    safety_line = NarrativeField(_l("Safety line for the team"), [needed(SAFETY_NEEDED)], rows=2)

    def fit(self, case: Case, note: Note) -> None:
        self.set_files(case)
        if not note.is_clinical:
            del self.safety_line


class AddendumForm(OnceForm):
    text = NarrativeField(_l("What you add"), [needed()], rows=6)


class SiblingNotesForm(ContactForm, OnceForm):
    """One pass, one text per file; made for the files chosen."""

    def text_for(self, case: Case) -> Any:
        return self[field_name(case)]

    @property
    def texts(self) -> dict[UUID, str]:
        return {case.id: self.text_for(case).data for case in self.cases}

    @property
    def shared_answers(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("happened_on", "kind", "contact", "minutes")}


def sibling_notes_form(cases: list[Case]) -> SiblingNotesForm:
    fields = {field_name(case): text_field(case) for case in cases}
    form: SiblingNotesForm = type("SiblingNotesForm", (SiblingNotesForm,), fields)()
    form.set_files(*cases)
    return form


def field_name(case: Case) -> str:
    return f"text_{case.id.hex}"


def text_field(case: Case) -> NarrativeField:
    label = _("Text for %(reference)s", reference=isolated(case.reference))
    return NarrativeField(label, [needed(_l("Each file gets a text of its own."))], rows=6)


def may_become_safe(number: ContactNumber, forbidden: Forbidden) -> bool:
    return number.safety is not ContactSafety.UNSAFE and number.number not in forbidden.numbers


def said(number: ContactNumber) -> str:
    """As it is read out: 06 00 00 00 00, which never flips."""
    digits = str(number.number)
    national = f"0{digits[4:]}" if digits.startswith("+212") else digits
    return isolated(" ".join(national[place : place + 2] for place in range(0, len(national), 2)))
