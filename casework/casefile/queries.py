"""What the file shows besides the case itself, each panel in one statement."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from casework.access.policy import Action, Role, Scope, scope_of
from casework.accounts.models import User
from casework.accounts.queries import colleagues
from casework.audit.models import AuditEntry, Event
from casework.cases.grants import AccessGrant
from casework.cases.models import Approval, ApprovalKind, Case, Reporter, RiskChange, StatedPurpose
from casework.core.extensions import db
from casework.core.pages import ListPage, cut
from casework.intake.models import Intake
from casework.tasks.models import Task

READERS = 60  # entries of "seen by" on a page, which shows one line for each reader and day
DECISIONS = 50  # on the page of what was asked of the supervisor
READING = (
    Event.CASE_OPENED,
    Event.PURPOSE_STATED,
    Event.CASE_PRINTED,
    Event.NAME_SHOWN,
    Event.SENSITIVE_VIEWED,
    Event.NOTE_OPENED,
)


def next_steps(case: Case) -> list[Task]:
    """Open tasks with whoever does them, the first due first."""
    tasks = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None))
    return list(
        db.session.scalars(tasks.options(joinedload(Task.assignee)).order_by(Task.due_at, Task.id).limit(20))
    )


def reporters_of(case: Case) -> list[Reporter]:
    return list(db.session.scalars(select(Reporter).where(Reporter.case_id == case.id).order_by(Reporter.id)))


def find_reporter(case: Case, reporter_id: UUID) -> Reporter | None:
    return db.session.scalar(select(Reporter).where(Reporter.case_id == case.id, Reporter.id == reporter_id))


def intakes_of(case: Case) -> list[Intake]:
    return list(db.session.scalars(select(Intake).where(Intake.case_id == case.id).order_by(Intake.id)))


@dataclass(frozen=True)
class Seen:
    """One reading of the file: by whom, when, and why when a supervisor had to say it."""

    entry: AuditEntry
    reader: User | None
    purpose: str | None  # or of whoever it was lent to


def readers(case: Case, *joined: UUID, before: int | None = None, size: int = READERS) -> ListPage[Seen]:
    """Who opened the file, or one that was joined to it, newest first; the cursor is the entry's number."""
    seen = (
        select(AuditEntry, User, StatedPurpose, AccessGrant)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(
            StatedPurpose,
            and_(StatedPurpose.id == AuditEntry.object_id, AuditEntry.event == Event.PURPOSE_STATED.value),
        )
        .outerjoin(
            AccessGrant,
            and_(AccessGrant.id == AuditEntry.object_id, AuditEntry.event == Event.CASE_OPENED.value),
        )
        .where(
            AuditEntry.case_id.in_((case.id, *joined)),
            AuditEntry.cell_id == case.cell_id,  # what was read in another cell stays in the log of that cell
            AuditEntry.event.in_([event.value for event in READING]),
        )
    )
    if before:
        seen = seen.where(AuditEntry.seq < before)
    rows = db.session.execute(seen.order_by(AuditEntry.seq.desc()).limit(size + 1))
    found = [
        Seen(entry, user, stated.purpose if stated else grant.reason if grant else None)
        for entry, user, stated, grant in rows
    ]
    return cut(found, size, lambda row: (row.entry.seq,), is_first=before is None)


def last_risk_change(case: Case) -> RiskChange | None:
    changes = select(RiskChange).where(RiskChange.case_id == case.id)
    return db.session.scalars(changes.order_by(RiskChange.id.desc()).limit(1)).first()


def asked_of_supervisor(case: Case) -> list[Approval]:
    """The newest first; whether two files are one person's is between who asked and who answers."""
    asked = select(Approval).where(Approval.case_id == case.id, Approval.kind != ApprovalKind.POSSIBLE_MATCH)
    asked = asked.options(joinedload(Approval.asked_by)).order_by(Approval.id.desc())
    return list(db.session.scalars(asked.limit(DECISIONS)))


def names_of(user_ids: set[UUID]) -> dict[UUID, User]:
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(user_ids)))}


def may_join(case: Case) -> list[User]:
    """Who holds a role in the cell that works on files, and is neither barred nor a member already."""
    roles = [role for role in Role if scope_of(role, Action.CASE_VIEW) is Scope.OWN]
    outside = case.barred_ids | case.member_ids
    return [user for user in colleagues(case.cell_id, *roles) if user.id not in outside]
