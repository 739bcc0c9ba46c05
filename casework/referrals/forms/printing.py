"""The letter to the partner, and the slip for the person."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice
from wtforms.validators import Optional

from casework.core.choices import LabelledEnum
from casework.core.forms import ChoiceField, DayField, Form, needed, not_past


class Reader(LabelledEnum):
    """Into whose hands the letter goes."""

    PARTNER = "partner", _l("The partner")
    PERSON = "person", _l("The person, who asked for it")


def languages() -> list[SelectChoice]:
    return [SelectChoice("ar", "العربية"), SelectChoice("fr", "Français")]


class LetterForm(Form):
    language = ChoiceField(_l("Language of the letter"), [needed()], choices=languages, default="ar")
    reader = ChoiceField(
        _l("For whom it is printed"),
        [needed()],
        choices=Reader.choices(),
        coerce=Reader,
        default=Reader.PARTNER,
        description=_l("The person's copy holds neither the link nor what was said of violence and health."),
    )


class SlipForm(Form):
    """A slip that says nothing to whoever finds it."""

    language = ChoiceField(_l("Language of the slip"), [needed()], choices=languages, default="ar")
    day = DayField(_l("Day of the appointment"), [Optional(), not_past])
    with_address = BooleanField(
        _l("Write the public address of the place"),
        description=_l("Only if it is safe for the person to be found with it."),
    )
