"""Finding a service in the directory."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice
from wtforms import Form as PlainForm
from wtforms.validators import NumberRange, Optional

from casework.core.forms import ChoiceField
from casework.organisation.territory import commune_choices
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SERVICE_TYPES

SEXES = (("F", _l("Women and girls")), ("M", _l("Men and boys")))


def sex_choices() -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in SEXES]


def programme_choices() -> list[SelectChoice]:
    return [SelectChoice(programme.key, programme.label) for programme in PROGRAMMES.values()]


class FindForm(PlainForm):
    """Asked by GET: it changes nothing, and its address can be kept."""

    service = ChoiceField(_l("Service"), choices=SERVICE_TYPES.choices)
    commune = ChoiceField(_l("Near"), choices=commune_choices)
    programme = ChoiceField(_l("Programme"), choices=programme_choices)
    age = IntegerField(_l("Age"), [Optional(), NumberRange(0, 120)])
    sex = ChoiceField(_l("For"), choices=sex_choices)
    with_free_place = BooleanField(_l("With a free place"))

    @classmethod
    def asked(cls) -> "FindForm":
        """What the address asks for; an answer that is in no list asks for nothing."""
        form = cls(request.args)
        form.validate()
        for name in form.errors:
            form[name].data = None
            form[name].raw_data = None
        return form

    @property
    def criteria(self) -> dict[str, Any]:
        """As the queries name them; empty when nothing is asked."""
        given = {name: value for name, value in self.data.items() if value not in (None, "", False)}
        if "service" in given:
            given["code"] = given.pop("service")
        return given
