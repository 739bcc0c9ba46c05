"""Recording what the person decided; what was said before is never overwritten."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import decide, may_decide
from casework.cases.entries import register
from casework.cases.models import ApprovalKind, Case, Decision
from casework.cases.queries import waiting_of
from casework.cases.timeline import Happening, tell
from casework.consents.models import (
    BarredPartner,
    Consent,
    ConsentAct,
    ConsentGiver,
    ConsentState,
    LegalGround,
    Purpose,
)
from casework.consents.queries import (
    asked_of,
    consent_made_with,
    consents_of,
    ground_made_with,
    in_force,
    is_barred_partner,
)
from casework.core.clock import today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.partners.models import Partner

GROUND = "legal_ground"  # the detail of its line on the timeline
WHEN_WITHDRAWN: list[Callable[[Case, Partner, User], None]] = []


def when_withdrawn(act: Callable[[Case, Partner, User], None]) -> None:
    """Said once, when a feature that rests on consents to share is imported: what it stops."""
    WHEN_WITHDRAWN.append(act)


def record_consent(
    case: Case,
    *,
    purpose: Purpose,
    state: ConsentState,
    by: User,
    act: ConsentAct = ConsentAct.CONSENT,
    decided_on: date | None = None,
    form_key: UUID | None = None,
    partner: Partner | None = None,
    **answers: Any,
) -> Consent:
    """A new row for this purpose and recipient: given, refused, withdrawn or not possible."""
    if form_key:
        hold(case)
        if made := consent_made_with(case, form_key):
            return made
    given, decided_on = given_before(case, purpose, act, partner), decided_on or today()
    if given and state is ConsentState.REFUSED:
        state = ConsentState.WITHDRAWN  # a no after a yes takes it back, whatever word was chosen
    check_consent(case, purpose, state, partner, answers.get("giver", ConsentGiver.PERSON))
    if state is ConsentState.WITHDRAWN:
        check_takes_back(given, decided_on)
    consent = Consent(
        key_id=case.key_id,
        case_id=case.id,
        act=act,
        purpose=purpose,
        state=state,
        partner_id=partner.id if partner else None,
        decided_on=decided_on,
        recorded_by_id=by.id,
        form_key=form_key,
        **answers | {"covers": covers_of(answers, state, partner)},
    )
    db.session.add(consent)
    follow_decision(case, consent, partner, by)
    return consent


def follow_decision(case: Case, consent: Consent, partner: Partner | None, by: User) -> None:
    """It is logged and told; a withdrawal stops what rests on it."""
    state, withdrawn = consent.state.value, consent.state is ConsentState.WITHDRAWN
    event = trail.Event.CONSENT_WITHDRAWN if withdrawn else trail.Event.CONSENT_RECORDED
    trail.record(event, case, object_id=consent.id, detail=state)
    tell_consent(case, by, consent.id, state, partner, purpose=consent.purpose.value, act=consent.act.value)
    if withdrawn and partner:
        for act_on in WHEN_WITHDRAWN:
            act_on(case, partner, by)


def covers_of(answers: dict[str, Any], state: ConsentState, partner: Partner | None) -> tuple[str, ...]:
    """What may be told in so many words is said of one recipient, by whoever agrees."""
    return tuple(answers.get("covers") or ()) if partner and state is ConsentState.GIVEN else ()


def check_consent(
    case: Case,
    purpose: Purpose,
    state: ConsentState,
    partner: Partner | None,
    giver: ConsentGiver,
) -> None:
    """A consent may be withdrawn on a closed file too, and at any time."""
    if (purpose is Purpose.SHARING) != (partner is not None):
        raise RuleBroken(_("Consent to share is given for one named recipient."))
    if not asked_of(giver, case):
        raise RuleBroken(_("On this file the act of the legal representative is not sought."))
    if state is not ConsentState.WITHDRAWN and not case.is_live:
        raise RuleBroken(_("This file is closed: a consent can only be withdrawn."))
    if partner and state is ConsentState.GIVEN:
        check_may_receive(case, partner)


def check_may_receive(case: Case, partner: Partner) -> None:
    is_own_cell = partner.cell_id == case.cell_id
    if is_own_cell or not partner.is_active or is_barred_partner(case, partner.id):
        raise RuleBroken(_("This partner is not offered for this file."))


def given_before(case: Case, purpose: Purpose, act: ConsentAct, partner: Partner | None) -> Consent | None:
    """The consent that a no would take back."""
    wanted = (act, purpose, partner.id if partner else None)
    known = {
        (consent.act, consent.purpose, consent.partner_id): consent for consent in in_force(consents_of(case))
    }
    found = known.get(wanted)
    return found if found and found.state is ConsentState.GIVEN else None


def check_takes_back(given: Consent | None, decided_on: date) -> None:
    """A no of an earlier day would stand behind the yes, and stop nothing."""
    if given is None:
        raise RuleBroken(_("There is no consent of this kind to withdraw."))
    if decided_on < given.decided_on:
        raise RuleBroken(_("The person agreed on a later day than this one: write the day of the no."))


def tell_consent(
    case: Case, by: User, object_id: UUID, detail: str, partner: Partner | None, **story: str
) -> None:
    """The name of a confidential place is left out: the whole team reads the timeline."""
    if partner and not partner.is_confidential:
        story |= {"partner_ar": partner.name_ar, "partner_fr": partner.name_fr}
    tell(case, Happening.CONSENT, author_id=by.id, object_id=object_id, detail=detail, story=story)


def record_legal_ground(
    case: Case, *, by: User, partner: Partner, form_key: UUID | None = None, **answers: Any
) -> LegalGround:
    """Only a supervisor; the refusal stays beside it. It answers an emergency that waits for it."""
    if form_key:
        hold(case)
        if made := ground_made_with(case, form_key):
            return made
    waiting = [
        approval
        for approval in waiting_of(case, ApprovalKind.LEGAL_GROUND)
        if approval.what["partner_id"] == str(partner.id)
    ]
    # the deputy too, when it is the supervisor who acted
    if not can(by, Action.CASE_SUPERVISE, case) and not any(may_decide(by, row, case) for row in waiting):
        raise RuleBroken(_("Only the supervisor may record a legal ground."))
    if not case.is_live:
        raise RuleBroken(_("This file is closed."))
    ground = LegalGround(
        key_id=case.key_id,
        case_id=case.id,
        partner_id=partner.id,
        decided_by_id=by.id,
        form_key=form_key,
        **answers,
    )
    db.session.add(ground)
    trail.record(trail.Event.LEGAL_GROUND_RECORDED, case, object_id=ground.id)
    tell_consent(case, by, ground.id, GROUND, partner)
    for approval in waiting:
        decide(case, approval, Decision.APPROVED, by=by)
    return ground


def bar_partner(case: Case, partner: Partner, why: str | None) -> None:
    """Asked twice it is barred once."""
    if is_barred_partner(case, partner.id):
        return
    barred = BarredPartner(key_id=case.key_id, case_id=case.id, partner_id=partner.id, why=why)
    db.session.add(barred)
    trail.record(trail.Event.PARTNER_BARRED, case, object_id=partner.id, detail="barred")


def unbar_partner(case: Case, barred: BarredPartner) -> None:
    db.session.delete(barred)
    trail.record(trail.Event.PARTNER_BARRED, case, object_id=barred.partner_id, detail="unbarred")


def forget_words(_case: Case, object_id: UUID) -> None:
    """The decision stays, since what was sent rests on it; the words go."""
    row = db.session.get(Consent, object_id) or db.session.get_one(LegalGround, object_id)
    row.why = None
    if isinstance(row, Consent):
        row.withheld = None
    else:
        row.rule, row.authority, row.reference = None, None, None


register(Happening.CONSENT, withdraw=forget_words)
