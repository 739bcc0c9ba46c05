"""Review sessions: who holds them with whom, and the files that are gone through."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import READING_ROLES, Action, Scope
from casework.accounts.models import User
from casework.accounts.queries import colleagues
from casework.cases.models import LIVE, Case
from casework.cases.queries import cells_held, in_scope, is_late, reachable
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.programmes.base import GRAVE
from casework.supervision.models import ReviewedFile, ReviewSession

PAGE = 25
FILES = 50  # of a record on one page
ON_PAPER = 1000
WHO = (
    joinedload(ReviewSession.worker),
    joinedload(ReviewSession.supervisor),
    joinedload(ReviewSession.cell),
)


def cells_reviewed(user: User) -> list[Cell]:
    """Where he reviews caseloads."""
    held = cells_held(user, Action.CASELOAD_REVIEW, Scope.CELL)
    return [cell for cell in user.cells if cell.id in held]


def workers_in(cell: Cell) -> list[User]:
    """Whose files may be reviewed: who reads files in the cell today, by name."""
    return colleagues(cell.id, *READING_ROLES)


def files_to_review(user: User, worker: User, cell: Cell) -> list[Case]:
    """All that the worker leads there, as far as the user may open them.

    What is late comes first, then what is grave, then what was longest without contact.
    """
    late_first = case((is_late(), 0), else_=1)
    is_grave = case((Case.risk.in_(GRAVE), 0), else_=1)
    never_seen = case((Case.last_contact_on.is_(None), 0), else_=1)
    files = reachable(user, Action.CASELOAD_REVIEW).where(
        Case.lead_id == worker.id, Case.cell_id == cell.id, Case.status.in_(LIVE)
    )
    return list(
        db.session.scalars(files.order_by(late_first, is_grave, never_seen, Case.last_contact_on, Case.id))
    )


def sessions_of(user: User) -> Select[ReviewSession]:
    """Those of the cells that he supervises, and those held with him, once they have ended."""
    cells = [cell.id for cell in cells_reviewed(user)]
    is_his = and_(ReviewSession.worker_id == user.id, ReviewSession.ended_at.is_not(None))
    return select(ReviewSession).where(or_(is_his, ReviewSession.cell_id.in_(cells))).options(*WHO)


def find_session(session_id: UUID, user: User) -> ReviewSession | None:
    return db.session.scalar(sessions_of(user).where(ReviewSession.id == session_id))


def session_under_way(cell_id: UUID, worker: User, supervisor: User) -> ReviewSession | None:
    under_way = select(ReviewSession).where(
        ReviewSession.cell_id == cell_id,
        ReviewSession.worker_id == worker.id,
        ReviewSession.supervisor_id == supervisor.id,
        ReviewSession.ended_at.is_(None),
    )
    return db.session.scalars(under_way.order_by(ReviewSession.id).limit(1)).first()


def sessions_page(user: User, cursor: tuple[Any, ...] | None) -> ListPage[ReviewSession]:
    """The newest first; the cursor is (begun_at, id) of the last line shown."""
    place = (ReviewSession.begun_at, ReviewSession.id)
    sessions = sessions_of(user)
    if cursor:
        sessions = sessions.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(sessions.order_by(*(column.desc() for column in place)).limit(PAGE + 1)))
    return cut(rows, PAGE, lambda row: (row.begun_at.isoformat(), row.id), is_first=cursor is None)


def still_his(session: ReviewSession) -> ColumnElement[bool]:
    """The worker leads the file still; what left him meanwhile is passed over."""
    return and_(Case.lead_id == session.worker_id, Case.cell_id == session.cell_id, Case.status.in_(LIVE))


def positions_left(session: ReviewSession, user: User) -> list[Any]:
    """(position, when it was decided, of how many) of each file that can be gone through today, in order."""
    n_all = select(func.count()).where(ReviewedFile.session_id == session.id).scalar_subquery()
    rows = (
        select(ReviewedFile.position, ReviewedFile.decided_at, n_all.label("n_all"))
        .join(Case, Case.id == ReviewedFile.case_id)
        .join(Case.cell)
        .where(
            ReviewedFile.session_id == session.id, still_his(session), in_scope(user, Action.CASELOAD_REVIEW)
        )
    )
    return list(db.session.execute(rows.order_by(ReviewedFile.position)))


def find_reviewed(session: ReviewSession, position: int) -> ReviewedFile | None:
    row = select(ReviewedFile).where(ReviewedFile.session_id == session.id, ReviewedFile.position == position)
    return db.session.scalar(row)


def undecided(session: ReviewSession) -> list[ReviewedFile]:
    rows = select(ReviewedFile).where(
        ReviewedFile.session_id == session.id, ReviewedFile.decided_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(ReviewedFile.position)))


def was_looked_at(session: ReviewSession) -> bool:
    rows = select(ReviewedFile.id).where(
        ReviewedFile.session_id == session.id, ReviewedFile.decided_at.is_not(None)
    )
    return db.session.scalar(rows.limit(1)) is not None


def record_page(
    session: ReviewSession, user: User, cursor: tuple[Any, ...] | None, size: int = FILES
) -> ListPage[tuple[ReviewedFile, Case | None]]:
    """The files in the order of the session; without its case, one that the reader may not open now."""
    readable = reachable(user, Action.CASE_VIEW).with_only_columns(Case.id).scalar_subquery()
    rows = (
        select(ReviewedFile, Case)
        .outerjoin(Case, and_(Case.id == ReviewedFile.case_id, Case.id.in_(readable)))
        .outerjoin(Case.cell)
        .outerjoin(Case.person)
        .options(contains_eager(Case.cell), contains_eager(Case.person), joinedload(ReviewedFile.task))
        .where(ReviewedFile.session_id == session.id)
    )
    if cursor:
        rows = rows.where(ReviewedFile.position > cursor[0])
    found = [
        (row.ReviewedFile, row.Case)
        for row in db.session.execute(rows.order_by(ReviewedFile.position).limit(size + 1))
    ]
    return cut(found, size, lambda row: (row[0].position,), is_first=cursor is None)


def n_files(session: ReviewSession) -> int:
    """All that the session began with."""
    rows = select(func.count()).where(ReviewedFile.session_id == session.id)
    return db.session.scalar(rows) or 0
