"""The supervisor's board: what a cell carries, counted in one statement. It describes the service."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, or_, select

from casework.access.policy import Action, Role, Scope, scope_of
from casework.accounts.models import Position, User
from casework.accounts.queries import is_held_now
from casework.caseload.asked import Mark
from casework.caseload.queries.files import marked
from casework.cases.models import LIVE, Case, Stage
from casework.cases.queries import in_scope
from casework.core.extensions import db
from casework.organisation.models import Cell

# who may lead a file: those who may open one
LEADING = [role for role in Role if scope_of(role, Action.CASE_OPEN) is Scope.CELL]


@dataclass
class Line:
    """What one worker carries, or what nobody does."""

    worker: User | None
    by_stage: dict[Stage, int] = field(default_factory=lambda: dict.fromkeys(Stage, 0))
    by_mark: dict[Mark, int] = field(default_factory=lambda: dict.fromkeys(Mark, 0))
    oldest_at: datetime | None = None

    @property
    def n_open(self) -> int:
        return sum(self.by_stage.values())

    def add(self, row: Any) -> None:
        self.by_stage[row.stage] += row.n
        for mark in Mark:
            self.by_mark[mark] += getattr(row, mark.value)
        self.oldest_at = min(filter(None, (self.oldest_at, row.oldest_at)), default=None)


@dataclass(frozen=True)
class Board:
    cell: Cell
    lines: Sequence[Line]
    unassigned: Line

    @property
    def n_open(self) -> int:
        return sum(line.n_open for line in self.everything)

    def n_marked(self, mark: Mark) -> int:
        return sum(line.by_mark[mark] for line in self.everything)

    @property
    def everything(self) -> Iterable[Line]:
        return (*self.lines, self.unassigned)


def board_of(user: User, cell: Cell) -> Board:
    """Lines by name: nobody is ranked."""
    lines: dict[UUID | None, Line] = {worker.id: Line(worker) for worker in workers_of([cell])}
    lines[None] = Line(None)
    for row in counted(user, cell):
        if line := lines.get(row.lead_id):
            line.add(row)
    unassigned = lines.pop(None)
    return Board(cell, list(lines.values()), unassigned)


def counted(user: User, cell: Cell) -> Sequence[Any]:
    marks = [func.count(case((marked(mark), 1))).label(mark.value) for mark in Mark]
    counts = (
        select(
            Case.lead_id,
            Case.stage,
            func.count().label("n"),
            func.min(Case.unassigned_at).label("oldest_at"),
            *marks,
        )
        .join(Case.cell)
        .where(in_scope(user, Action.CASELOAD_REVIEW), Case.cell_id == cell.id, Case.status.in_(LIVE))
        .group_by(Case.lead_id, Case.stage)
    )
    return db.session.execute(counts).all()


def workers_of(cells: Sequence[Cell]) -> list[User]:
    """Who may lead a file of these cells today, and whoever leads one, by name."""
    here = [cell.id for cell in cells]
    holding = select(Position.user_id).where(
        Position.cell_id.in_(here), Position.role.in_(LEADING), is_held_now()
    )
    leading = select(Case.lead_id).where(Case.cell_id.in_(here), Case.status.in_(LIVE))
    is_here = User.id.in_(holding) & User.disabled_at.is_(None)
    users = select(User).where(or_(is_here, User.id.in_(leading)))
    return sorted(db.session.scalars(users), key=lambda user: user.name)
