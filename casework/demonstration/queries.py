"""Which of the invented files suit a scene of supervision."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.accounts.models import User
from casework.cases.grants import AccessGrant
from casework.cases.models import Approval, Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.extensions import db
from casework.followup.models import Note
from casework.notices.models import Notice
from casework.supervision.models import ReviewedFile, ReviewSession
from casework.tasks.models import Task
from casework.tasks.queries.standing import MAJORITY


def settled_files(cell_id: UUID) -> list[Case]:
    """Open, led by somebody, with nothing that waits for the supervisor; the oldest first."""
    waits = exists().where(Approval.case_id == Case.id, Approval.decided_at.is_(None))
    files = select(Case).where(
        Case.cell_id == cell_id,
        Case.status == CaseStatus.OPEN,
        Case.lead_id.is_not(None),
        Case.reopened_until.is_(None),
        ~waits,
    )
    whole = files.options(joinedload(Case.cell), joinedload(Case.person), joinedload(Case.lead))
    return list(db.session.scalars(whole.options(selectinload(Case.members)).order_by(Case.id)))


def happened_last(case: Case) -> datetime:
    last = select(func.max(TimelineEntry.happened_at)).where(TimelineEntry.case_id == case.id)
    return db.session.scalars(last).one()


def last_note_before(case: Case, moment: datetime) -> TimelineEntry | None:
    notes = select(TimelineEntry).where(
        TimelineEntry.case_id == case.id,
        TimelineEntry.kind == Happening.NOTE,
        TimelineEntry.happened_at < moment,
    )
    return db.session.scalars(notes.order_by(TimelineEntry.happened_at.desc()).limit(1)).first()


def notes_since(worker: User, cell_id: UUID, moment: datetime) -> Sequence[Any]:
    """Of the open files that he leads in the cell, each with its file."""
    notes = (
        select(Note, Case)
        .join(Case, Case.id == Note.case_id)
        .where(
            Note.author_id == worker.id,
            Note.written_at >= moment,
            Case.cell_id == cell_id,
            Case.lead_id == worker.id,
            Case.status == CaseStatus.OPEN,
        )
    )
    return db.session.execute(notes.order_by(Note.written_at, Note.id)).all()


def notices_before(moment: datetime) -> Sequence[Notice]:
    """Not read yet."""
    return db.session.scalars(select(Notice).where(Notice.made_at < moment, Notice.seen_at.is_(None))).all()


def majorities_before(moment: datetime) -> Sequence[Task]:
    """Of children that somebody works with, whose last day as a child was before."""
    tasks = select(Task).join(Task.case).options(contains_eager(Task.case))
    late = tasks.where(
        Task.clock == MAJORITY,
        Task.done_at.is_(None),
        Task.due_at < moment,
        Case.lead_id.is_not(None),
    )
    return db.session.scalars(late.order_by(Task.due_at, Task.case_id)).all()


def files_in(session: ReviewSession) -> list[ReviewedFile]:
    """In their order, as they were just begun."""
    rows = select(ReviewedFile).where(ReviewedFile.session_id == session.id)
    return list(db.session.scalars(rows.order_by(ReviewedFile.position)))


def grant_asked(case: Case, user: User) -> AccessGrant:
    asked = select(AccessGrant).where(AccessGrant.case_id == case.id, AccessGrant.user_id == user.id)
    return db.session.scalars(asked).one()
