"""What a person has begun, and who waits to be received: asked together, since every home shows both."""

from operator import attrgetter

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from casework.accounts.models import User
from casework.core.extensions import db
from casework.intake.models import Draft
from casework.intake.queries import is_his_draft
from casework.visits.models import Visit
from casework.visits.queries import SHOWN, waiting_ids


def drafts_and_visits(user: User) -> tuple[list[Draft], list[Visit]]:
    """His drafts, the newest first, and the visits that his cells have to take up, in no order."""
    drafts, visits = select(Draft.id).where(is_his_draft(user)), waiting_ids(user).subquery()
    found = union_all(drafts, select(visits.c.id)).subquery()
    rows = (
        select(Draft, Visit)
        .select_from(found)
        .outerjoin(Draft, Draft.id == found.c.id)
        .outerjoin(Visit, Visit.id == found.c.id)
        .options(joinedload(Draft.cell), *SHOWN)
    )
    pairs = db.session.execute(rows).all()
    begun = [draft for draft, _visit in pairs if draft]
    return sorted(begun, key=attrgetter("saved_at"), reverse=True), [
        visit for _draft, visit in pairs if visit
    ]
