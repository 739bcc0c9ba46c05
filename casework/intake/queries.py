"""Every question asked of drafts and intakes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from casework.access.policy import Action, cells_where
from casework.accounts.models import User
from casework.cases.models import Approval, Case
from casework.core.clock import now
from casework.core.extensions import db
from casework.intake.models import Draft, Intake

KEPT_FOR = timedelta(hours=24)


def oldest_kept() -> datetime:
    """A draft last saved before this moment has expired, whether or not it was deleted yet."""
    return now() - KEPT_FOR


def is_his_draft(user: User) -> ColumnElement[bool]:
    """What somebody has begun and may go on with."""
    his_cells = Draft.cell_id.in_(cells_where(user, Action.CASE_OPEN))
    return and_(Draft.user_id == user.id, Draft.saved_at > oldest_kept(), his_cells)


def find_draft(draft_id: UUID, user: User, *, to_change: bool = False) -> Draft | None:
    """Only the author's. Held until the end of the request by whoever changes it: a second click waits."""
    mine = select(Draft).where(Draft.id == draft_id, is_his_draft(user))
    return db.session.scalar(mine.with_for_update() if to_change else mine.options(joinedload(Draft.cell)))


def draft_begun_with(form_key: UUID, user: User) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.form_key == form_key, Draft.user_id == user.id))


def draft_led_to(visit_id: UUID, user: User) -> Draft | None:
    """The interview already begun from a visit that somebody took up: one visit, one interview."""
    begun = select(Draft).where(Draft.visit_id == visit_id, is_his_draft(user))
    return db.session.scalars(begun.order_by(Draft.begun_at.desc())).first()


def expired_drafts() -> Sequence[UUID]:
    return db.session.scalars(select(Draft.id).where(Draft.saved_at <= oldest_kept())).all()


def intake_made_with(form_key: UUID, author: User) -> Intake | None:
    """What this form already became; its author's only, so that a key found elsewhere opens nothing."""
    made = select(Intake).where(Intake.form_key == form_key, Intake.author_id == author.id)
    return db.session.scalar(made.options(joinedload(Intake.case)))


def return_made_with(form_key: UUID, case: Case, author: User) -> Approval | None:
    """What this form already asked of the supervisor."""
    made = select(Approval).where(
        Approval.form_key == form_key, Approval.case_id == case.id, Approval.asked_by_id == author.id
    )
    return db.session.scalar(made)
