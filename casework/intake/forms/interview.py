"""The five steps of an interview. What the programme asks comes from the programme."""

from functools import cache
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectChoice, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from casework.cases import forms as cases
from casework.consents.models import ConsentManner, ConsentState
from casework.core.choices import LabelledEnum
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    Form,
    NarrativeField,
    OnceForm,
    VersionedForm,
    needed,
    not_in_the_future,
    required_if,
    typed_answers,
    within_a_year,
)
from casework.intake.models import HOUSEHOLD, SeenAlone, Typed
from casework.people.forms import IdentityForm, NumberForm, RelativeForm, SuspectedAuthorForm, line
from casework.people.models import ADULT_AT
from casework.programmes import PROGRAMMES
from casework.programmes.base import RiskLevel
from casework.programmes.lists import CASE_SOURCES, OTHER, SPOKEN_LANGUAGES, UNKNOWN, YES_NO

NUMBERS = 3
AGREES = (
    SelectChoice(ConsentState.GIVEN, _l("Yes, agrees")),
    SelectChoice(ConsentState.NOT_POSSIBLE, _l("Not yet possible")),
    SelectChoice(ConsentState.REFUSED, _l("No, refuses")),
)


def typed_in(form: Form) -> Typed:
    """What this form sent, as it was typed; fields of other forms are no part of it."""
    own = {field.name for field in form} - {"csrf_token", "form_key", "version"}
    kept: Typed = {}
    for name, text in typed_answers():
        if name.split("-")[0] in own:
            kept.setdefault(name, []).append(text)
    return kept


def needs(field: Any, *checks: Any) -> None:
    """Ask for this field otherwise than the file does: needed here, or needed only in some cases."""
    kept = [check for check in field.validators if not isinstance(check, InputRequired | Optional)]
    field.validators = [*(checks or [Optional()]), *kept]
    field.flags.required = any(isinstance(check, InputRequired) for check in checks) or None


def goes_with_others(message: Any, *beside: str) -> Any:
    """Needed as soon as something else is said of the same person or number."""

    def check(form: Any, field: Any) -> None:
        if not field.data and form.has_answers(field.short_name, *beside):
            raise ValidationError(message)

    return check


class Nested(Form):
    """A part of a form, whose token is the whole form's; it asks less than the same questions in the file."""

    class Meta(Form.Meta):
        csrf = False

    left_out: ClassVar[tuple[str, ...]] = ()
    not_needed: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            del self[name]
        for name in self.not_needed:
            needs(self[name])

    def has_answers(self, *beside: str) -> bool:
        return any(field.data for field in self if field.short_name not in beside)


class NoticeForm(Form):
    seen_alone = ChoiceField(
        _l("Is the person seen alone?"),
        [needed()],
        choices=SeenAlone.choices(),
        coerce=SeenAlone,
        description=_l("If not, some questions are left for another meeting."),
    )
    notice_read = BooleanField(_l("The notice was read aloud and explained"), [needed()])
    is_child = ChoiceField(_l("Is the person under 18?"), [needed()], choices=YES_NO.choices())
    language = ChoiceField(_l("Language of the talk"), [needed()], choices=SPOKEN_LANGUAGES.choices())
    interpreter = line(_l("Interpreter"), _l("If somebody interprets: who. Never a child, never a relative."))
    agreement = ChoiceField(
        _l("Does the person agree to be received and followed up?"),
        [needed()],
        choices=list(AGREES),
        coerce=ConsentState,
    )
    why_not_yet = line(
        _l("Why it is not yet possible"),
        "",
        required_if("agreement", [ConsentState.NOT_POSSIBLE], _l("Say why it is not yet possible.")),
    )
    manner = ChoiceField(
        _l("How it was said"), [Optional()], choices=ConsentManner.choices(), coerce=ConsentManner
    )
    representative = ChoiceField(
        _l("What the legal representative says"),
        [Optional()],
        choices=list(AGREES),
        coerce=ConsentState,
        description=_l("Never needed to open the file. Not asked of whoever may have done the harm."),
    )
    statistics = ChoiceField(
        _l("Does the person agree to be counted, without a name?"),
        [Optional()],
        choices=[AGREES[0], AGREES[2]],
        coerce=ConsentState,
    )

    @property
    def is_of_child(self) -> bool:
        """An age not known is a child's until it is known."""
        return "is_child" in self and self["is_child"].data in ("YES", UNKNOWN)

    @property
    def is_refused(self) -> bool:
        """An adult's refusal stands; a child's is noted, and does not leave it without protection."""
        return self.agreement.data is ConsentState.REFUSED and not self.is_of_child


class StartForm(OnceForm, NoticeForm):
    """The first step of an interview of which nothing is kept yet."""


class NoticeStepForm(VersionedForm, NoticeForm):
    """The first step, opened again."""


class NumberEntry(Nested, NumberForm):
    left_out = ("confirmed_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = _l("Say whether a call is safe. Without a clear answer: never call.")
        needs(self.safety, required_if("number", bool, answer), Optional())
        needs(self.number, goes_with_others(_l("Write the number to which this applies."), "safety"))


class PersonForm(VersionedForm, IdentityForm):
    numbers = FieldList(
        FormField(NumberEntry), _l("Telephone numbers"), min_entries=NUMBERS, max_entries=NUMBERS
    )
    barred = ChoicesField(
        _l("Colleagues who must not know"),
        description=_l("Family, neighbours or others: for them the file will not exist."),
    )
    must_not_know = NarrativeField(
        _l("Others who must not know"),
        [Optional()],
        rows=2,
        description=_l("At a partner's or in the neighbourhood, in the person's own words."),
    )
    source = ChoiceField(_l("How the person came to us"), [Optional()], choices=CASE_SOURCES.choices())
    source_text = line(_l("In other words"), "", required_if("source", [OTHER], _l("Say who or what.")))
    interview_on = DayField(
        _l("Day of the interview"),
        [Optional(), not_in_the_future, within_a_year],
        default=today,
        description=_l("Change it only when a paper form is entered later: due dates count from this day."),
    )
    is_of_child = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.language  # asked with the notice
        needs(self.commune, needed())

    def validate_birth(self, field: Any) -> None:
        born = field.data.year if field.data else None
        if born and self.is_of_child and today().year - born > ADULT_AT:
            raise ValidationError(
                _("This date is an adult's, and the first step says a child. Correct one of them.")
            )


class Companion(LabelledEnum):
    """Who brought the child; each but the last says relation and legal capacity in one tap."""

    ALONE = "alone", _l("Nobody: the child came alone")
    MOTHER = "mother", _l("The mother, who is legal representative")
    MOTHER_ONLY = "mother_only", _l("The mother, without legal representation")
    FATHER = "father", _l("The father")
    KAFIL = "kafil", _l("The kafil")
    SOMEBODY = "somebody", _l("Somebody else")


class CompanionEntry(Nested, RelativeForm):
    left_out = ("birth_year", "phone", "came_along")
    not_needed = ("name",)


class HouseholdEntry(Nested, RelativeForm):
    left_out = ("phone", "capacity", "proof_seen", "came_along")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = _l("Write a name, or how this person is known.")
        needs(self["name"], goes_with_others(answer, "lives_there"))


class SuspectEntry(Nested, SuspectedAuthorForm):
    not_needed = ("relation",)

    is_companion = BooleanField(_l("It is the person who came along"))


class SituationForm(VersionedForm):
    companion = ChoiceField(
        _l("Who accompanies the child?"), [needed()], choices=Companion.choices(), coerce=Companion
    )
    came_with = FormField(CompanionEntry, _l("The person who came along"))
    household = FieldList(
        FormField(HouseholdEntry), _l("Others around the child"), min_entries=2, max_entries=HOUSEHOLD
    )
    suspect = FormField(SuspectEntry, _l("Suspected author"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Also what somebody else than a parent is to the child."""
        is_valid = bool(super().validate(extra_validators))
        if "companion" not in self or self.companion.data is not Companion.SOMEBODY:
            return is_valid
        relation = self.came_with.form.relation
        if not relation.data:
            relation.errors = [_("Say what this person is to the child.")]
        return is_valid and bool(relation.data)


@cache
def situation_form(key: str) -> type[Any]:
    """The questions asked of everybody and those of the programme, as one form."""
    return type("ProgrammeSituationForm", (PROGRAMMES[key].details_form, SituationForm), {})


class ConcernsForm(cases.ConcernsForm):
    """The concerns, and how grave it is."""

    risk = ChoiceField(
        _l("Risk"),
        [needed()],
        choices=RiskLevel.choices(),
        coerce=RiskLevel,
        description=_l("You decide. The due dates of the file follow from it."),
    )
    risk_why = NarrativeField(
        _l("Why this level"),
        [needed(), Length(max=2000, message=_l("This text is too long: 2,000 characters at most."))],
        rows=2,
    )


class SummaryForm(VersionedForm):
    narrative = NarrativeField(
        _l("A few words, if they help"),
        [Optional()],
        rows=4,
        description=_l("Only what the answers do not say. Never the whole story, never a name of an author."),
    )
