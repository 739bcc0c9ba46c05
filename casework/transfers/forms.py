"""Asking for a transfer, and answering one."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import ConsentGiver, ConsentManner, Delicate
from casework.core.answers import BETWEEN
from casework.core.forms import (
    ChoiceField,
    ChoicesField,
    NarrativeField,
    OnceForm,
    RowField,
    VersionedForm,
    needed,
    required_if,
)
from casework.organisation.models import Cell
from casework.people.forms import line
from casework.programmes.base import Programme, RiskLevel
from casework.programmes.lists import OTHER
from casework.transfers.models import Transfer


class AskForm(OnceForm):
    to_cell_id = RowField(_l("To which cell"), [needed()])
    manner = ChoiceField(
        _l("How the person agreed that this cell receives her file"),
        choices=ConsentManner.choices(),
        coerce=ConsentManner,
        description=_l("Leave it empty when her decision about this cell is recorded already."),
    )
    giver = ChoiceField(
        _l("Who decided"),
        choices=ConsentGiver.choices(),
        coerce=ConsentGiver,
        default=ConsentGiver.PERSON,
    )
    covers = ChoicesField(
        _l("What that cell may be told before it answers"),
        choices=[SelectChoice(Delicate.VIOLENCE.value, _l("Why she came: the main concern"))],
        description=_l("Only if the person said so in so many words."),
    )
    why = NarrativeField(
        _l("Why the file is to go there"),
        [needed()],
        rows=3,
        description=_l("For the supervisor here. The other cell reads it only once the file is theirs."),
    )

    def offer(self, cells: Iterable[Cell], case: Case) -> None:
        """A cell of another directorate with the name of that one."""
        self.to_cell_id.offer(cells)
        self.to_cell_id.choices = [
            SelectChoice(str(cell.id), long_name(cell, case.cell.directorate_id))
            for cell in self.to_cell_id.rows
        ]

    def fill_in(self, returned: Transfer | None) -> None:
        """What was returned is there to be completed."""
        if returned and not self.is_submitted():
            self.process(data={"to_cell_id": returned.to_cell_id, "why": returned.why})


def long_name(cell: Cell, directorate_id: Any) -> str:
    if cell.directorate_id == directorate_id:
        return cell.name
    return BETWEEN.join((cell.name, cell.directorate.name))


class TakeBackForm(VersionedForm):
    """Nothing to fill in."""


class AcceptForm(VersionedForm):
    lead_id = RowField(
        _l("Lead worker"), description=_l("Without one the file waits in your list of unassigned files.")
    )
    primary = ChoiceField(_l("Main concern"), [needed()])
    other_text = line(_l("The concern in other words"), _l("When the list does not say it."))
    risk = ChoiceField(
        _l("Risk"),
        choices=RiskLevel.choices(),
        coerce=RiskLevel,
        description=_l("Leave it empty to keep the level that it has."),
    )
    risk_why = NarrativeField(
        _l("Why this level"), [required_if("risk", list(RiskLevel), _l("Say why the level changes."))], rows=2
    )
    answer = NarrativeField(
        _l("A word to the cell that gives the file"), rows=2, description=_l("Kept in the file.")
    )

    def offer(self, workers: Iterable[User], programme: Programme | None) -> None:
        """Without a programme the concerns stay as they are."""
        self.lead_id.offer(workers)
        if programme:
            self.primary.choices = programme.concerns.choices()
        else:
            del self.primary, self.other_text

    def validate_other_text(self, field: Any) -> None:
        if self.primary.data == OTHER and not field.data:
            raise ValueError(_l("Say in a few words what the other concern is."))

    @property
    def answers(self) -> dict[str, Any]:
        given = super().answers
        del given["lead_id"]
        return given | {"lead": self.lead_id.row}


class DeclineForm(VersionedForm):
    answer = NarrativeField(
        _l("Why not, or what is needed first"),
        [needed()],
        rows=3,
        description=_l("The other cell reads it in its file. Name nobody."),
    )
