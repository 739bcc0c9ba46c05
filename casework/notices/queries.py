"""Every question asked of the notices."""

from uuid import UUID

from sqlalchemy import exists, select

from casework.accounts.models import User
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind


def waits_already(user: User, kind: NoticeKind, object_id: UUID) -> bool:
    """The same was said and not read yet."""
    same = exists().where(
        Notice.user_id == user.id,
        Notice.kind == kind,
        Notice.object_id == object_id,
        Notice.seen_at.is_(None),
    )
    return bool(db.session.scalar(select(same)))
