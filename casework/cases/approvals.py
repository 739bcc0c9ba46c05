"""What is asked of a supervisor: asking, and deciding once. Nobody approves his own.

What is asked is kept as it was asked, and approved only while it still stands so.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import approval_asked_with
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db

ALREADY_DECIDED = _l("This was already decided. Open the file to see the answer.")
OVERTAKEN = _l("What this is about was changed since it was asked. Return it, so that it is asked again.")

SINGLE_PERSON = "single_person"  # what the log says of an answer to one's own request

# where each kind is decided; every such page is addressed by its case_id and approval_id
PAGES = {
    ApprovalKind.CLOSURE: "closure.decide_closure",
    ApprovalKind.REOPENING: "closure.confirm_reopening",
    ApprovalKind.LEGAL_GROUND: "referrals.decide_emergency",
    ApprovalKind.RISK_LOWERED: "casefile.decide_risk",
    ApprovalKind.POSSIBLE_MATCH: "duplicates.decide_match",
    ApprovalKind.TRANSFER: "transfers.decide_transfer",
    ApprovalKind.AUTHORITY_REPORT: "measures.decide_report",
}
EVENTS = {
    (ApprovalKind.CLOSURE, Decision.APPROVED): trail.Event.CLOSURE_APPROVED,
    (ApprovalKind.CLOSURE, Decision.RETURNED): trail.Event.CLOSURE_RETURNED,
}

# by kind: whether what was asked is still what would be done; a kind that is not named always stands
STANDS: dict[ApprovalKind, Callable[[Case, Approval], bool]] = {}
# called after each answer, were it the clock's: notices tell whoever asked
when_decided: list[Callable[[Case, Approval], None]] = []


def ask_for(
    case: Case,
    kind: ApprovalKind,
    *,
    by: User,
    what: dict[str, Any],
    due_at: datetime | None = None,
    form_key: UUID | None = None,
) -> Approval:
    """Something for the supervisor to decide; sent twice it is asked once."""
    if form_key and (made := approval_asked_with(case, form_key)):
        return made
    approval = Approval(
        key_id=case.key_id,
        case_id=case.id,
        cell_id=case.cell_id,
        kind=kind,
        asked_by_id=by.id,
        due_at=due_at,
        form_key=form_key,
        what=what,
    )
    approval.case, approval.asked_by = case, by
    db.session.add(approval)
    return approval


def may_decide(user: User, approval: Approval, case: Case) -> bool:
    if approval.asked_by_id == user.id and not case.cell.is_single_person:
        return False
    stands_in = (
        case.cell.deputy_id == user.id
        and can(user, Action.CASE_VIEW, case)
        and can(approval.asked_by, Action.CASE_SUPERVISE, case)
    )
    return stands_in or can(user, Action.CASE_SUPERVISE, case)


def take_up(case: Case, approval: Approval) -> None:
    """Nobody else decides it, or changes the file, until this answer is kept. The first answer counts."""
    db.session.flush()  # holding reads both anew
    hold(case)
    hold(approval)
    if approval.decided_at is not None:
        raise RuleBroken(ALREADY_DECIDED)


def decide(
    case: Case, approval: Approval, decision: Decision, *, by: User, comment: str | None = None
) -> None:
    """Keep the answer; what follows from it is the caller's."""
    take_up(case, approval)
    if not may_decide(by, approval, case):
        raise RuleBroken(_("Only the supervisor decides this, and nobody decides what he asked himself."))
    if decision is Decision.APPROVED and not still_stands(case, approval):
        raise RuleBroken(OVERTAKEN)
    approval.decided_by_id = by.id
    is_own = approval.asked_by_id == by.id
    keep_answer(case, approval, decision, comment, detail=SINGLE_PERSON if is_own else decision.value)


def set_aside(approval: Approval, *, by: User) -> None:
    """What it asked ends in another way: it waits for nobody any more, and nobody said yes."""
    approval.decision, approval.decided_at, approval.decided_by_id = Decision.RETURNED, now(), by.id


def still_stands(case: Case, approval: Approval) -> bool:
    """What was asked was not changed in the meantime, nor what it was asked for."""
    return STANDS.get(approval.kind, lambda *_asked: True)(case, approval)


def keep_answer(
    case: Case, approval: Approval, decision: Decision, comment: str | None = None, **said: Any
) -> None:
    """Somebody's answer, or the clock's when nobody gave one in time."""
    approval.decision, approval.decided_at, approval.comment = decision, now(), comment
    event = EVENTS.get((approval.kind, decision), trail.Event.APPROVAL_DECIDED)
    trail.record(event, case, object_id=approval.id, **said)
    for follow in when_decided:
        follow(case, approval)
