"""The lines of the timeline."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.cases.models import Case
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut

PAGE = 15  # lines of the timeline


def find_entry(case: Case, entry_id: UUID) -> TimelineEntry | None:
    entry = select(TimelineEntry).where(TimelineEntry.case_id == case.id, TimelineEntry.id == entry_id)
    return db.session.scalar(entry)


def entries_of(case: Case, object_id: UUID) -> list[TimelineEntry]:
    """The lines that tell of this object: one, or one for each of its steps."""
    entries = select(TimelineEntry).where(
        TimelineEntry.case_id == case.id, TimelineEntry.object_id == object_id
    )
    return list(db.session.scalars(entries.order_by(TimelineEntry.id)))


def timeline_page(
    case: Case, *, kinds: tuple[Happening, ...] = (), cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[TimelineEntry]:
    """Newest first; the cursor is (happened_at, id) of the last line shown."""
    place = (TimelineEntry.happened_at, TimelineEntry.id)
    entries = select(TimelineEntry).where(TimelineEntry.case_id == case.id)
    if kinds:
        entries = entries.where(TimelineEntry.kind.in_(kinds))
    if cursor:
        entries = entries.where(after(place, cursor, descending=True))
    entries = entries.order_by(*(column.desc() for column in place)).limit(size + 1)
    rows = list(db.session.scalars(entries.options(joinedload(TimelineEntry.author))))
    return cut(rows, size, lambda row: (row.happened_at.isoformat(), row.id), is_first=cursor is None)
