"""What the lists of referrals may be narrowed to; the overview counts by the same conditions."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, or_, tuple_
from sqlalchemy.orm import aliased

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import LIVE, Case
from casework.cases.queries import in_scope
from casework.core.clock import today
from casework.partners.models import Partner
from casework.partners.queries import sees_confidential_places
from casework.referrals.models import OVER, RESULTS, UNDER_WAY, WAITING, Referral, ReferralState

CONFIDENTIAL = "confidential"  # stands for all places that somebody may not know of


def is_overdue() -> ColumnElement[bool]:
    """No answer by the day on which one was expected."""
    is_late = or_(Referral.state == ReferralState.EXPIRED, Referral.answer_by < today())
    return and_(Referral.state.in_(WAITING), is_late, Case.status.in_(LIVE))


def is_to_redo() -> ColumnElement[bool]:
    """Declined, and nobody else was asked for the same thing since."""
    later = aliased(Referral)
    asked_again = exists().where(
        later.case_id == Referral.case_id,
        later.service == Referral.service,
        later.state != ReferralState.WITHDRAWN,
        tuple_(later.made_at, later.id) > tuple_(Referral.made_at, Referral.id),
    )
    is_declined = Referral.state == ReferralState.DECLINED
    return and_(is_declined, Case.status.in_(LIVE), ~asked_again.correlate(Referral))


SHOWN: dict[str, Callable[[], ColumnElement[bool]]] = {
    "waiting": lambda: Referral.state.in_(WAITING),
    "overdue": is_overdue,
    "under_way": lambda: Referral.state.in_(UNDER_WAY),
    "redo": is_to_redo,
    "done": lambda: Referral.state.in_(RESULTS),
    "prepared": lambda: Referral.state == ReferralState.PREPARED,
    "over": lambda: Referral.state.in_(OVER),
}


def is_reviewed_in(user: User, cell_id: UUID) -> ColumnElement[bool]:
    """Of the files of a cell whose work this person reviews, as the board counts them."""
    return and_(Case.cell_id == cell_id, in_scope(user, Action.CASELOAD_REVIEW))


def is_sent_to(recipient: str, user: User) -> ColumnElement[bool]:
    """One organisation, by its id; a place that the user may not know of is never found by it."""
    if recipient == CONFIDENTIAL:
        return Partner.is_confidential.is_(True)
    try:
        is_named = Partner.id == UUID(recipient)
    except ValueError:
        return false()
    return is_named if sees_confidential_places(user) else and_(is_named, ~Partner.is_confidential)
