"""What is sent, field by field: nothing is ticked but what every referral needs."""

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, ValidationError
from wtforms.validators import Optional

from casework.cases.models import Case
from casework.core.answers import BETWEEN
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    NarrativeField,
    OnceForm,
    needed,
    not_past,
)
from casework.core.text import in_its_direction
from casework.programmes.base import RiskLevel
from casework.referrals.content import FIRST_NAME, INITIALS, ShareField, in_words, offered, said
from casework.referrals.models import NextContact, Referral, Urgency

NO_NAME = "none"


class ContentForm(OnceForm):
    what_for = NarrativeField(
        _l("What for"),
        [needed()],
        rows=4,
        description=_l(
            "Only what the partner needs for this service. Nothing that may be held against the person."
        ),
    )
    name = ChoiceField(_l("What the person is called"), [needed()], default=INITIALS)
    fields = ChoicesField(
        _l("What else is sent"),
        description=_l("Nothing is ticked for you. Each line shows what the file says today."),
    )
    urgency = ChoiceField(_l("How soon"), [needed()], choices=Urgency.choices(), coerce=Urgency)
    answer_by = DayField(
        _l("Answer expected by"),
        [Optional(), not_past],
        description=_l("Left empty, it follows from how soon it is: you are then reminded to call."),
    )
    next_contact = ChoiceField(
        _l("Who speaks to the person next"),
        [needed()],
        choices=NextContact.choices(),
        coerce=NextContact,
        default=NextContact.US,
    )
    is_emergency = BooleanField(
        _l("Emergency: send it now"),
        description=_l("Without consent. The supervisor decides within 24 hours, and may take it back."),
    )
    has_safe_number: bool

    def prepare(self, cases: list[Case], services: Collection[str], *, has_safe_number: bool) -> None:
        """With files of a household each line shows what every one of them says."""
        known: dict[str, ShareField] = {}
        for case in cases:
            known |= {field.key: field for field in offered(case, services)}
        names = [known.pop(key) for key in (INITIALS, FIRST_NAME) if key in known]
        none = SelectChoice(NO_NAME, _("Neither: the code of the referral only"))
        self.name.choices = [*(as_choice(field, cases) for field in names), none]
        self.fields.choices = [as_choice(field, cases) for field in known.values()]
        if (
            self.name.data not in {str(choice.value) for choice in self.name.choices}
            and not self.is_submitted()
        ):
            self.name.data = NO_NAME
        self.has_safe_number = has_safe_number
        if any(case.risk is not RiskLevel.EMERGENCY for case in cases):
            del self["is_emergency"]

    def fill(self, referral: Referral) -> None:
        """As it was left, to be gone on with."""
        chosen = referral.chosen or []
        self.what_for.data, self.urgency.data = referral.what_for, referral.urgency
        self.answer_by.data, self.next_contact.data = referral.answer_by, referral.next_contact
        self.name.data = next((key for key in chosen if key in (INITIALS, FIRST_NAME)), NO_NAME)
        self.fields.data = [key for key in chosen if key not in (INITIALS, FIRST_NAME)]

    def validate_next_contact(self, field: ChoiceField) -> None:
        if field.data is NextContact.PARTNER and not self.has_safe_number:
            raise ValidationError(_("No number of the person is safe today: the partner cannot call."))

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        name, ticked = given.pop("name"), given.pop("fields") or []
        return given | {"chosen": ticked if name == NO_NAME else [name, *ticked]}


def as_choice(field: ShareField, cases: list[Case]) -> SelectChoice:
    hint = values_of(field, cases)
    if field.delicate:
        hint = _("%(value)s. Sent only if the person agrees to it in so many words.", value=hint)
    return SelectChoice(field.key, field.label, render_kw={"data-hint": hint})


def values_of(field: ShareField, cases: list[Case]) -> str:
    known = [(case, said(case, [field.key]).get(field.key)) for case in cases]
    shown = [(case, in_direction(field.key, kept)) for case, kept in known if kept is not None]
    if len(cases) == 1:
        return "".join(text for _case, text in shown)
    told = [_("%(person)s: %(value)s", person=case.title_name, value=text) for case, text in shown]
    return BETWEEN.join(told)


def in_direction(key: str, kept: Any) -> str:
    return in_its_direction(in_words(key, kept))
