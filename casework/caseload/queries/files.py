"""What the lists of files ask. A list is gathered from short pieces, each in the order of an index."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action, Scope, scope_of
from casework.accounts.models import User
from casework.caseload.asked import NOBODY, Asked, Sort
from casework.cases.models import LIVE, BarredUser, Case, Member, MemberRole
from casework.cases.queries import cells_held, in_scope, is_current, reachable
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.figures.definitions import ASKED, Reach
from casework.figures.queries.conditions import OF_THE_PERSON, marked, within_reach
from casework.organisation.models import Cell

SIZE = 20


@dataclass(frozen=True)
class Order:
    """By a day, then by the file's id; files without that day come last unless said otherwise."""

    column: Any
    descending: bool = False
    empty_first: bool = False

    @property
    def columns(self) -> tuple[Any, ...]:
        empty = self.column.is_(None)
        keys = (self.column.desc(), Case.id.desc()) if self.descending else (self.column, Case.id)
        return (empty.desc() if self.empty_first else empty, *keys)

    def parts(self, cursor: tuple[Any, ...] | None) -> list[ColumnElement[bool]]:
        """The files that come after the cursor: those with a day and those without, each in one range."""
        dated, empty = self.column.is_not(None), self.column.is_(None)
        if cursor is None:
            return [dated, empty]
        day, last_id = cursor
        if day is None:
            rest = and_(empty, Case.id > last_id)
            return [rest, dated] if self.empty_first else [rest]
        rest = after((self.column, Case.id), (day, last_id), descending=self.descending)
        return [rest] if self.empty_first else [rest, empty]

    def cursor_of(self, case: Case) -> tuple[Any, ...]:
        return getattr(case, self.column.key), case.id


ORDERS = {
    Sort.DUE: Order(Case.next_due_on),
    Sort.CONTACT: Order(Case.last_contact_on, empty_first=True),
    Sort.OPENED: Order(Case.opened_on, descending=True),
}


def files_page(user: User, asked: Asked, *, size: int = SIZE) -> ListPage[Case]:
    """Files that the user may open, each with its person, cell and lead worker."""
    order = ORDERS[asked.sort]
    pieces = [piece.subquery() for piece in pieces_of(user, asked, order, size + 1)]
    if not pieces:
        return ListPage([], None, True)
    ids = sa.union_all(*(select(piece.c.id) for piece in pieces))
    files = (
        select(Case, cover_of(user).label("cover_until"))
        .join(Case.cell)
        .join(Case.person)
        .where(Case.id.in_(ids))
        .options(contains_eager(Case.cell), contains_eager(Case.person), joinedload(Case.lead))
        .order_by(*order.columns)
        .limit(size + 1)
    )
    rows = [listed(row) for row in db.session.execute(files)]
    return cut(rows, size, order.cursor_of, is_first=asked.cursor is None)


def cover_of(user: User) -> ScalarSelect[datetime]:
    """Until when the user works on the file in place of a colleague; nothing if he does not."""
    covers = select(func.max(Member.until_at)).where(
        Member.case_id == Case.id, Member.user_id == user.id, Member.role == MemberRole.COVER, is_current()
    )
    return covers.correlate(Case).scalar_subquery()


def listed(row: Any) -> Case:
    case: Case = row.Case
    case.cover_until = row.cover_until
    return case


def pieces_of(user: User, asked: Asked, order: Order, n: int) -> Iterator[Select[Any]]:
    """The first files of each place and status; together they hold the first of the whole list."""
    parts = order.parts(asked.cursor)
    wanted = list(conditions_of(user, asked))
    # written once: every piece asks the same of the user's rights
    files = select(Case.id).join(Case.cell).where(in_scope(user, Action.CASE_VIEW), *wanted).limit(n)
    if asked.mark in OF_THE_PERSON:
        files = files.join(Case.person)
    for place in whole_places(user, asked):
        for status in asked.part.statuses:
            for part in parts:
                yield files.where(place, Case.status == status, part).order_by(*order.columns[1:])
    if reads_own(user):
        in_part = Case.status.in_(asked.part.statuses)
        yield files.where(own_files(user), in_part, or_(*parts)).order_by(*order.columns)


def conditions_of(user: User, asked: Asked) -> Iterator[ColumnElement[bool]]:
    exact = (
        (Case.stage, asked.stage),
        (Case.risk, asked.risk),
        (Case.lead_id, None if asked.worker == NOBODY else asked.worker),
        (Case.cell_id, asked.cell),
    )
    for column, value in exact:
        if value is not None:
            yield column == value
    if asked.worker == NOBODY:
        yield Case.lead_id.is_(None)
    if asked.mark:
        yield marked(asked.mark)
    if asked.reach is Reach.REVIEWED or asked.mark in ASKED:
        yield within_reach(user, Reach.REVIEWED)


def whole_places(user: User, asked: Asked) -> list[ColumnElement[bool]]:
    """Files that the user leads, cells that he reads as a whole, or one worker's files in them.

    Each is the start of an index, so that what was closed long ago costs nothing.
    """
    cells = cells_held(user, Action.CASE_VIEW, Scope.CELL)
    if asked.worker and asked.worker != NOBODY and cells:
        return [Case.lead_id == asked.worker]
    led = [Case.lead_id == user.id] if reads_own(user) else []
    return led + [Case.cell_id == cell_id for cell_id in cells if asked.cell in (None, cell_id)]


def reads_own(user: User) -> bool:
    """Some files are open to him one by one: as a member, or as the deputy of a barred supervisor."""
    is_deputy = any(cell.deputy_id == user.id for cell in user.cells)
    scopes = {scope_of(place.role, Action.CASE_VIEW) for place in user.positions}
    return is_deputy or Scope.OWN in scopes


def own_files(user: User) -> ColumnElement[bool]:
    """Those of which he is a member without leading them: never many, and found by who works on them."""
    beside = [role for role in MemberRole if role is not MemberRole.LEAD]
    is_theirs = (Member.user_id == user.id, Member.role.in_(beside), Member.until_at > now())
    theirs = select(Member.case_id).where(*is_theirs)
    in_place_of_supervisor = select(BarredUser.case_id).where(BarredUser.is_supervisor)
    return Case.id.in_(sa.union_all(theirs, in_place_of_supervisor))


def unassigned_page(
    user: User, cell: Cell, cursor: tuple[Any, ...] | None, *, size: int = SIZE
) -> ListPage[Case]:
    """Files that nobody leads, the one that has waited longest first."""
    place = (Case.unassigned_at, Case.id)
    files = (
        reachable(user, Action.CASE_SUPERVISE)
        .where(Case.lead_id.is_(None), Case.cell_id == cell.id, Case.status.in_(LIVE))
        .order_by(*place)
        .limit(size + 1)
    )
    if cursor:
        files = files.where(after(place, cursor))
    rows = list(db.session.scalars(files))
    return cut(rows, size, lambda case: (case.unassigned_at.isoformat(), case.id), is_first=cursor is None)
