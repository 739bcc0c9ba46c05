"""What reception asks: little, and made to be answered from the keyboard while somebody stands there."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, IntegerField, ValidationError
from wtforms.validators import NumberRange, Optional

from casework.core.answers import Difference
from casework.core.clock import today
from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    OnceForm,
    PhoneField,
    RowField,
    VersionedForm,
    needed,
    not_in_the_future,
    not_past,
    required_if,
    within_a_year,
)
from casework.organisation.territory import commune_choices
from casework.people.forms import line
from casework.people.models import AgeBand, Sex
from casework.programmes.lists import CASE_SOURCES, OTHER
from casework.visits.models import CameBefore, CameFor, Outcome, VisitKind

MOST = 30  # people in one visit: a family, a class; a crowd is several visits
FURTHER = 4  # of whom sex and age are written down one by one


class FurtherPerson(Form):
    """Somebody else of the same visit; part of a form whose token is the whole form's."""

    class Meta(Form.Meta):
        csrf = False

    sex = ChoiceField(_l("Sex"), [Optional()], choices=Sex.choices(), coerce=Sex)
    age_band = ChoiceField(_l("Age"), [Optional()], choices=AgeBand.choices(), coerce=AgeBand)


class VisitForm(Form):
    """The cell and the outcome are enough; all the rest may stay unsaid."""

    cell_id = RowField(_l("Which cell is wanted?"), [needed()], render_kw={"autofocus": True})
    sex = ChoiceField(_l("Sex"), [Optional()], choices=Sex.choices(), coerce=Sex)
    age_band = ChoiceField(_l("Age"), [Optional()], choices=AgeBand.choices(), coerce=AgeBand)
    reason = ChoiceField(_l("What for?"), [Optional()], choices=CameFor.choices(), coerce=CameFor)
    reason_text = line(
        _l("The reason, in a few words"),
        "",
        required_if("reason", [CameFor.OTHER], _l("Say it in a few words.")),
    )
    outcome = ChoiceField(
        _l("What happens now"), [needed()], choices=Outcome.choices(), coerce=Outcome, default=Outcome.WAITS
    )
    partner_id = RowField(
        _l("Which service?"),
        [required_if("outcome", [Outcome.ORIENTED], _l("Choose the service."))],
    )
    other_cell_id = RowField(
        _l("Which other cell?"),
        [required_if("outcome", [Outcome.OTHER_CELL], _l("Choose the other cell."))],
    )
    may_tell_reason = BooleanField(
        _l("The person agrees that the other cell is told why"),
        description=_l("Without this the other cell sees that somebody comes, and nothing of the reason."),
    )
    arranged_on = DayField(
        _l("Day of the interview"),
        [
            required_if("outcome", [Outcome.ARRANGED], _l("Write the day that was agreed.")),
            Optional(),
            not_past,
        ],
    )
    came_before = ChoiceField(
        _l("Has this person come before?"),
        [needed()],
        choices=CameBefore.choices(),
        coerce=CameBefore,
        default=CameBefore.UNKNOWN,
        description=_l("As the person says it. Nothing is looked up: it keeps figures from counting twice."),
    )
    n_persons = IntegerField(
        _l("How many persons"),
        [needed(), NumberRange(1, MOST, _l("Write a number from 1 to 30."))],
        default=1,
        render_kw={"inputmode": "numeric", "size": "4"},
    )
    others = FieldList(FormField(FurtherPerson), _l("The others"), min_entries=FURTHER, max_entries=FURTHER)
    commune = ChoiceField(_l("Commune"), [Optional()], choices=commune_choices())
    source = ChoiceField(_l("How the person came to us"), [Optional()], choices=CASE_SOURCES.choices())
    source_text = line(_l("In other words"), "", required_if("source", [OTHER], _l("Say who or what.")))
    first_name = line(_l("First name"), _l("Only if the person wishes. A visit may stay without a name."))
    number = PhoneField(
        _l("Telephone number"),
        [Optional()],
        description=_l("Nobody calls it before the person said, in private, that a call is safe."),
    )
    kind = ChoiceField(
        _l("How the visit took place"),
        [needed()],
        choices=VisitKind.choices(),
        coerce=VisitKind,
        default=VisitKind.IN_PERSON,
    )
    day = DayField(_l("Day"), [needed(), not_in_the_future, within_a_year], default=today)

    def offer(self, cells: Sequence[Any], partners: Sequence[Any]) -> None:
        self.cell_id.offer(cells)
        self.other_cell_id.offer(cells)
        self.partner_id.offer(partners)

    def validate_other_cell_id(self, field: RowField) -> None:
        if self.outcome.data is Outcome.OTHER_CELL and field.data == self.cell_id.data:
            raise ValidationError(_l("This is the cell that was wanted. Choose another one."))

    @property
    def answers(self) -> dict[str, Any]:
        """Of the further persons only what was said of them."""
        said = super().answers
        others = [{name: answer for name, answer in one.items() if answer} for one in said["others"]]
        return said | {"others": [one for one in others if one]}


class NewVisitForm(OnceForm, VisitForm):
    """A visit to be logged."""


class EditVisitForm(VersionedForm, VisitForm):
    """One's own entry of the same day, opened again."""

    def against(self, row: Any) -> list[Difference]:
        """The lines of the further persons are short enough to be read again on the page."""
        return [pair for pair in super().against(row) if pair[0] != self.others.label.text]
