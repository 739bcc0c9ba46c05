"""The supervisor's board: what a cell carries, misses and waits for. It describes the service."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from casework.access.policy import Action, Scope, roles_with
from casework.accounts.models import Position, User
from casework.accounts.queries import is_held_now
from casework.cases.models import LIVE, Case
from casework.core.extensions import db
from casework.figures.definitions import Mark
from casework.figures.queries import counts
from casework.figures.queries.conditions import reviewed_in
from casework.figures.queries.counts import Load, Waiting
from casework.organisation.models import Cell

# who may lead a file: those who may open one
LEADING = roles_with(Action.CASE_OPEN, Scope.CELL)


@dataclass(frozen=True)
class Board:
    cell: Cell
    workers: Sequence[User]  # by name: nobody is ranked
    loads: dict[UUID | None, Load]
    missing: Counter[Mark]
    waiting: Waiting

    def load_of(self, worker: User | None) -> Load:
        return self.loads.get(worker.id if worker else None) or Load()

    @cached_property
    def whole(self) -> Load:
        return counts.together(self.loads.values())

    @cached_property
    def by_mark(self) -> Counter[Mark]:
        """Of all files together."""
        return self.whole.by_mark | self.missing | Counter(self.waiting.by_mark)


def board_of(user: User, cell: Cell) -> Board:
    """Four statements, however many files there are."""
    conditions = reviewed_in(user, cell)
    loads = counts.carried(conditions, Case.lead_id)
    return Board(
        cell,
        workers_or([key for key in loads if key], [cell]),
        loads,
        counts.incomplete(conditions),
        counts.waiting(user, cell),
    )


def workers_of(cells: Sequence[Cell]) -> list[User]:
    """Who may lead a file of these cells today, and whoever leads one, by name."""
    here = [cell.id for cell in cells]
    leading = select(Case.lead_id).where(Case.cell_id.in_(here), Case.status.in_(LIVE))
    return workers_or(leading, cells)


def workers_or(others: Any, cells: Sequence[Cell]) -> list[User]:
    """Who may lead a file of these cells today, and the users with these ids, by name."""
    holding = select(Position.user_id).where(
        Position.cell_id.in_([cell.id for cell in cells]), Position.role.in_(LEADING), is_held_now()
    )
    is_here = User.id.in_(holding) & User.disabled_at.is_(None)
    users = select(User).where(or_(is_here, User.id.in_(others)))
    return sorted(db.session.scalars(users), key=lambda user: user.name)
