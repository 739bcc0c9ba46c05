"""Every question asked of the steps that a rule counted, when the days off change."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update

from casework.cases.models import LIVE, Case
from casework.core.clock import day_of, end_of, start_of
from casework.core.extensions import db
from casework.organisation.models import Cell, Directorate
from casework.programmes.base import Clock
from casework.programmes.queries import rules_of
from casework.programmes.rules import Rule
from casework.tasks.models import Task, TaskKind

STEPS = [TaskKind(clock.value) for clock in Clock]


def counted_steps(directorate_id: UUID, *columns: Any) -> Select[Any]:
    """Open, and due when the rule said: not moved, not left to wait."""
    return (
        select(*columns)
        .join(Case, Case.id == Task.case_id)
        .join(Cell, Cell.id == Case.cell_id)
        .where(
            Cell.directorate_id == directorate_id,
            Case.status.in_(LIVE),
            Task.done_at.is_(None),
            Task.kind.in_(STEPS),
            Task.counted_from.is_not(None),
            Task.moved_from.is_(None),
            Task.waits_until.is_(None),
        )
    )


def steps_around(directorate_id: UUID, days: Collection[date], at_most: int) -> list[UUID]:
    """Those that were being counted on these days."""
    steps = counted_steps(directorate_id, Task.id).where(
        Task.counted_from <= end_of(max(days)), Task.due_at >= start_of(min(days))
    )
    return list(db.session.scalars(steps.order_by(Task.id).limit(at_most)))


def miscounted_steps(directorate_id: UUID) -> Iterator[UUID]:
    """Whose due date is no longer what the rule and the days off give. Thousands of steps share few rules."""
    columns = (Task.id, Cell.programme_key, Task.counted_for, Task.kind, Task.counted_from, Task.due_at)
    rows = db.session.execute(counted_steps(directorate_id, *columns).execution_options(yield_per=1000))
    for task_id, programme, risk, kind, start, due_at in rows:
        if due_now(directorate_id, Rule(programme, risk, Clock(kind.value)), start) not in (None, due_at):
            yield task_id


def due_now(directorate_id: UUID, rule: Rule, start: datetime) -> datetime | None:
    """None for hours and days of the calendar, which days off never move."""
    rules = rules_of(directorate_id)
    is_moved = rules.in_force(rule, day_of(start)).is_working
    return rules.due(rule, start) if is_moved else None


def directorates_to_recount() -> list[tuple[UUID, datetime]]:
    changed_at = Directorate.days_off_changed_at
    waiting = db.session.execute(select(Directorate.id, changed_at).where(changed_at.is_not(None)))
    return [(directorate_id, at) for directorate_id, at in waiting if at]


def ask_recount(directorate_id: UUID, at: datetime) -> None:
    """Without a new version of the directorate: nobody changed what it says of itself."""
    mark = update(Directorate).where(Directorate.id == directorate_id)
    db.session.execute(mark.values(days_off_changed_at=at))


def end_recount(directorate_id: UUID, asked_at: datetime) -> None:
    """Unless it was asked again meanwhile."""
    mark = update(Directorate).where(
        Directorate.id == directorate_id, Directorate.days_off_changed_at == asked_at
    )
    db.session.execute(mark.values(days_off_changed_at=None))
