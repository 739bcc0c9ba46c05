"""Hours of the day as people write them, and the moment that an hour of a day is."""

import re
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import StopValidation

from casework.core.clock import CASABLANCA
from casework.core.fields import DIGITS_ONLY
from casework.core.text import western_digits

WRITE_THE_HOUR = _l("Write the hour as it is said, for example 09:30.")


class HourField(StringField):
    """An hour of the day as people write it: 9:30, 09h30, 9h."""

    data: Any

    def __init__(self, label: Any = None, checks: Any = None, **kwargs: Any) -> None:
        render = DIGITS_ONLY | {"inputmode": "text", "size": "6"}
        super().__init__(label, checks, render_kw=render, **kwargs)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.data.strftime("%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = western_digits(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        found = re.fullmatch(r"(\d{1,2})\s*[:hH.]\s*(\d{2})?", typed)
        try:
            if not found:
                raise ValueError(typed)
            self.data = time(int(found[1]), int(found[2] or 0))
        except ValueError:
            raise ValueError(WRITE_THE_HOUR) from None

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation


def moment_at(day: date, hour: time) -> datetime:
    """In UTC. Of an hour that the clock shows twice, the first; ValueError for one that it skips."""
    local = datetime.combine(day, hour, CASABLANCA)
    moment = local.astimezone(UTC)
    if moment.astimezone(CASABLANCA).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{day} {hour}")
    return moment
