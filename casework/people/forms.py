"""Asking who somebody is, how to reach the person safely, and who is around: shared by intake and file."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, ValidationError
from wtforms.validators import Length, Optional

from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    PartialDateField,
    PhoneField,
    needed,
    not_in_the_future,
    required_if,
)
from casework.organisation.territory import commune_choices
from casework.people.models import Access, AgeBand, ContactSafety, LegalCapacity, Sex
from casework.programmes.lists import (
    AUTHOR_RELATIONS,
    DOCUMENTS_SEEN,
    RELATIONSHIPS_TO_THE_CHILD,
    SPOKEN_LANGUAGES,
    OptionList,
)

LINE = 120


def line(label: Any, hint: Any = "", *checks: Any, shown_if: str = "") -> Any:
    too_long = Length(max=LINE, message=_l("This is too long: 120 characters at most."))
    render = {"data-shown-if": shown_if} if shown_if else {}
    return LineField(label, [*(checks or [Optional()]), too_long], description=hint, render_kw=render)


def offered(options: OptionList) -> Any:
    """What may be chosen today, and the answer already given if it was retired since."""
    return lambda _form, field: options.choices(keeping=[field.object_data] if field.object_data else [])


def has_a_name(form: Any, _field: LineField) -> None:
    """Asked even when the field is empty, which Optional would not do."""
    if not (form.first_name_ar.data or form.first_name_lat.data or form.alias.data):
        raise ValidationError(_("Write a first name in one of the two scripts, or a name for lists."))


class IdentityForm(Form):
    """A first name in either script, or an alias, is enough."""

    first_name_ar = line(_l("First name in Arabic"), "", has_a_name)
    surname_ar = line(_l("Surname in Arabic"))
    first_name_lat = line(_l("First name in Latin letters"))
    surname_lat = line(_l("Surname in Latin letters"))
    alias = line(
        _l("Name shown in lists"), _l("A neutral name that the person chooses. Without it, initials.")
    )
    sex = ChoiceField(_l("Sex"), [Optional()], choices=Sex.choices(), coerce=Sex)
    birth = PartialDateField(
        _l("Date of birth"), [Optional()], description=_l("Day/month/year, or the year alone.")
    )
    is_presumed = BooleanField(_l("This date is presumed"))
    cin = line(_l("National identity card"), _l("Only when it is of use. Never needed to open a file."))
    commune = ChoiceField(_l("Commune"), [Optional()], choices=commune_choices())
    douar = line(_l("Douar or district"))
    language = ChoiceField(
        _l("Language the person speaks best"), [Optional()], choices=offered(SPOKEN_LANGUAGES)
    )


class NumberForm(Form):
    """Nothing recorded means: do not call."""

    number = PhoneField(_l("Telephone number"), [needed()])
    safety = ChoiceField(
        _l("Is it safe to call?"),
        [needed()],
        choices=ContactSafety.choices(),
        coerce=ContactSafety,
        description=_l("Asked of the person. Without a clear answer: never call."),
    )
    may_message = BooleanField(_l("Messages may be sent to this number"))
    hours = line(_l("Hours"), _l("When a call is safe, in the person's words."))
    who_answers = line(_l("Who answers"))
    we_say = line(_l("What we say we are"), _l("What the caller says when somebody else answers."))
    confirmed_on = DayField(
        _l("Confirmed by the person on"),
        [Optional(), not_in_the_future],
        description=_l("After 90 days without confirmation the number counts as unsafe."),
    )


class RelativeForm(Form):
    """Somebody around the person; for a child also who may act, which custody alone does not give."""

    name = line(_l("Name or how this person is known"), "", needed())
    relation = ChoiceField(
        _l("Relation to the person"), [Optional()], choices=offered(RELATIONSHIPS_TO_THE_CHILD)
    )
    relation_text = line(
        _l("Relation in other words"),
        "",
        required_if("relation", ["OTHER"], _l("Say what the relation is.")),
        shown_if="relation=OTHER",
    )
    birth_year = PartialDateField(
        _l("Year of birth"), [Optional()], description=_l("The year alone is enough.")
    )
    phone = PhoneField(_l("Telephone number"), [Optional()])
    capacity = ChoiceField(
        _l("Legal capacity"),
        [Optional()],
        choices=LegalCapacity.choices(),
        coerce=LegalCapacity,
        description=_l("Custody is not legal representation. Not known is an answer."),
    )
    proof_seen = ChoiceField(_l("Proof seen"), [Optional()], choices=offered(DOCUMENTS_SEEN))
    lives_there = BooleanField(_l("Lives in the same home"))
    came_along = BooleanField(_l("Came along to the interview"))


class SuspectedAuthorForm(Form):
    """The least that protection needs; no name by default."""

    relation = ChoiceField(
        _l("What the suspected author is to the person"),
        [needed()],
        choices=offered(AUTHOR_RELATIONS),
        description=_l("Never a name."),
    )
    sex = ChoiceField(_l("Sex"), [Optional()], choices=Sex.choices(), coerce=Sex)
    age_band = ChoiceField(_l("Age"), [Optional()], choices=AgeBand.choices(), coerce=AgeBand)
    access_to_person = ChoiceField(
        _l("Access to the person"), [Optional()], choices=Access.choices(), coerce=Access
    )
    known_as = line(
        _l("How the team recognises this person"),
        _l("Only what keeps the team from contacting the wrong person."),
    )
    number = PhoneField(
        _l("A number that must never be called"),
        [Optional()],
        description=_l("A call to this number is refused on every page of the file."),
    )
