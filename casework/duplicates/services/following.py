"""What somebody was writing in a file at the very moment when it was merged follows a little later."""

from datetime import timedelta
from uuid import UUID

from casework.audit.batches import in_batches
from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.duplicates.models import Merge
from casework.duplicates.queries.merging import attached_rows, ends_of, merges_since
from casework.duplicates.services.journal import Journal
from casework.duplicates.services.merging import bring_up_to_date

LOOKED_BACK = timedelta(days=2)


def follow_late() -> int:
    """Run by `flask tick`: says of how many merges. Each row is written in the journal."""
    return in_batches(lambda: merges_since(now() - LOOKED_BACK), follow)


def follow(merge_id: UUID) -> bool:
    merge = db.session.get_one(Merge, merge_id)
    kept, merged = (db.session.get_one(Case, of) for of in (merge.kept_case_id, merge.merged_case_id))
    journal, ends = Journal(merge), ends_of(kept, merged)
    found = attached_rows(ends)
    for column, row_ids in found.items():
        journal.move(column, row_ids, ends)
    if found:
        bring_up_to_date(kept, merged)
    return bool(found)
