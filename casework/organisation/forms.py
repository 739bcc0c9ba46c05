"""What an administrator says of the directorate and of its cells."""

from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice
from wtforms.validators import Length, NumberRange

from casework.core.forms import ChoiceField, Form, LineField, OnceForm, VersionedForm, needed
from casework.organisation.models import Cell
from casework.organisation.territory import commune_choices

MOST_FILES = 500


def as_id(value: str | UUID) -> UUID:
    """A form reads texts, a row holds ids."""
    return value if isinstance(value, UUID) else UUID(value)


class PlaceNames(Form):
    name_ar = LineField(_l("Name in Arabic"), [needed(), Length(max=120)], render_kw={"dir": "rtl"})
    name_fr = LineField(_l("Name in French"), [needed(), Length(max=120)], render_kw={"dir": "ltr"})


class DirectorateForm(PlaceNames, VersionedForm):
    """The names that stand on letters and figures."""


class CellFields(PlaceNames):
    commune_code = ChoiceField(_l("Commune"), choices=commune_choices())
    caseload_limit = IntegerField(
        _l("Files for one worker, at most"),
        [
            needed(),
            NumberRange(1, MOST_FILES, message=_l("Write a number from 1 to %(most)s.", most=MOST_FILES)),
        ],
        description=_l("Beyond this number a warning is shown; nothing is refused."),
    )
    is_single_person = BooleanField(
        _l("One person does all the work of this cell"),
        description=_l("Approving one's own is then possible, and reported to the data-protection officer."),
    )


class NewCellForm(CellFields, OnceForm):
    programme_key = ChoiceField(
        _l("Programme"), [needed()], description=_l("It cannot be changed later: the files depend on it.")
    )


class CellForm(CellFields, VersionedForm):
    deputy_id = ChoiceField(
        _l("Deputy of the supervisor"),
        coerce=as_id,
        description=_l("Takes the supervisor's place on files from which the supervisor is barred."),
    )

    def offer(self, cell: Cell) -> None:
        """The deputy is somebody who reads the files of this cell today."""
        staff = {colleague.id: colleague.name for colleague in cell.staff}
        self.deputy_id.choices = [SelectChoice(str(user_id), name) for user_id, name in staff.items()]

    def against(self, cell: Cell) -> list[tuple[Any, str, str]]:
        """Label, typed and stored, for the page of two texts."""
        limit = self.caseload_limit
        single = self.is_single_person
        return [
            (self.name_ar.label.text, self.name_ar.data or "", cell.name_ar),
            (self.name_fr.label.text, self.name_fr.data or "", cell.name_fr),
            (limit.label.text, str(limit.data), str(cell.caseload_limit)),
            (single.label.text, yes_or_no(single.data), yes_or_no(cell.is_single_person)),
        ]


def yes_or_no(answer: bool) -> str:
    return _("Yes") if answer else _("No")
