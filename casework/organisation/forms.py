"""What an administrator says of the directorate and of its cells."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import Length, NumberRange, Optional

from casework.core.forms import (
    ChoiceField,
    DayField,
    Form,
    LineField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    not_in_the_future,
    required_if,
)
from casework.organisation.territory import commune_choices

MOST_FILES = 500


class PlaceNames(Form):
    name_ar = LineField(_l("Name in Arabic"), [needed(), Length(max=120)], render_kw={"dir": "rtl"})
    name_fr = LineField(
        _l("Name in French"), [needed(), Length(max=120)], render_kw={"dir": "ltr", "class": "name"}
    )


class DirectorateForm(PlaceNames, VersionedForm):
    """What stands on letters and figures, and whether its cells may be compared."""

    address_ar = LineField(
        _l("Address in Arabic"),
        [Length(max=160)],
        render_kw={"dir": "rtl"},
        description=_l("Of the directorate, at the head of letters: never the address of a cell."),
    )
    address_fr = LineField(_l("Address in French"), [Length(max=160)], render_kw={"dir": "ltr"})
    phone = LineField(
        _l("Telephone of the directorate"),
        [Length(max=40)],
        render_kw={"dir": "ltr"},
        description=_l("At the head of letters, as it should be read."),
    )

    cross_cell_authorised_on = DayField(
        _l("Files of different cells may be compared since"),
        [required_if("cross_cell_reference", bool, _l("Write the day of the authorisation.")), Optional()],
        description=_l(
            "Leave it empty unless an authorisation under law 09-08 allows it (to be confirmed by counsel)."
            " Emptied again, all that the comparison was made with is erased."
        ),
    )
    cross_cell_reference = LineField(
        _l("Reference of the authorisation"),
        [
            required_if("cross_cell_authorised_on", bool, _l("Write the reference of the authorisation.")),
            Optional(),
            Length(max=120),
        ],
    )

    def validate_cross_cell_authorised_on(self, field: DayField) -> None:
        not_in_the_future(self, field)


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
    """The deputy is somebody who reads the files of this cell today."""

    deputy_id = RowField(
        _l("Deputy of the supervisor"),
        description=_l("Takes the supervisor's place on files from which the supervisor is barred."),
    )
