"""The figures, counted: what is carried, what is missing, what waits. One statement for each of the three."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, select, union_all

from casework.accounts.models import User
from casework.cases.models import Approval, ApprovalKind, Case, Stage
from casework.cases.queries import waiting_for
from casework.core.extensions import db
from casework.figures.definitions import ASKED, CARRIED, MISSING, WEIGHTS, Mark
from casework.figures.queries.conditions import OF_THE_PERSON, marked, reviewed_in
from casework.organisation.models import Cell
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral
from casework.referrals.queries.shown import is_overdue, is_reviewed_in


@dataclass
class Load:
    """What one worker carries, or what nobody does, or all together."""

    by_stage: Counter[Stage] = field(default_factory=Counter)
    by_risk: Counter[RiskLevel] = field(default_factory=Counter)
    by_mark: Counter[Mark] = field(default_factory=Counter)
    in_stage: Counter[tuple[Stage, Mark]] = field(default_factory=Counter)

    def add(self, row: Any, marks: Iterable[Mark]) -> None:
        self.by_stage[row.stage] += row.n
        self.by_risk[row.risk] += row.n
        for mark in marks:
            self.by_mark[mark] += getattr(row, mark.value)
            self.in_stage[row.stage, mark] += getattr(row, mark.value)

    @property
    def n_open(self) -> int:
        return self.by_risk.total()

    @property
    def weighted(self) -> float:
        """A warning beside the number of files, never a refusal."""
        return sum(WEIGHTS[risk] * n for risk, n in self.by_risk.items())


def together(loads: Iterable[Load]) -> Load:
    whole = Load()
    for load in loads:
        whole.by_stage += load.by_stage
        whole.by_risk += load.by_risk
        whole.by_mark += load.by_mark
        whole.in_stage += load.in_stage
    return whole


def carried(
    conditions: Sequence[ColumnElement[bool]], by: Any, marks: Sequence[Mark] = CARRIED
) -> dict[UUID | None, Load]:
    """For each lead worker, or for each cell, what is carried, and how much of it bears each of the marks."""
    sums = [func.sum(case((marked(mark), 1), else_=0)).label(mark.value) for mark in marks]
    counts = (
        select(by.label("key"), Case.stage, Case.risk, func.count().label("n"), *sums)
        .join(Case.cell)
        .where(*conditions)
        .group_by(by, Case.stage, Case.risk)
    )
    if set(marks) & set(OF_THE_PERSON):
        counts = counts.join(Case.person)
    loads: dict[UUID | None, Load] = {}
    for row in db.session.execute(counts):
        loads.setdefault(row.key, Load()).add(row, marks)
    return loads


def incomplete(conditions: Sequence[ColumnElement[bool]]) -> Counter[Mark]:
    """How many files miss something, and each thing; asked of each file once, as one number."""
    bits: Any = sum(case((marked(mark), 1 << place), else_=0) for place, mark in enumerate(MISSING))
    flags = (
        select(bits.label("bits"), func.count().label("n"))
        .select_from(Case)
        .join(Case.cell)
        .join(Case.person)
        .where(*conditions)
        .group_by("bits")
    )
    found: Counter[Mark] = Counter()
    for row in db.session.execute(flags):
        missing = [mark for place, mark in enumerate(MISSING) if row.bits >> place & 1]
        found.update(dict.fromkeys([*missing, Mark.INCOMPLETE] if missing else [], row.n))
    return found


@dataclass(frozen=True)
class Wait:
    """So many, and since when the one waits that waits longest; the middle where it is counted."""

    n: int = 0
    oldest_at: datetime | None = None
    middle_at: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What a cell waits for."""

    approvals: dict[ApprovalKind, Wait]
    referrals: Wait
    unassigned: Wait
    by_mark: dict[Mark, int]

    @property
    def n_approvals(self) -> int:
        return sum(wait.n for wait in self.approvals.values())

    @property
    def oldest_approval(self) -> datetime | None:
        return min((wait.oldest_at for wait in self.approvals.values() if wait.oldest_at), default=None)


def waiting(user: User, cell: Cell) -> Waiting:
    """One statement: rows of (what, kind, how many, since when, the middle)."""
    asked = [approvals_waiting(user, cell), referrals_waiting(user, cell), unassigned_waiting(user, cell)]
    asked += [questions_asked(user, cell, mark) for mark in ASKED]
    parts = [part.subquery() for part in asked]
    rows = db.session.execute(union_all(*(select(part) for part in parts))).all()
    waits = {(row.what, row.kind): Wait(row.n, row.oldest_at, row.middle_at) for row in rows}
    return Waiting(
        {kind: waits["approval", kind.value] for kind in ApprovalKind if ("approval", kind.value) in waits},
        waits["referral", ""],
        waits["unassigned", ""],
        {mark: waits["question", mark.value].n for mark in ASKED},
    )


def row_of(what: str, kind: Any, oldest_at: Any, middle_at: Any = None) -> Select[Any]:
    nothing = func.max(case((literal(value=False), oldest_at))) if middle_at is None else middle_at
    return select(
        literal(what).label("what"),
        kind.label("kind"),
        func.count().label("n"),
        func.min(oldest_at).label("oldest_at"),
        nothing.label("middle_at"),
    )


def approvals_waiting(user: User, cell: Cell) -> Select[Any]:
    rows = row_of("approval", cast(Approval.kind, String), Approval.asked_at)
    rows = rows.join(Approval.case).join(Case.cell)
    return rows.where(waiting_for(user), Approval.cell_id == cell.id).group_by(Approval.kind)


def referrals_waiting(user: User, cell: Cell) -> Select[Any]:
    rows = row_of("referral", literal(""), Referral.sent_at).join(Referral.case).join(Case.cell)
    return rows.where(is_reviewed_in(user, cell.id), is_overdue())


def unassigned_waiting(user: User, cell: Cell) -> Select[Any]:
    """Of an even number the middle is the one of the two that has waited longer."""
    place = func.row_number().over(order_by=(Case.unassigned_at, Case.id))
    ranked = (
        select(Case.unassigned_at.label("at"), place.label("place"), func.count().over().label("n"))
        .join(Case.cell)
        .where(*reviewed_in(user, cell), Case.lead_id.is_(None))
        .subquery()
    )
    is_middle = and_(2 * ranked.c.place >= ranked.c.n, 2 * ranked.c.place <= ranked.c.n + 1)
    return row_of("unassigned", literal(""), ranked.c.at, func.max(case((is_middle, ranked.c.at))))


def questions_asked(user: User, cell: Cell, mark: Mark) -> Select[Any]:
    rows = row_of("question", literal(mark.value), Case.unassigned_at).join(Case.cell)
    return rows.where(*reviewed_in(user, cell), marked(mark))
