"""What is asked of a supervisor: asking, deciding once, what waits. Nobody approves his own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from casework.access.policy import Action, Scope, can, roles_with
from casework.accounts.models import Position, User
from casework.audit import trail
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision
from casework.cases.queries import in_scope, is_barred, is_member
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.organisation.models import Cell

ALREADY_DECIDED = _l("This was already decided. Open the file to see the answer.")
AT_ONCE = 50  # a supervisor with more waiting decides these first

# where each kind is decided; every such page is addressed by its case_id and approval_id
PAGES = {
    ApprovalKind.CLOSURE: "closure.decide_closure",
    ApprovalKind.REOPENING: "closure.confirm_reopening",
    ApprovalKind.LEGAL_GROUND: "referrals.decide_emergency",
    ApprovalKind.RISK_LOWERED: "casefile.decide_risk",
}
EVENTS = {
    (ApprovalKind.CLOSURE, Decision.APPROVED): trail.Event.CLOSURE_APPROVED,
    (ApprovalKind.CLOSURE, Decision.RETURNED): trail.Event.CLOSURE_RETURNED,
}


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
    if form_key and (made := db.session.scalar(select(Approval).where(Approval.form_key == form_key))):
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


def find_approval(case: Case, approval_id: UUID, kind: ApprovalKind) -> Approval | None:
    asked = select(Approval).where(
        Approval.case_id == case.id, Approval.id == approval_id, Approval.kind == kind
    )
    return db.session.scalar(asked)


def last_decided(case: Case, kind: ApprovalKind) -> Approval | None:
    """The newest answer, so that whoever asked reads the comment."""
    decided = select(Approval).where(
        Approval.case_id == case.id, Approval.kind == kind, Approval.decided_at.is_not(None)
    )
    return db.session.scalars(decided.order_by(Approval.decided_at.desc()).limit(1)).first()


def waiting_of(case: Case, kind: ApprovalKind) -> list[Approval]:
    waiting = select(Approval).where(
        Approval.case_id == case.id, Approval.kind == kind, Approval.decided_at.is_(None)
    )
    return list(db.session.scalars(waiting.order_by(Approval.asked_at, Approval.id)))


def waiting_approvals(user: User) -> list[Approval]:
    """What this person may decide, with case, person, cell and who asked; what is due first comes first."""
    waiting = (
        select(Approval)
        .join(Approval.case)
        .join(Case.cell)
        .join(Case.person)
        .join(Approval.asked_by)
        .options(
            contains_eager(Approval.case).contains_eager(Case.cell),
            contains_eager(Approval.case).contains_eager(Case.person),
            contains_eager(Approval.asked_by),
        )
        .where(
            Approval.decided_at.is_(None),
            Case.status != CaseStatus.ENTERED_IN_ERROR,
            or_(in_scope(user, Action.CASE_SUPERVISE), stands_in_for_asker(user)),
            or_(Approval.asked_by_id != user.id, Cell.is_single_person),
        )
        .order_by(Approval.due_at.is_(None), Approval.due_at, Approval.asked_at, Approval.id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(waiting))


def stands_in_for_asker(user: User) -> ColumnElement[bool]:
    """A supervisor asked: the cell's deputy decides, on the files that he works on."""
    moment = now()
    supervisor_asked = exists().where(
        Position.user_id == Approval.asked_by_id,
        Position.cell_id == Case.cell_id,
        Position.role.in_(roles_with(Action.CASE_SUPERVISE, Scope.CELL)),
        Position.confirmed_at.is_not(None),
        Position.from_at <= moment,
        Position.until_at > moment,
    )
    return and_(Cell.deputy_id == user.id, is_member(user), ~is_barred(user), supervisor_asked)


def may_decide(user: User, approval: Approval, case: Case) -> bool:
    if approval.asked_by_id == user.id and not case.cell.is_single_person:
        return False
    stands_in = (
        case.cell.deputy_id == user.id
        and can(user, Action.CASE_VIEW, case)
        and can(approval.asked_by, Action.CASE_SUPERVISE, case)
    )
    return stands_in or can(user, Action.CASE_SUPERVISE, case)


def decide(
    case: Case, approval: Approval, decision: Decision, *, by: User, comment: str | None = None
) -> None:
    """Keep the answer; what follows from it is the caller's. Of two answers the first counts."""
    hold(approval)
    if approval.decided_at is not None:
        raise RuleBroken(ALREADY_DECIDED)
    if not may_decide(by, approval, case):
        raise RuleBroken(_("Only the supervisor decides this, and nobody decides what he asked himself."))
    approval.decision, approval.decided_at, approval.decided_by_id = decision, now(), by.id
    approval.comment = comment
    is_own = approval.asked_by_id == by.id
    trail.record(
        EVENTS.get((approval.kind, decision), trail.Event.APPROVAL_DECIDED),
        case,
        object_id=approval.id,
        detail="single_person" if is_own else decision.value,
    )
