"""What a person has begun, who waits to be received, what is new: asked together, as every home shows all."""

from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from casework.accounts.models import User
from casework.core.extensions import db
from casework.intake.models import Draft
from casework.intake.queries import is_his_draft
from casework.notices.queries import unseen_ids
from casework.visits.models import Visit
from casework.visits.queries import SHOWN, waiting_ids


@dataclass(frozen=True)
class Begun:
    drafts: list[Draft]  # the newest first
    visits: list[Visit]  # that his cells have to take up, in no order
    n_new: int  # notices that he has not read, up to one more than are counted


def begun_and_waiting(user: User) -> Begun:
    """One statement: an id that is neither a draft's nor a visit's is a notice's."""
    drafts, visits = select(Draft.id).where(is_his_draft(user)), waiting_ids(user).subquery()
    notices = unseen_ids(user).subquery()
    found = union_all(drafts, select(visits.c.id), select(notices.c.id)).subquery()
    rows = (
        select(Draft, Visit)
        .select_from(found)
        .outerjoin(Draft, Draft.id == found.c.id)
        .outerjoin(Visit, Visit.id == found.c.id)
        .options(joinedload(Draft.cell), *SHOWN)
    )
    pairs = db.session.execute(rows).all()
    begun = [draft for draft, _visit in pairs if draft]
    return Begun(
        sorted(begun, key=attrgetter("saved_at"), reverse=True),
        [visit for _draft, visit in pairs if visit],
        sum(draft is None and visit is None for draft, visit in pairs),
    )
