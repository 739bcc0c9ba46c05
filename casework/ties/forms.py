"""What is filled in by whoever knows a person."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from casework.core.choices import LabelledEnum
from casework.core.forms import ChoiceField, OnceForm, VersionedForm, needed
from casework.people.forms import commune_choices, line
from casework.ties.models import TieKind

YEAR = NumberRange(1900, 2100, message=_l("Write the year with four digits."))


def kind_of_tie() -> ChoiceField:
    return ChoiceField(
        _l("How do you know this person?"), [needed()], choices=TieKind.choices(), coerce=TieKind
    )


class TieForm(OnceForm):
    first_name = line(_l("First name"), _l("In Arabic or in Latin letters."), needed())
    surname = line(_l("Surname"), _l("Leave it empty if you do not know it."))
    year = IntegerField(
        _l("Year of birth"),
        [Optional(), YEAR],
        description=_l("About, if you know it."),
        render_kw={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off", "size": "6"},
    )
    commune = ChoiceField(_l("Commune"), [Optional()], choices=commune_choices())
    kind = kind_of_tie()


class KnownPersonForm(OnceForm):
    kind = kind_of_tie()


class Knows(LabelledEnum):
    YES = "yes", _l("Yes: shut my colleague out of this file")
    NO = "no", _l("No: this is somebody else")


class DecideTieForm(VersionedForm):
    decision = ChoiceField(_l("Is it the same person?"), [needed()], choices=Knows.choices(), coerce=Knows)

    @property
    def is_same(self) -> bool:
        return self.decision.data is Knows.YES
