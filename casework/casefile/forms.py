"""What is filled in to correct a file, to share the work on it, or to print it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice
from wtforms.validators import Optional

from casework.cases.forms import ReasonForm, ReferenceForm, another_file, reason
from casework.cases.models import MemberRole
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    NarrativeField,
    OnceForm,
    PhoneField,
    RowField,
    VersionedForm,
    needed,
    not_past,
    required_if,
)
from casework.people.forms import (
    IdentityForm,
    NumberForm,
    RelativeForm,
    SuspectedAuthorForm,
    line,
    offered,
)
from casework.programmes.base import RiskLevel
from casework.programmes.lists import CASE_SOURCES, OTHER, RELATIONSHIPS_TO_THE_CHILD


class EditPersonForm(IdentityForm, VersionedForm):
    pass


class AddNumberForm(NumberForm, OnceForm):
    pass


class EditNumberForm(NumberForm, VersionedForm):
    pass


class AddRelativeForm(RelativeForm, OnceForm):
    pass


class EditRelativeForm(RelativeForm, VersionedForm):
    pass


class LinkHouseholdForm(ReferenceForm, OnceForm):
    relation = ChoiceField(
        _l("Relation to the person"),
        [needed()],
        choices=offered(RELATIONSHIPS_TO_THE_CHILD),
        description=_l("What the person of the other file is to the person of this one."),
    )
    relation_text = line(
        _l("Relation in other words"),
        "",
        required_if("relation", [OTHER], _l("Say what the relation is.")),
        shown_if=f"relation={OTHER}",
    )
    lives_there = BooleanField(_l("Lives in the same home"))
    relative_id = RowField(
        _l("Is it somebody of the household or the family already entered?"),
        [Optional()],
        description=_l("Then the line that is there leads to the other file, and no second one is made."),
    )


class SeenForm(VersionedForm):
    """Only the version that was shown, beside a form that knows nothing of versions."""


class RiskForm(OnceForm, VersionedForm):
    level = ChoiceField(_l("Risk"), [needed()], choices=RiskLevel.choices(), coerce=RiskLevel)
    why = reason(_l("Why"), _l("What was seen or said that makes the risk so."))


class ReporterForm(Form):
    kind = ChoiceField(_l("Where the signal came from"), [Optional()], choices=offered(CASE_SOURCES))
    name = line(_l("Name"), _l("Only when it was given freely. It is printed nowhere."))
    phone = PhoneField(_l("Telephone number"), [Optional()])
    link = line(_l("What links the reporter to the person"))
    wishes = NarrativeField(
        _l("What the reporter asks of us"),
        [Optional()],
        rows=2,
        description=_l("To stay unnamed, for example."),
    )


class AddReporterForm(ReporterForm, OnceForm):
    pass


class EditReporterForm(ReporterForm, VersionedForm):
    pass


class AuthorForm(SuspectedAuthorForm):
    relative_id = RowField(
        _l("Is it somebody of the household or the family already entered?"),
        [Optional()],
        description=_l("Then no page offers this person as a contact any more."),
    )


class AddAuthorForm(AuthorForm, OnceForm):
    pass


class EditAuthorForm(AuthorForm, VersionedForm):
    pass


class BarForm(Form):
    user_id = RowField(_l("Who must not know"), [needed()])
    why = reason(_l("Why"), _l("Family, neighbour, or what the person said. Sealed."))


class MoveEntryForm(ReasonForm, ReferenceForm):
    reference = another_file(_l("Reference of the right file"))


class AddMemberForm(ReasonForm):
    user_id = RowField(_l("Who joins the file"), [needed()])
    role: Any = ChoiceField(
        _l("As"),
        [needed()],
        choices=[SelectChoice(role.value, role.label) for role in (MemberRole.SPECIALIST, MemberRole.COVER)],
        coerce=MemberRole,
    )
    until_on = DayField(
        _l("Until"), [Optional(), not_past], description=_l("Without a day: until somebody ends it.")
    )


class PrintForm(ReasonForm):
    with_name = BooleanField(_l("Print the name"))
    with_douar = BooleanField(_l("Print the commune and the douar"))
    with_phone = BooleanField(_l("Print the numbers that are safe today"))
