"""What a supervisor says before opening a file that he does not work on."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from casework.core.forms import Form, NarrativeField, needed


class PurposeForm(Form):
    purpose = NarrativeField(
        _l("Why do you open this file?"),
        [needed(), Length(min=5, max=500, message=_l("Say it in a few words: from 5 to 500 characters."))],
        rows=2,
        description=_l("Asked once a day. The worker in charge of the file sees your answer."),
    )
