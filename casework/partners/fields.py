"""The fields that only a partner's card needs."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError
from wtforms.validators import Length, NumberRange, Optional, Regexp

from casework.core.fields import LineField
from casework.core.forms import NarrativeField
from casework.core.text import clean_line, western_digits
from casework.partners.hours import read_spans

LTR = {"dir": "ltr"}
WIDE = LTR | {"class": "name"}  # a line of words in Latin letters
LINE = Length(max=200, message=_l("This line is too long: 200 characters at most."))
ABOUT = Length(max=2000, message=_l("This text is too long: 2,000 characters at most."))
E_MAIL = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Write an address such as name@example.org."))
WEB_PAGE = Regexp(r"https?://\S+$", message=_l("Write the whole address, which begins with https://."))


def whole_number(most: int, message: Any) -> list[Any]:
    """Validators of a number that may be left out."""
    return [Optional(), NumberRange(0, most, message=message)]


class Lines(list[str]):
    """Read by people as they wrote it."""

    def __str__(self) -> str:
        return "\n".join(self)


class LinesField(NarrativeField):
    """Several short texts, one a line."""

    data: Any

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "\n".join(self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        lines = map(clean_line, valuelist[0].splitlines()) if valuelist else ()
        self.data = Lines(line for line in lines if line)


class HoursField(LineField):
    """The hours of one day: 08:30-12:00, 14:00-18:00."""

    def pre_validate(self, form: Any) -> None:
        try:
            read_spans(self.data or "")
        except ValueError:
            example = _l("Write the hours like this: 08:30-12:00, 14:00-18:00.")
            raise ValidationError(example) from None


class PointField(StringField):
    """Latitude and longitude in degrees, as a map shows them: 31.9614, -6.5718."""

    data: Any

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else ", ".join(map(str, self.data or ()))

    def process_formdata(self, valuelist: list[str]) -> None:
        typed, self.data = western_digits(valuelist[0]).strip() if valuelist else "", None
        if not typed:
            return
        found = re.fullmatch(r"(-?\d{1,2}(?:\.\d{1,10})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,10})?)", typed)
        point = [float(found[1]), float(found[2])] if found else [99.0, 0.0]
        if abs(point[0]) > 90 or abs(point[1]) > 180:
            raise ValueError(_l("Write latitude and longitude like this: 31.9614, -6.5718."))
        self.data = point
