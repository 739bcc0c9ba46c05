"""Every question asked of the register. Each starts from what the user may see."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from casework.access.policy import Action, Scope, cells_where, scope_of
from casework.accounts.models import User
from casework.core.clock import start_of, today
from casework.core.extensions import db
from casework.core.i18n import language
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.visits.models import TO_TAKE_UP, Visit

PAGE = 25
WAITS_FOR = timedelta(days=14)  # who did not come back by then is no longer called from the list
KINDS = ("cell", "partner")
FEW = 10  # as many as a home page shows
# what a line of a list shows beside the visit itself
SHOWN = (joinedload(Visit.receiving_cell), joinedload(Visit.partner), joinedload(Visit.taken_by))


def received_in(user: User) -> set[UUID]:
    """The cells whose visits he reads because he receives there, which reception does nowhere."""
    places = user.positions
    return {p.cell_id for p in places if p.cell_id and scope_of(p.role, Action.VISIT_VIEW) is Scope.CELL}


def in_sight(user: User) -> ColumnElement[bool]:
    """Reception: what was logged today; whoever receives: what came, or was sent, to his cells."""
    whole = {
        p.directorate_id for p in user.positions if scope_of(p.role, Action.VISIT_VIEW) is Scope.DIRECTORATE
    }
    ways: list[ColumnElement[bool]] = [false()]
    if whole:
        ways.append(and_(Visit.directorate_id.in_(whole), Visit.logged_at >= start_of(today())))
    if cells := received_in(user):
        ways.append(Visit.receiving_cell_id.in_(cells))
    return or_(*ways)


def visits_page(
    user: User, day: date, *, cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[Visit]:
    """Of a day, newest first; the cursor is (came_at, id) of the last line shown."""
    place = (Visit.came_at, Visit.id)
    visits = select(Visit).options(*SHOWN).where(in_sight(user), Visit.day == day)
    if cursor:
        visits = visits.where(after(place, cursor, descending=True))
    visits = visits.order_by(*(column.desc() for column in place)).limit(size + 1)
    rows = list(db.session.scalars(visits))
    return cut(rows, size, lambda row: (row.came_at.isoformat(), row.id), is_first=cursor is None)


def waiting_ids(user: User) -> Select[UUID]:
    """For his cells: whom somebody has still to receive, in that order; and whom he took up today."""
    expected_on = func.coalesce(Visit.arranged_on, Visit.day)
    waits = and_(Visit.taken_at.is_(None), Visit.outcome.in_(TO_TAKE_UP), expected_on > today() - WAITS_FOR)
    taken = and_(Visit.taken_by_id == user.id, Visit.case_id.is_(None), Visit.taken_at >= start_of(today()))
    visits = select(Visit.id).where(
        Visit.receiving_cell_id.in_(received_in(user)),
        Visit.day > today() - 12 * WAITS_FOR,  # an interview is arranged for the weeks to come
        or_(waits, taken),
    )
    return visits.order_by(expected_on, Visit.came_at, Visit.id).limit(FEW + 1)


def visit_to_take(visit_id: UUID, user: User) -> Visit | None:
    """One that came to a cell where he takes visits up, whatever became of it."""
    cells = cells_where(user, Action.VISIT_TAKE)
    return db.session.scalar(select(Visit).where(Visit.id == visit_id, Visit.receiving_cell_id.in_(cells)))


def visit_taken_by(visit_id: UUID, user: User) -> Visit | None:
    visit = visit_to_take(visit_id, user)
    return visit if visit and visit.taken_by_id == user.id else None


def visits_in_hand(user: User, cell_id: UUID | None) -> list[Visit]:
    """Lately taken up by him and no file opened yet, in the cell or (None) in any."""
    in_hand = select(Visit).where(
        Visit.taken_by_id == user.id,
        Visit.case_id.is_(None),
        Visit.taken_at >= start_of(today() - WAITS_FOR),
    )
    return list(db.session.scalars(in_hand.where(Visit.receiving_cell_id == cell_id) if cell_id else in_hand))


def own_visit_of_today(visit_id: UUID, user: User) -> Visit | None:
    """What somebody may correct: his own entry, on the day when he made it."""
    mine = select(Visit).where(
        Visit.id == visit_id,
        Visit.logged_by_id == user.id,
        Visit.logged_at >= start_of(today()),
        Visit.directorate_id == user.directorate_id,
    )
    return db.session.scalar(mine)


def visit_logged_with(form_key: UUID, user: User) -> Visit | None:
    return db.session.scalar(select(Visit).where(Visit.form_key == form_key, Visit.logged_by_id == user.id))


@dataclass(frozen=True)
class Choice:
    """A cell or a partner, by its name."""

    id: UUID
    name: str


def cells_and_partners(directorate_id: UUID) -> tuple[list[Choice], list[Choice]]:
    """What the form offers: the cells, and the services that anybody may be told of at a counter."""
    in_arabic = language() == "ar"
    cell_name, partner_name = (model.name_ar if in_arabic else model.name_fr for model in (Cell, Partner))
    cells = select(
        literal("cell").label("kind"), Cell.id, cell_name.label("name"), Cell.programme_key.label("place")
    ).where(Cell.directorate_id == directorate_id)
    partners = select(literal("partner"), Partner.id, partner_name, partner_name).where(
        Partner.directorate_id == directorate_id, Partner.is_active, Partner.is_confidential.is_(False)
    )
    rows = db.session.execute(union_all(cells, partners).order_by("place", "id")).all()
    offered = {kind: [Choice(row.id, row.name) for row in rows if row.kind == kind] for kind in KINDS}
    return offered["cell"], offered["partner"]
