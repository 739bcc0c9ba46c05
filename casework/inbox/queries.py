"""Every question asked of what cells send to each other. Each starts from what the reader may see."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import aliased, contains_eager

from casework.access.policy import Action, Scope, cells_where, roles_with
from casework.accounts.models import User
from casework.accounts.queries import colleagues
from casework.cases.models import LIVE, BarredUser, Case
from casework.cases.queries import reachable
from casework.consents.models import BarredPartner
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.referrals.models import Referral, ReferralState, SentCopy

PAGE = 25
CODE = re.compile(r"R-[0-9A-Z]{8}")  # of referrals/codes.py
MOST = 50  # a first page says no greater number
TO_ANSWER = (
    ReferralState.SENT,
    ReferralState.RECEIVED,
    ReferralState.WAITING_LIST,
    ReferralState.EXPIRED,
)
Received = tuple[Referral, SentCopy | None, Cell]


def card_of(cell: Cell) -> Partner | None:
    return db.session.scalar(select(Partner).where(Partner.cell_id == cell.id))


def every_cell() -> Sequence[UUID]:
    return db.session.scalars(select(Cell.id).order_by(Cell.id)).all()


def receivers_of(cell: Cell, referral: Referral) -> list[User]:
    """Who may answer it there; nobody whom the person wants kept away."""
    barred = referral.case.barred_ids
    found = colleagues(cell.id, *roles_with(Action.REFERRAL_RECEIVE, Scope.CELL))
    return [user for user in found if user.id not in barred]


def must_not_know(user: User, case_id: Any) -> ColumnElement[bool]:
    return exists().where(BarredUser.case_id == case_id, BarredUser.user_id == user.id)


def sent_to_his_cells(user: User) -> Select[Referral, SentCopy, Cell]:
    """What other cells sent to the cells where he receives; what he must not know of is missing."""
    return (
        select(Referral, SentCopy, Cell)
        .join(Referral.partner)
        .join(Partner.cell)
        .join(Referral.case)
        .outerjoin(SentCopy, SentCopy.referral_id == Referral.id)
        .options(contains_eager(Referral.partner), contains_eager(Referral.case))
        .where(
            Partner.cell_id.in_(cells_where(user, Action.REFERRAL_RECEIVE)),
            Referral.sent_at.is_not(None),
            ~must_not_know(user, Referral.case_id),
            ~must_not_know(user, Referral.opened_case_id),
        )
    )


def waits() -> ColumnElement[bool]:
    """Nobody of the cell has said yes or no, and it can still be said."""
    is_barred = exists().where(
        BarredPartner.case_id == Referral.case_id, BarredPartner.partner_id == Referral.partner_id
    )
    is_standing = and_(
        Case.status.in_(LIVE), Partner.is_active, ~is_barred, Referral.destroy_asked_on.is_(None)
    )
    return and_(is_standing, Referral.state.in_(TO_ANSWER), Referral.opened_case_id.is_(None))


def is_followed_by(user: User) -> ColumnElement[bool]:
    """A file was opened from it, and he may read that file."""
    files = reachable(user).with_only_columns(Case.id, maintain_column_froms=True).order_by(None)
    return Referral.opened_case_id.in_(files.correlate(None))


def received_page(
    user: User, *, is_answered: bool = False, cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[Received]:
    """What waits, the oldest first; or what became a file, the newest first. Cursor: (sent_at, id)."""
    place = (Referral.sent_at, Referral.id)
    received = sent_to_his_cells(user).where(is_followed_by(user) if is_answered else waits())
    if cursor:
        received = received.where(after(place, cursor, descending=is_answered))
    order = [column.desc() if is_answered else column.asc() for column in place]
    found = db.session.execute(received.order_by(*order).limit(size + 1))
    rows = [(row.Referral, row.SentCopy, row.Cell) for row in found]
    return cut(rows, size, lambda row: (row[0].sent_at.isoformat(), row[0].id), is_first=cursor is None)


def waiting_to_answer(user: User) -> Select[UUID]:
    """What waits for an answer in his cells, up to one more than a first page counts."""
    return sent_to_his_cells(user).where(waits()).with_only_columns(Referral.id).limit(MOST + 1)


def find_received(code: str, user: User) -> Received | None:
    """By its code: no id of one cell is shown to another."""
    if not CODE.fullmatch(code):
        return None
    row = db.session.execute(sent_to_his_cells(user).where(Referral.code == code)).one_or_none()
    return (row.Referral, row.SentCopy, row.Cell) if row else None


def may_read_file(case_id: UUID | None, user: User) -> bool:
    """Whether the file that was opened is one of his."""
    own = aliased(Case, reachable(user).subquery())
    return bool(case_id and db.session.scalar(select(exists().where(own.id == case_id))))
