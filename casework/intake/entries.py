"""What a signal or an emergency comes to: the description of a new file, and who spoke of it."""

from typing import Any

from flask_babel import gettext as _

from casework.cases.models import EntryKind
from casework.cases.timeline import Happening
from casework.consents.models import ConsentAct, ConsentState, Purpose
from casework.core.clock import today
from casework.core.text import excerpt
from casework.intake.forms.entries import EmergencyForm, SignalForm
from casework.intake.known import named
from casework.intake.services.opening import NewCase
from casework.organisation.models import Cell
from casework.people.forms import LINE
from casework.people.models import ADULT_AT
from casework.programmes import PROGRAMMES
from casework.programmes.base import RiskLevel
from casework.programmes.lists import OTHER
from casework.visits.models import Visit

SIGNALLED = (
    "first_name_ar",
    "surname_ar",
    "first_name_lat",
    "surname_lat",
    "alias",
    "sex",
    "birth",
    "commune",
)


def signalled(cell: Cell, form: SignalForm, visit: Visit | None = None) -> NewCase:
    """Nobody has met the person yet: no consent, and the first contact is what is due."""
    identity = {name: form[name].data for name in SIGNALLED}
    born = identity["birth"]
    return NewCase(
        cell=cell,
        form_key=form.key,
        visit=visit,
        kind=EntryKind.SIGNAL,
        happening=Happening.SIGNAL,
        happened_at=form.received,
        had_contact=False,
        source=None if form.stays_unnamed.data else form.reporter_kind.data,
        identity=identity | {"is_presumed": born is not None},  # others say it, no document was seen
        primary_concern=form.primary.data,
        other_concerns=form.others.data or (),
        other_concern_text=form.other_text.data,
        risk=RiskLevel(str(form.risk.data)),
        risk_why=str(form.risk_why.data),
        consents=[
            not_yet(cell, _("Signalled by somebody else: nobody has met the person yet."), born and born.year)
        ],
        to_complete=True,
        intake={"narrative": form.told.data},
    )


def reporter_of(form: SignalForm) -> dict[str, Any]:
    """Who signalled it, as far as it was said; empty when nothing was."""
    said = {
        "kind": form.reporter_kind.data,
        "name": form.reporter_name.data,
        "phone": form.reporter_phone.data,
        "wishes": _("Asks to stay unnamed.") if form.stays_unnamed.data else None,
    }
    return said if any(said.values()) else {}


def emergency(cell: Cell, form: EmergencyForm, visit: Visit | None = None) -> NewCase:
    """The danger is why the risk stands as it does; what was done is what the timeline tells."""
    danger, done = str(form.danger.data), str(form.done.data)
    return NewCase(
        cell=cell,
        form_key=form.key,
        visit=visit,
        kind=EntryKind.EMERGENCY,
        happening=Happening.EMERGENCY,
        had_contact=form.is_present.data,
        identity=named(form.first_name.data),
        primary_concern=OTHER,
        other_concern_text=excerpt(danger, LINE),
        risk=RiskLevel.EMERGENCY,
        risk_why=danger,
        consents=[not_yet(cell, _("In the emergency there was no moment to ask for it."), None)],
        to_ask_in_private=True,
        to_complete=True,
        intake={"narrative": f"{danger}\n\n{done}"},
        story=excerpt(done),
    )


def not_yet(cell: Cell, why: str, birth_year: int | None) -> dict[str, Any]:
    """To be asked at the first meeting; an age not known is a child's until it is known."""
    is_adult = birth_year is not None and today().year - birth_year > ADULT_AT
    of_child = PROGRAMMES[cell.programme_key].serves_children and not is_adult
    act = ConsentAct.ASSENT if of_child else ConsentAct.CONSENT
    return {"purpose": Purpose.SERVICE, "state": ConsentState.NOT_POSSIBLE, "act": act, "why": why}
