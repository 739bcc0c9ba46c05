"""Recording what the person decided; what was said before is never overwritten."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.cases.timeline import Happening, tell
from casework.consents.models import Consent, ConsentAct, ConsentState, LegalGround, Purpose
from casework.consents.queries import consent_made_with
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db


def record_consent(
    case: Case,
    *,
    purpose: Purpose,
    state: ConsentState,
    by: User,
    act: ConsentAct = ConsentAct.CONSENT,
    decided_on: date | None = None,
    form_key: UUID | None = None,
    partner_name: str | None = None,
    **answers: Any,
) -> Consent:
    """A new row for this purpose and recipient: given, refused, withdrawn or not possible."""
    if form_key and (made := consent_made_with(form_key)):
        return made
    consent = Consent(
        key_id=case.key_id,
        case_id=case.id,
        act=act,
        purpose=purpose,
        state=state,
        decided_on=decided_on or today(),
        recorded_by_id=by.id,
        form_key=form_key,
        **answers,
    )
    db.session.add(consent)
    withdrawn = state is ConsentState.WITHDRAWN
    event = trail.Event.CONSENT_WITHDRAWN if withdrawn else trail.Event.CONSENT_RECORDED
    trail.record(event, cell_id=case.cell_id, case_id=case.id, object_id=consent.id, detail=state.value)
    story = {"purpose": purpose.value, "act": act.value, "partner": partner_name}
    tell(
        case,
        Happening.CONSENT,
        happened_at=now(),
        author_id=by.id,
        object_id=consent.id,
        detail=state.value,
        story=story,
    )
    return consent


def record_legal_ground(case: Case, *, by: User, **answers: Any) -> LegalGround:
    """Only a supervisor; the refusal stays on the file beside it."""
    if not can(by, Action.CASE_SUPERVISE, case):
        raise RuleBroken(_("Only the supervisor may record a legal ground."))
    ground = LegalGround(key_id=case.key_id, case_id=case.id, decided_by_id=by.id, **answers)
    db.session.add(ground)
    trail.record(
        trail.Event.LEGAL_GROUND_RECORDED, cell_id=case.cell_id, case_id=case.id, object_id=ground.id
    )
    return ground
