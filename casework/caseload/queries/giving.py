"""What is asked before files are given to somebody, and what was given in one act."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from casework.access.policy import Action, Scope, roles_with
from casework.accounts.models import Absence, Position, User
from casework.accounts.queries import is_held_now
from casework.cases.handovers import Handover
from casework.cases.models import LIVE, Case, Member, MemberRole
from casework.cases.queries import in_scope, is_current, reachable
from casework.core.clock import now
from casework.core.extensions import db
from casework.organisation.models import Cell

AT_ONCE = 100  # files given to somebody in one act


@dataclass(frozen=True)
class ToCover:
    """A worker's open files at the time of his leave, as far as they can be given in one act."""

    files: list[Case]
    n_left: int  # more than one act takes
    n_covered: int  # somebody works on them then


def takers_in(cell: Cell) -> list[User]:
    """Who may lead or cover a file of the cell today, with their roles and absences, by name."""
    holding = select(Position.user_id).where(
        Position.cell_id == cell.id,
        Position.role.in_(roles_with(Action.CASE_OPEN, Scope.CELL)),
        is_held_now(),
    )
    users = select(User).where(User.id.in_(holding), User.disabled_at.is_(None))
    whole = users.options(selectinload(User.absences), selectinload(User.all_positions))
    return sorted(db.session.scalars(whole), key=lambda user: user.name)


def chosen_files(user: User, ids: Collection[UUID]) -> list[Case]:
    """Those of the files named that the user may assign; the caller refuses when one is missing."""
    return list(db.session.scalars(supervised(user).where(Case.id.in_(ids))))


def held_files(user: User, ids: Collection[UUID]) -> list[Case]:
    """The same, as they are now: nobody else changes them until the transaction ends. Always in one order."""
    files = supervised(user).where(Case.id.in_(ids)).with_for_update(of=Case, key_share=True)
    return list(db.session.scalars(files.execution_options(populate_existing=True)))


def supervised(user: User) -> Select[Case]:
    """Files that the user gives to somebody, each with who works on it and who must not."""
    return (
        reachable(user, Action.CASE_SUPERVISE)
        .options(joinedload(Case.lead), selectinload(Case.members), selectinload(Case.barred))
        .order_by(Case.id)
    )


def files_to_cover(user: User, worker: User, cell: Cell, at: datetime) -> ToCover:
    """Those that a worker leads in a cell, without those that somebody covers at that moment."""
    is_covered = exists().where(
        Member.case_id == Case.id, Member.role == MemberRole.COVER, is_current(moment=at)
    )
    led = (
        reachable(user, Action.CASE_SUPERVISE)
        .where(Case.lead_id == worker.id, Case.cell_id == cell.id, Case.status.in_(LIVE))
        .order_by(Case.id)
        .with_only_columns(Case.id, is_covered.label("is_covered"), maintain_column_froms=True)
    )
    rows = db.session.execute(led).all()
    waiting = [row.id for row in rows if not row.is_covered]
    files = chosen_files(user, waiting[:AT_ONCE]) if waiting else []
    return ToCover(files, len(waiting) - len(files), len(rows) - len(waiting))


def n_carried(user: User, worker: User, cell: Cell) -> int:
    """How many open files of the cell somebody leads, of those that the user gives to anybody."""
    led = select(func.count(Case.id)).join(Case.cell)
    led = led.where(Case.lead_id == worker.id, Case.cell_id == cell.id, Case.status.in_(LIVE))
    return db.session.scalar(led.where(in_scope(user, Action.CASE_SUPERVISE))) or 0


def handover_made_with(form_key: UUID, by: User) -> Handover | None:
    return db.session.scalar(select(Handover).where(Handover.form_key == form_key, Handover.by_id == by.id))


def find_handover(handover_id: UUID, user: User, cell_ids: Collection[UUID]) -> Handover | None:
    """One that he made or that was made to him, or in these cells, which he supervises."""
    concerns_him = or_(Handover.by_id == user.id, Handover.user_id == user.id, Handover.cell_id.in_(cell_ids))
    whole = (joinedload(Handover.user), joinedload(Handover.by), joinedload(Handover.cell))
    return db.session.scalar(select(Handover).where(Handover.id == handover_id, concerns_him).options(*whole))


def files_handed_over(handover: Handover, user: User) -> Sequence[Any]:
    """Rows of a file and its membership, as far as the reader may open the file today."""
    given_as = aliased(Member)  # the reader's rights ask for members of their own
    given = (
        select(Case, given_as)
        .join(given_as, given_as.case_id == Case.id)
        .join(Case.cell)
        .options(contains_eager(Case.cell))
        .where(given_as.handover_id == handover.id, in_scope(user, Action.CASE_VIEW))
        .order_by(Case.reference)
    )
    return db.session.execute(given).all()


def cover_ends(user: User, absences: Collection[Absence]) -> dict[UUID, Any]:
    """For each absence how many of the user's files are covered, and until when at the longest."""
    cover = aliased(Member)  # the user's rights ask for members of their own
    covers = (
        select(
            Handover.absence_id,
            func.count(cover.case_id.distinct()).label("n"),
            func.max(cover.until_at).label("until_at"),
        )
        .join(cover, cover.handover_id == Handover.id)
        .join(Case, Case.id == cover.case_id)
        .join(Case.cell)
        .where(Handover.absence_id.in_([absence.id for absence in absences]), cover.until_at > now())
        .where(in_scope(user, Action.CASE_SUPERVISE))
        .group_by(Handover.absence_id)
    )
    return {row.absence_id: row for row in db.session.execute(covers)}


def covers_for(absence: Absence, until_at: datetime) -> list[tuple[Case, Member]]:
    """What was arranged for this leave and would last longer than until then, the files held."""
    lasting = (
        select(Case, Member)
        .join(Member, Member.case_id == Case.id)
        .join(Handover, Handover.id == Member.handover_id)
        .where(Handover.absence_id == absence.id, Member.until_at > until_at)
        .order_by(Case.id)
        .with_for_update(of=Case, key_share=True)
    )
    return [(row.Case, row.Member) for row in db.session.execute(lasting)]


def handovers_for(absence: Absence) -> Sequence[Handover]:
    return db.session.scalars(select(Handover).where(Handover.absence_id == absence.id)).all()
