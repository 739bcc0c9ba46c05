"""What somebody was writing in a file at the very moment when it was merged follows a little later."""

from datetime import timedelta

from casework.cases.models import Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.duplicates.queries.merging import attached_rows, ends_of, merges_since
from casework.duplicates.services.journal import Journal
from casework.duplicates.services.merging import bring_up_to_date

LOOKED_BACK = timedelta(days=2)


def follow_late() -> int:
    """Run by `flask tick`: says how many rows. Each is written in the journal, like those before it."""
    n_moved = 0
    for merge in merges_since(now() - LOOKED_BACK):
        kept, merged = (db.session.get_one(Case, of) for of in (merge.kept_case_id, merge.merged_case_id))
        journal, ends = Journal(merge), ends_of(kept, merged)
        found = attached_rows(ends)
        for column, row_ids in found.items():
            journal.move(column, row_ids, ends)
        if found:
            bring_up_to_date(kept, merged)
        n_moved += sum(map(len, found.values()))
    return n_moved
