"""Every question asked of the transfers. A cell reads of another's file what is proposed, and no more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action, Scope, is_deputy, roles_with
from casework.accounts.models import Position, User
from casework.accounts.queries import colleagues, is_held_now
from casework.cases.models import Approval, ApprovalKind, BarredUser, Case, CaseStatus, Member
from casework.cases.queries import cells_held
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.referrals.models import RESULTS, Referral
from casework.transfers.models import Transfer, TransferState

PAGE = 25


def other_cells(case: Case) -> list[Cell]:
    """Every cell but the file's own: those of its directorate first."""
    cells = select(Cell).where(Cell.id != case.cell_id).options(joinedload(Cell.directorate))
    found = db.session.scalars(cells.order_by(Cell.programme_key, Cell.id))
    return sorted(found, key=lambda cell: cell.directorate_id != case.cell.directorate_id)


def answerers(cell: Cell, case: Case, asker_id: UUID) -> list[User]:
    """Who may answer there: its supervisors; the deputy in the place of one who asked, or must not know."""
    shut_out = case.barred_ids if cell.is_single_person else {*case.barred_ids, asker_id}
    supervisors = colleagues(cell.id, *roles_with(Action.TRANSFER_RECEIVE, Scope.CELL))
    found = [user for user in supervisors if user.id not in shut_out]
    if len(found) < len(supervisors) and cell.deputy and cell.deputy.is_active:
        found += [cell.deputy] if cell.deputy_id not in shut_out else []
    return list(dict.fromkeys(found))


def transfer_made_with(case: Case, form_key: UUID) -> Transfer | None:
    return db.session.scalar(
        select(Transfer).where(Transfer.case_id == case.id, Transfer.form_key == form_key)
    )


def transfer_under_way(case: Case) -> Transfer | None:
    return db.session.scalar(select(Transfer).where(Transfer.under_way_id == case.id))


def find_transfer(case: Case, transfer_id: UUID) -> Transfer | None:
    return db.session.scalar(select(Transfer).where(Transfer.case_id == case.id, Transfer.id == transfer_id))


def transfer_asked_in(approval: Approval) -> Transfer:
    return db.session.get_one(Transfer, UUID(approval.what["transfer_id"]))


def approvals_of(case: Case, transfer_id: UUID) -> list[Approval]:
    """What was asked of the supervisor about it."""
    asked = select(Approval).where(Approval.case_id == case.id, Approval.kind == ApprovalKind.TRANSFER)
    return [row for row in db.session.scalars(asked) if row.what["transfer_id"] == str(transfer_id)]


def last_transfer(case: Case) -> Transfer | None:
    """Of those asked by the cell that has the file, the newest."""
    asked = select(Transfer).where(Transfer.case_id == case.id, Transfer.from_cell_id == case.cell_id)
    return db.session.scalars(asked.order_by(Transfer.id.desc()).limit(1)).first()


def was_transferred(case: Case, since: datetime | None = None) -> bool:
    """Another cell had the file before; or had it at that moment."""
    accepted = exists().where(Transfer.case_id == case.id, Transfer.state == TransferState.ACCEPTED)
    if since:
        accepted = accepted.where(Transfer.answered_at >= since)
    return bool(db.session.scalar(select(accepted)))


def is_barred_from(user: User) -> Exists:
    return exists().where(BarredUser.case_id == Transfer.case_id, BarredUser.user_id == user.id)


def supervises(user_id: Any, cell_id: Any) -> Exists:
    return exists().where(
        Position.user_id == user_id,
        Position.cell_id == cell_id,
        Position.role.in_(roles_with(Action.TRANSFER_RECEIVE, Scope.CELL)),
        is_held_now(),
    )


def lacks_supervisor(cell_id: Any) -> Exists:
    """Somebody who supervises that cell must not know of the file."""
    return exists().where(BarredUser.case_id == Transfer.case_id, supervises(BarredUser.user_id, cell_id))


def supervised(user: User, cell_id: Any, *gives_way: ColumnElement[bool]) -> ColumnElement[bool]:
    """Transfers of that side which he supervises, or for which he takes the supervisor's place.

    `gives_way`: other reasons for which a supervisor leaves his place to the deputy.
    """
    deputised = {place.cell_id for place in user.positions if is_deputy(user, place, Action.TRANSFER_RECEIVE)}
    held = cell_id.in_(cells_held(user, Action.TRANSFER_RECEIVE, Scope.CELL))
    stands_in = and_(cell_id.in_(deputised), or_(lacks_supervisor(cell_id), *gives_way))
    return and_(or_(held, stands_in), ~is_barred_from(user))


def proposed_to(user: User) -> Select[Transfer]:
    """What waits for this person's answer: not what he asked himself, nor a file that is no longer open."""
    is_alone = Transfer.to_cell.has(Cell.is_single_person.is_(True))
    asked_there = supervises(Transfer.asked_by_id, Transfer.to_cell_id) & ~is_alone
    return (
        select(Transfer)
        .join(Transfer.case)
        .options(joinedload(Transfer.from_cell).joinedload(Cell.directorate), joinedload(Transfer.to_cell))
        .where(
            Transfer.state == TransferState.PROPOSED,
            supervised(user, Transfer.to_cell_id, asked_there),
            or_(Transfer.asked_by_id != user.id, is_alone),
            Case.status == CaseStatus.OPEN,
            Case.merged_into_id.is_(None),
        )
    )


def proposals(user: User) -> list[Transfer]:
    """The oldest first; as many as a home says."""
    return list(db.session.scalars(proposed_to(user).order_by(Transfer.proposed_at, Transfer.id)))


def find_proposal(transfer_id: UUID, user: User) -> Transfer | None:
    return db.session.scalar(proposed_to(user).where(Transfer.id == transfer_id))


def asked_page(user: User, *, cursor: tuple[Any, ...] | None = None, size: int = PAGE) -> ListPage[Transfer]:
    """What his cells asked, newest first: to the supervisor all of it, to a worker what he asked himself."""
    place = (Transfer.asked_at, Transfer.id)
    own = and_(
        Transfer.asked_by_id == user.id,
        Transfer.from_cell_id.in_(cell.id for cell in user.cells),
        ~is_barred_from(user),
    )
    asked = (
        select(Transfer)
        .join(Transfer.case)
        .options(contains_eager(Transfer.case), joinedload(Transfer.to_cell).joinedload(Cell.directorate))
        .where(or_(own, supervised(user, Transfer.from_cell_id)))
    )
    if cursor:
        asked = asked.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(asked.order_by(*(column.desc() for column in place)).limit(size + 1)))
    return cut(rows, size, lambda row: (row.asked_at.isoformat(), row.id), is_first=cursor is None)


def joined_to(case: Case) -> list[Case]:
    """The files that were made one with this one: they go where it goes."""
    return list(db.session.scalars(select(Case).where(Case.merged_into_id == case.id).order_by(Case.id)))


def members_to_come(case: Case) -> list[Member]:
    """Who works on the file today, or is to begin."""
    members = select(Member).where(Member.case_id == case.id, Member.until_at > now())
    return list(db.session.scalars(members.options(joinedload(Member.user))))


def n_services_given(case: Case) -> int:
    given = select(func.count()).where(Referral.case_id == case.id, Referral.state.in_(RESULTS))
    return db.session.scalar(given) or 0
