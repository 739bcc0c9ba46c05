"""What the clock does about partners that do not answer; run by `flask tick`, and safe twice at once."""

from collections.abc import Callable, Sequence

from casework.audit import trail
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


def remind_to_call() -> int:
    """The lead worker has a partner to call, once for each referral; gives how many."""
    return in_batches(to_be_called, remind)


def expire_unanswered() -> int:
    """No answer in time is a state of its own, from which a late answer still comes; gives how many."""
    return in_batches(to_expire, expire)


def in_batches(find: Callable[[], Sequence[Referral]], act: Callable[[Referral], bool]) -> int:
    """A batch is a transaction; it ends with one that changes nothing, so that no row is tried for ever."""
    n_done = 0
    while rows := find():
        done = [row.service_id for row in rows if act(row)]
        reckon(service_id for service_id in done if service_id)
        trail.append_entries()
        db.session.commit()
        n_done += len(done)
        if not done:
            break
    return n_done


def remind(referral: Referral) -> bool:
    case = referral.case
    if not still_waits(referral) or referral.called_at:
        return False
    referral.called_at = now()
    kind = TaskKind.CALL_PARTNER
    add_task(case, by=None, title=None, due_on=today(), kind=kind, note_id=referral.id)
    notify(workers_of(case), NoticeKind.REFERRAL_SILENT, referral.id, case=case)
    return True


def expire(referral: Referral) -> bool:
    case = referral.case
    if not still_waits(referral):
        return False
    move_referral(case, referral, ReferralState.EXPIRED, by=None, mover=Mover.SYSTEM)
    notify(workers_of(case), NoticeKind.REFERRAL_EXPIRED, referral.id, case=case)
    return True


def still_waits(referral: Referral) -> bool:
    """Another process, or the partner himself, may have been quicker: asked again once it is held."""
    hold(referral.case)
    hold(referral)
    return referral.case.is_live and referral.state in UNANSWERED
