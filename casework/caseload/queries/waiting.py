"""What a person has begun, who waits to be received, what is new: asked together, as every home shows all."""

from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import joinedload

from casework.accounts.models import User
from casework.core.extensions import db
from casework.inbox.queries import waiting_to_answer
from casework.intake.models import Draft
from casework.intake.queries import is_his_draft
from casework.notices.models import Notice
from casework.notices.queries import unseen_ids
from casework.referrals.models import Referral
from casework.transfers.models import Transfer
from casework.transfers.queries import proposed_to
from casework.visits.models import Visit
from casework.visits.queries import SHOWN, waiting_ids


@dataclass(frozen=True)
class Begun:
    drafts: list[Draft]  # the newest first
    visits: list[Visit]  # that his cells have to take up, in no order
    n_new: int  # notices that he has not read, up to one more than are counted
    n_proposed: int  # files that other cells propose to his
    n_referred: int  # persons whom other cells refer to his, counted in the same way


def begun_and_waiting(user: User) -> Begun:
    """One statement: the ids of all that waits, each with its kind; drafts and visits are read whole."""
    asked = {
        Draft: select(Draft.id).where(is_his_draft(user)),
        Visit: waiting_ids(user),
        Notice: unseen_ids(user),
        Transfer: proposed_to(user).with_only_columns(Transfer.id),
        Referral: waiting_to_answer(user),
    }
    parts = [(kind.__tablename__, ids.subquery()) for kind, ids in asked.items()]
    found = union_all(*(select(part.c.id, literal(kind).label("kind")) for kind, part in parts)).subquery()
    rows = (
        select(found.c.kind, Draft, Visit)
        .select_from(found)
        .outerjoin(Draft, Draft.id == found.c.id)
        .outerjoin(Visit, Visit.id == found.c.id)
        .options(joinedload(Draft.cell), *SHOWN)
    )
    waiting = db.session.execute(rows).all()
    counts = Counter(row.kind for row in waiting)
    return Begun(
        sorted((row.Draft for row in waiting if row.Draft), key=attrgetter("saved_at"), reverse=True),
        [row.Visit for row in waiting if row.Visit],
        counts[Notice.__tablename__],
        counts[Transfer.__tablename__],
        counts[Referral.__tablename__],
    )
