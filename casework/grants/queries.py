"""Every question asked of the files lent for a few hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action, Scope, roles_with
from casework.accounts.models import Absence, Position, User
from casework.accounts.queries import is_held_now
from casework.audit.models import AuditEntry, Event
from casework.cases.approvals import SINGLE_PERSON
from casework.cases.grants import AccessGrant, GrantKind
from casework.cases.models import LIVE, Case
from casework.cases.queries import is_barred, reachable
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell

PAGE = 25
WAITS = timedelta(hours=24)  # for an answer; then what was asked lapses
MANY = 50  # files of absent colleagues offered at once
OPENED = 200  # openings shown to whoever reviews
AT_MOST = 500  # lines of one month
READ = (Event.CASE_OPENED, Event.NOTE_OPENED)


def runs(moment: datetime) -> ColumnElement[bool]:
    return (AccessGrant.from_at <= moment) & (AccessGrant.until_at > moment)


def grant_made_with(user: User, form_key: UUID) -> AccessGrant | None:
    made = select(AccessGrant).where(AccessGrant.user_id == user.id, AccessGrant.form_key == form_key)
    return db.session.scalar(made)


def running_on(case: Case, user: User, kind: GrantKind) -> AccessGrant | None:
    running = select(AccessGrant).where(
        AccessGrant.case_id == case.id, AccessGrant.user_id == user.id, AccessGrant.kind == kind
    )
    return db.session.scalars(running.where(runs(now())).limit(1)).first()


def waits_or_runs(case: Case, user: User) -> bool:
    """The same file was asked for by the same person, and that is not over."""
    of_both = (AccessGrant.case_id == case.id) & (AccessGrant.user_id == user.id)
    waits = AccessGrant.decided_at.is_(None) & (AccessGrant.kind == GrantKind.EXCEPTIONAL)
    return bool(db.session.scalar(select(exists().where(of_both, waits | runs(now())))))


def asked_since(user: User, moment: datetime) -> Select[Any]:
    return select(AuditEntry).where(
        AuditEntry.actor_id == user.id, AuditEntry.event == Event.GRANT_ASKED.value, AuditEntry.at >= moment
    )


def n_asked(user: User, since: datetime) -> int:
    """How often he asked, whether or not there was such a file: read in the log, where both stand."""
    asked = asked_since(user, since).with_only_columns(func.count(AuditEntry.id))
    return db.session.scalar(asked) or 0


def was_asked_with(user: User, form_key: UUID, since: datetime) -> bool:
    sent = asked_since(user, since).where(AuditEntry.object_id == form_key)
    return db.session.scalars(sent.limit(1)).first() is not None


def is_overdue(user_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        AccessGrant.user_id == user_id,
        AccessGrant.from_at.is_not(None),
        AccessGrant.reviewed_at.is_(None),
        AccessGrant.review_due_at < now(),
    )


def has_unreviewed(user: User) -> bool:
    """An earlier access of his should have been reviewed by now."""
    return bool(db.session.scalar(select(exists().where(*is_overdue(user.id)))))


def open_to(user: User) -> Sequence[AccessGrant]:
    """The files that he was given to read and may read now."""
    grants = select(AccessGrant).join(AccessGrant.case).options(contains_eager(AccessGrant.case))
    running = grants.where(AccessGrant.user_id == user.id, runs(now()))
    return db.session.scalars(
        running.where(~is_barred(user), Case.merged_into_id.is_(None)).order_by(AccessGrant.until_at)
    ).all()


def asked_to_decide(user: User) -> Sequence[AccessGrant]:
    """What waits on the files that he supervises, what lapses first on top."""
    waiting = (
        select(AccessGrant)
        .join(AccessGrant.case)
        .options(contains_eager(AccessGrant.case), joinedload(AccessGrant.user))
        .where(
            AccessGrant.kind == GrantKind.EXCEPTIONAL,
            AccessGrant.decided_at.is_(None),
            AccessGrant.user_id != user.id,
            AccessGrant.asked_at > now() - WAITS,
            AccessGrant.case_id.in_(reachable(user, Action.CASE_SUPERVISE).with_only_columns(Case.id)),
        )
    )
    return db.session.scalars(waiting.order_by(AccessGrant.asked_at).limit(PAGE)).all()


def find_asked(grant_id: UUID) -> AccessGrant | None:
    """Whoever asks: who may answer is for the service to say."""
    asked = (
        select(AccessGrant)
        .join(AccessGrant.case)
        .options(contains_eager(AccessGrant.case), joinedload(AccessGrant.user))
        .where(AccessGrant.id == grant_id, AccessGrant.kind == GrantKind.EXCEPTIONAL)
    )
    return db.session.scalar(asked.where(Case.merged_into_id.is_(None)))


def reviewers(case: Case) -> Sequence[User]:
    """The data-protection officers of the directorate who may know of the file."""
    roles = roles_with(Action.EXCEPTIONAL_REVIEW, Scope.DIRECTORATE)
    held = exists().where(
        Position.user_id == User.id,
        Position.directorate_id == case.cell.directorate_id,
        Position.role.in_(roles),
        is_held_now(),
    )
    officers = select(User).where(held, User.disabled_at.is_(None), User.id.not_in(case.barred_ids))
    return db.session.scalars(officers).all()


def given_in(user: User) -> Select[Any]:
    """Exceptional accesses given in his directorate; of the file the reference alone is shown."""
    grants = (
        select(AccessGrant)
        .join(AccessGrant.case)
        .join(Case.cell)
        .options(contains_eager(AccessGrant.case).contains_eager(Case.cell))
        .options(joinedload(AccessGrant.user), joinedload(AccessGrant.decided_by))
    )
    return grants.where(
        AccessGrant.kind == GrantKind.EXCEPTIONAL,
        AccessGrant.from_at.is_not(None),
        Cell.directorate_id == user.directorate_id,
        ~is_barred(user),
    )


def given_page(user: User, cursor: tuple[Any, ...] | None = None) -> ListPage[AccessGrant]:
    """Newest first; the cursor is (from_at, id) of the last line shown."""
    place, grants = (AccessGrant.from_at, AccessGrant.id), given_in(user)
    if cursor:
        grants = grants.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(grants.order_by(*(column.desc() for column in place)).limit(PAGE + 1)))
    return cut(rows, PAGE, lambda row: (row.from_at.isoformat(), row.id), is_first=cursor is None)


def find_given(grant_id: UUID, user: User) -> AccessGrant | None:
    return db.session.scalar(given_in(user).where(AccessGrant.id == grant_id))


def opened_with(grant: AccessGrant) -> Sequence[AuditEntry]:
    """What was read during the hours of the grant, as the log has it."""
    opened = select(AuditEntry).where(
        AuditEntry.case_id == grant.case_id,
        AuditEntry.actor_id == grant.user_id,
        AuditEntry.at.between(grant.from_at, grant.until_at),
        AuditEntry.event.in_([event.value for event in READ]),
    )
    return db.session.scalars(opened.order_by(AuditEntry.seq).limit(OPENED)).all()


def files_of_absent(user: User) -> Sequence[Case]:
    """Open files of his cells whose lead worker is away today; no name is read."""
    is_away = exists().where(
        Absence.user_id == Case.lead_id, Absence.from_on <= today(), Absence.until_on >= today()
    )
    files = reachable(user, Action.DUTY_COVER).where(is_away, Case.status.in_(LIVE), Case.lead_id != user.id)
    return db.session.scalars(
        files.options(joinedload(Case.lead)).order_by(Case.lead_id, Case.id).limit(MANY)
    ).all()


def asked_before(moment: datetime) -> Sequence[UUID]:
    """Asked by then, and nobody answered."""
    waiting = select(AccessGrant.id).where(
        AccessGrant.kind == GrantKind.EXCEPTIONAL,
        AccessGrant.decided_at.is_(None),
        AccessGrant.asked_at < moment,
    )
    return db.session.scalars(waiting).all()


def unreviewed_untold() -> Sequence[UUID]:
    """Whose review is late, which nobody was told yet."""
    told = exists().where(
        Notice.kind == NoticeKind.EXCEPTIONAL_UNREVIEWED, Notice.object_id == AccessGrant.id
    )
    return db.session.scalars(select(AccessGrant.id).where(*is_overdue(AccessGrant.user_id), ~told)).all()


def own_approvals(user: User, from_at: datetime, until_at: datetime) -> Sequence[Any]:
    """What somebody decided although he had asked it himself: (entry, who, reference), by the cell's id.

    Nothing of a file of which the reader must not know.
    """
    decided = (
        select(AuditEntry, User, Case.reference)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(Case, Case.id == AuditEntry.case_id)
        .where(AuditEntry.directorate_id == user.directorate_id, AuditEntry.detail == SINGLE_PERSON)
        .where(AuditEntry.at >= from_at, AuditEntry.at < until_at, ~is_barred(user))
        .order_by(AuditEntry.cell_id, AuditEntry.seq)
        .limit(AT_MOST)
    )
    return db.session.execute(decided).all()
