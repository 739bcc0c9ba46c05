"""What is typed to sign in, and to choose a password."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, Length

from casework.accounts.passwords import LONGEST
from casework.core.forms import Form, needed


class SignInForm(Form):
    username = StringField(
        _l("User name"),
        [needed(), Length(max=100)],
        render_kw={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none"},
    )
    # longer than any password may be: refused as wrong, like every other
    password = PasswordField(
        _l("Password"),
        [needed(), Length(max=5000)],
        render_kw={"autocomplete": "current-password", "dir": "ltr"},
    )
    kept = HiddenField()  # what was typed when the session ran out, sealed


class NewPasswordForm(Form):
    password = PasswordField(
        _l("New password"),
        [needed(), Length(max=LONGEST)],
        description=_l(
            "15 characters or more. Four words that have nothing to do with you are easy to remember."
        ),
        render_kw={"autocomplete": "new-password", "dir": "auto"},
    )
    again = PasswordField(
        _l("The same password again"),
        [needed(), EqualTo("password", message=_l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password", "dir": "auto"},
    )


class ActivationForm(NewPasswordForm):
    username = StringField(
        _l("User name"), [needed(), Length(max=100)], render_kw={"autocomplete": "username", "dir": "ltr"}
    )
    code = StringField(
        _l("One-time code"),
        [needed(), Length(max=40)],
        description=_l("The code that the administrator gave you, for example 7K3QX-9MPD4-C2HTW-8BVNR."),
        render_kw={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"},
    )
