"""What was asked of a supervisor."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from casework.access.policy import Action, Scope, roles_with
from casework.accounts.models import Position, User
from casework.accounts.queries import is_held_now
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus
from casework.cases.queries.scope import in_scope, is_barred, is_member
from casework.core.clock import FOREVER
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell

PAGE = 50


def approval_asked_with(case: Case, form_key: UUID) -> Approval | None:
    return db.session.scalar(
        select(Approval).where(Approval.case_id == case.id, Approval.form_key == form_key)
    )


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


def waiting_of(case: Case, kind: ApprovalKind | None = None) -> list[Approval]:
    """What was asked and not answered yet, of one kind or of any, the oldest first."""
    waiting = select(Approval).where(Approval.case_id == case.id, Approval.decided_at.is_(None))
    if kind:
        waiting = waiting.where(Approval.kind == kind)
    return list(db.session.scalars(waiting.order_by(Approval.asked_at, Approval.id)))


def waiting_for(user: User) -> ColumnElement[bool]:
    """What this person may decide, as a condition on Approval joined with its Case and Cell."""
    return and_(
        Approval.cell_id.in_([cell.id for cell in user.cells]),  # whoever decides works in the cell
        Approval.decision.is_(None),
        Case.status != CaseStatus.ENTERED_IN_ERROR,
        or_(in_scope(user, Action.CASE_SUPERVISE), stands_in_for_asker(user)),
        or_(Approval.asked_by_id != user.id, Cell.is_single_person),
    )


def approvals_page(
    user: User,
    *,
    kind: ApprovalKind | None = None,
    cell_id: UUID | None = None,
    cursor: tuple[Any, ...] | None = None,
    size: int = PAGE,
) -> ListPage[Approval]:
    """What he may decide, with case, person, cell and who asked: what is due first, at last what never is."""
    place = (func.coalesce(Approval.due_at, FOREVER), Approval.asked_at, Approval.id)
    conditions = [waiting_for(user)]
    conditions += [Approval.kind == kind] if kind else []
    conditions += [Approval.cell_id == cell_id] if cell_id else []
    conditions += [after(place, cursor)] if cursor else []
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
        .where(*conditions)
        .order_by(*place)
        .limit(size + 1)
    )
    rows = list(db.session.scalars(waiting))
    return cut(rows, size, place_of, is_first=cursor is None)


def place_of(approval: Approval) -> tuple[str, str, UUID]:
    return (approval.due_at or FOREVER).isoformat(), approval.asked_at.isoformat(), approval.id


def stands_in_for_asker(user: User) -> ColumnElement[bool]:
    """A supervisor asked: the cell's deputy decides, on the files that he works on."""
    supervisor_asked = exists().where(
        Position.user_id == Approval.asked_by_id,
        Position.cell_id == Case.cell_id,
        Position.role.in_(roles_with(Action.CASE_SUPERVISE, Scope.CELL)),
        is_held_now(),
    )
    return and_(Cell.deputy_id == user.id, is_member(user), ~is_barred(user), supervisor_asked)
