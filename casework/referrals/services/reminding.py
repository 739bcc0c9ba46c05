"""What the clock does about partners that do not answer; run by `flask tick`, and safe twice at once."""

from uuid import UUID

from casework.audit.batches import in_batches
from casework.core.clock import now, today
from casework.core.database import hold
from casework.core.extensions import db
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.referrals.models import Mover, Referral, ReferralState
from casework.referrals.queries.due import UNANSWERED, to_be_called, to_expire
from casework.referrals.services.moving import move_referral, workers_of
from casework.referrals.services.reckoning import reckon
from casework.tasks.models import TaskKind
from casework.tasks.services import add_task

# what a service usually takes is written with each: two of them at once could wait in a ring with a page
ONE = 1


def remind_to_call() -> int:
    """The lead worker has a partner to call, once for each referral; gives how many."""
    return in_batches(to_be_called, remind, size=ONE)


def expire_unanswered() -> int:
    """No answer in time is a state of its own, from which a late answer still comes; gives how many."""
    return in_batches(to_expire, expire, size=ONE)


def remind(referral_id: UUID) -> bool:
    referral = db.session.get_one(Referral, referral_id)
    case = referral.case
    if not still_waits(referral) or referral.called_at:
        return False
    referral.called_at = now()
    kind = TaskKind.CALL_PARTNER
    add_task(case, by=None, title=None, due_on=today(), kind=kind, note_id=referral.id)
    notify(workers_of(case), NoticeKind.REFERRAL_SILENT, referral.id, case=case)
    reckon_of(referral)
    return True


def expire(referral_id: UUID) -> bool:
    referral = db.session.get_one(Referral, referral_id)
    case = referral.case
    if not still_waits(referral):
        return False
    move_referral(case, referral, ReferralState.EXPIRED, by=None, mover=Mover.SYSTEM)
    notify(workers_of(case), NoticeKind.REFERRAL_EXPIRED, referral.id, case=case)
    reckon_of(referral)
    return True


def reckon_of(referral: Referral) -> None:
    if referral.service_id:
        reckon([referral.service_id])


def still_waits(referral: Referral) -> bool:
    """Another process, or the partner himself, may have been quicker: asked again once it is held."""
    hold(referral.case)
    hold(referral)
    return referral.case.is_live and referral.state in UNANSWERED
