"""Telling somebody that something waits, and knowing that he read it."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from casework.accounts.models import User
from casework.cases.approvals import when_decided
from casework.cases.models import Approval, Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.notices.queries import unseen_of, waits_already


def notify(
    users: Iterable[User],
    kind: NoticeKind,
    object_id: UUID,
    *,
    case: Case | None = None,
    cell_id: UUID | None = None,
) -> None:
    """One notice for each of them; told again before it was read it is still one."""
    for user in users:
        if not waits_already(user, kind, object_id):
            db.session.add(
                Notice(
                    user_id=user.id,
                    kind=kind,
                    object_id=object_id,
                    case_id=case.id if case else None,
                    cell_id=cell_id,
                )
            )


def unsay(kind: NoticeKind, object_id: UUID) -> None:
    """What nobody read yet is not said any more."""
    unread = (Notice.kind == kind, Notice.object_id == object_id, Notice.seen_at.is_(None))
    db.session.execute(sa.delete(Notice).where(*unread))


def mark_seen(notice: Notice) -> None:
    """The first time is the one that counts."""
    notice.seen_at = notice.seen_at or now()


def mark_all_seen(user: User) -> int:
    """Gives how many were new."""
    unseen = unseen_of(user)
    for notice in unseen:
        mark_seen(notice)
    return len(unseen)


def tell_asker(case: Case, approval: Approval) -> None:
    """Whoever asked something of the supervisor learns that it was answered, unless he answered it."""
    if approval.decided_by_id != approval.asked_by_id:
        notify([approval.asked_by], NoticeKind.APPROVAL_DECIDED, approval.id, case=case)


when_decided.append(tell_asker)
