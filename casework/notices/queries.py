"""Every question asked of the notices. Each is shown while its reader may still open what it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select, update
from sqlalchemy.orm import contains_eager

from casework.access.policy import Action, Scope, can
from casework.accounts.models import User
from casework.cases.models import Case, CaseStatus
from casework.cases.queries import cells_held, in_scope
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.notices.models import Notice, NoticeKind
from casework.organisation.models import Cell

PAGE = 25
# told to somebody who reads no files, or not this one: the page that it leads to says what he may know
ABOUT_NO_FILE = {
    NoticeKind.CONFERENCE: Action.CASE_VIEW,
    NoticeKind.EXCEPTIONAL_ASKED: Action.CASE_VIEW,
    NoticeKind.EXCEPTIONAL_GIVEN: Action.EXCEPTIONAL_REVIEW,
    NoticeKind.EXCEPTIONAL_UNREVIEWED: Action.EXCEPTIONAL_REVIEW,
    NoticeKind.EXCEPTIONAL_OPEN: Action.EXCEPTIONAL_ASK,
}
AT_ONCE = 50  # more are not counted: "more than 50" says enough
MAILED_WITHIN = timedelta(days=7)  # older ones are not worth a mail any more


def waits_already(user: User, kind: NoticeKind, object_id: UUID) -> bool:
    """The same was said and not read yet."""
    same = exists().where(
        Notice.user_id == user.id,
        Notice.kind == kind,
        Notice.object_id == object_id,
        Notice.seen_at.is_(None),
    )
    return bool(db.session.scalar(select(same)))


def notices_of(user: User) -> Select[Notice]:
    """With the file of each; of a file that is no longer open to the reader nothing is said at all."""
    of_a_file = and_(in_scope(user, Action.CASE_VIEW), Case.status != CaseStatus.ENTERED_IN_ERROR)
    in_a_cell = and_(
        Notice.case_id.is_(None), Notice.cell_id.in_(cells_held(user, Action.REFERRAL_RECEIVE, Scope.CELL))
    )
    shown = [and_(Notice.case_id.is_not(None), of_a_file), in_a_cell]
    if kinds := [kind for kind, action in ABOUT_NO_FILE.items() if can(user, action)]:
        shown.append(and_(Notice.case_id.is_(None), Notice.cell_id.is_(None), Notice.kind.in_(kinds)))
    return (
        select(Notice)
        .outerjoin(Notice.case)
        .outerjoin(Cell, Cell.id == Case.cell_id)
        .options(contains_eager(Notice.case))
        .where(Notice.user_id == user.id, or_(*shown))
    )


def notices_page(user: User, cursor: tuple[Any, ...] | None = None, size: int = PAGE) -> ListPage[Notice]:
    """The newest first; the cursor is (made_at, id) of the last line shown."""
    place = (Notice.made_at, Notice.id)
    notices = notices_of(user)
    if cursor:
        notices = notices.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(notices.order_by(*(column.desc() for column in place)).limit(size + 1)))
    return cut(rows, size, lambda row: (row.made_at.isoformat(), row.id), is_first=cursor is None)


def unseen_ids(user: User) -> Select[Any]:
    """Of what he has not read, up to one more than are counted."""
    unseen = notices_of(user).where(Notice.seen_at.is_(None)).limit(AT_ONCE + 1)
    return unseen.with_only_columns(Notice.id, maintain_column_froms=True)


def find_notice(notice_id: UUID, user: User) -> Notice | None:
    return db.session.scalar(notices_of(user).where(Notice.id == notice_id))


def unseen_of(user: User) -> Sequence[Notice]:
    return db.session.scalars(notices_of(user).where(Notice.seen_at.is_(None))).all()


def readers_to_mail() -> Sequence[User]:
    """Who gave an address, and has something unread of which nothing was written yet."""
    is_unsaid = exists().where(Notice.user_id == User.id, *is_unmailed())
    readers = select(User).where(User.email.is_not(None), User.disabled_at.is_(None), is_unsaid)
    return db.session.scalars(readers.order_by(User.id)).all()


def is_unmailed() -> tuple[Any, ...]:
    return (
        Notice.seen_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.made_at > now() - MAILED_WITHIN,
    )


def claim_unmailed(user: User, moment: datetime) -> list[UUID]:
    """Mark what is to be mailed, so that of two at once only one mails it; gives what was marked."""
    visible = notices_of(user).where(*is_unmailed())
    ids = visible.with_only_columns(Notice.id, maintain_column_froms=True)
    claim = update(Notice).where(Notice.id.in_(ids), Notice.mailed_at.is_(None)).values(mailed_at=moment)
    return list(db.session.scalars(claim.returning(Notice.id).execution_options(synchronize_session=False)))


def give_back(notice_ids: Sequence[UUID]) -> None:
    """They were not mailed after all: the next time."""
    unsaid = update(Notice).where(Notice.id.in_(notice_ids)).values(mailed_at=None)
    db.session.execute(unsaid.execution_options(synchronize_session=False))
