"""What is typed to sign in, to choose a password, and to keep the accounts."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, SelectChoice, StringField, ValidationError
from wtforms.validators import EqualTo, Length

from casework.access.policy import Role
from casework.accounts.models import WITHOUT_CELL
from casework.accounts.passwords import LONGEST, folded
from casework.accounts.queries import user_named
from casework.accounts.words import ROLES
from casework.core.forms import (
    ChoiceField,
    Form,
    LineField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    required_if,
)
from casework.organisation.models import Cell

HELD_IN_A_CELL = [role for role in Role if role not in WITHOUT_CELL]
USERNAME = re.compile(r"[\w.\-]{2,40}")
EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,}")


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


def new_password() -> Any:
    return PasswordField(
        _l("New password"),
        [needed(), Length(max=LONGEST)],
        description=_l(
            "15 characters or more. Four words that have nothing to do with you are easy to remember."
        ),
        render_kw={"autocomplete": "new-password", "dir": "auto"},
    )


def same_password() -> Any:
    return PasswordField(
        _l("The same password again"),
        [needed(), EqualTo("password", message=_l("The two passwords are not the same."))],
        render_kw={"autocomplete": "new-password", "dir": "auto"},
    )


class ChangePasswordForm(Form):
    current = PasswordField(
        _l("Password until now"),
        [needed(), Length(max=5000)],
        render_kw={"autocomplete": "current-password", "dir": "auto"},
    )
    password = new_password()
    again = same_password()


class EmailForm(VersionedForm):
    email = LineField(
        _l("E-mail address"),
        [Length(max=200)],
        description=_l(
            "Only to be told that something waits here: no name, no file. Leave it empty for no mail."
        ),
        render_kw={"autocomplete": "email", "dir": "ltr", "inputmode": "email", "autocapitalize": "none"},
    )

    wants_digest = BooleanField(
        _l("Also write on working days when something is due"),
        description=_l(
            "In the morning: what is due today; on Mondays: the week. Only the address of the page."
        ),
    )

    def validate_email(self, field: StringField) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_l("Write an address such as name@example.ma."))


class ActivationForm(Form):
    username = StringField(
        _l("User name"), [needed(), Length(max=100)], render_kw={"autocomplete": "username", "dir": "ltr"}
    )
    code = StringField(
        _l("One-time code"),
        [needed(), Length(max=40)],
        description=_l("The code that the administrator gave you, for example 7K3QX-9MPD4-C2HTW-8BVNR."),
        render_kw={"autocomplete": "off", "dir": "ltr", "autocapitalize": "characters"},
    )
    password = new_password()
    again = same_password()


class NameFields(Form):
    name_ar = LineField(_l("Name in Arabic letters"), [needed(), Length(max=80)], render_kw={"dir": "rtl"})
    name_lat = LineField(_l("Name in Latin letters"), [needed(), Length(max=80)], render_kw={"dir": "ltr"})


class NamesForm(NameFields, VersionedForm):
    """The names of an account."""


class RoleFields(Form):
    role: Any = ChoiceField(
        _l("Role"), [needed()], coerce=Role, choices=[SelectChoice(role, ROLES[role]) for role in Role]
    )
    cell_id = RowField(
        _l("Cell"),
        [required_if("role", HELD_IN_A_CELL, _l("This role is held in a cell: choose which one."))],
        render_kw={"data-shown-if": "role=" + "|".join(HELD_IN_A_CELL)},
    )

    partner_id = RowField(
        _l("Partner"),
        [required_if("role", [Role.PARTNER], _l("This role is held for one partner: choose which one."))],
        description=_l("The account sees the referrals sent to this partner, and nothing else."),
        render_kw={"data-shown-if": f"role={Role.PARTNER}"},
    )

    def offer(self, cells: list[Cell], partners: list[Any]) -> None:
        """The cells and partners of the directorate; none is kept for a role that is not held there."""
        self.cell_id.offer(cells)
        self.partner_id.offer(partners)
        if self.role.data in WITHOUT_CELL:
            self.cell_id.data = None
        if self.role.data is not Role.PARTNER:
            self.partner_id.data = None


class RoleForm(RoleFields, OnceForm):
    """A role for an account that is there already."""


class AccountForm(NameFields, RoleFields, OnceForm):
    username = StringField(
        _l("User name"),
        [needed()],
        description=_l(
            "What the person types to sign in: letters, digits, dots and hyphens, without spaces."
        ),
        render_kw={"autocomplete": "off", "dir": "ltr", "autocapitalize": "none"},
    )

    def validate_username(self, field: StringField) -> None:
        if not USERNAME.fullmatch(folded(field.data)):
            raise ValidationError(_l("Use from 2 to 40 letters, digits, dots and hyphens."))
        taken = user_named(folded(field.data))
        if taken and str(taken.id) != self.form_key.data:
            raise ValidationError(_l("This user name belongs to somebody already."))


class CodeForm(OnceForm):
    """Asks for a new one-time code, once."""
