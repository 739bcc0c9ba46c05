"""The one box."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import Length

from casework.core.forms import Form, LineField, needed
from casework.search.asked import meant

LINE = 120


class SearchForm(Form):
    """Sent by POST: what was typed enters no address and no log."""

    words = LineField(
        _l("Find a file"),
        [needed(), Length(max=LINE, message=_l("This is too long: 120 characters at most."))],
        description=_l("A name in either script, a reference, a telephone number or an identity card."),
    )

    def validate_words(self, field: LineField) -> None:
        if not meant(field.data or ""):
            raise ValidationError(_("Write a first name and a surname, or a whole number or reference."))
