"""Exceptional access: the director asks, the supervisor answers, the data-protection officer looks at it."""

from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.audit.batches import in_batches
from casework.cases.barring import supervisors_of
from casework.cases.grants import LENT_FOR, AccessGrant, GrantGround, GrantKind, GrantVerdict
from casework.cases.models import Case
from casework.cases.queries import KEPT, case_with_reference
from casework.cases.timeline import Happening, tell
from casework.core.clock import now, start_of, today
from casework.core.database import held, hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.grants import queries
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.notices.models import NoticeKind
from casework.notices.services import notify

A_DAY = 5  # times that one person may ask
REVIEWED_WITHIN = timedelta(hours=72)
KIND = GrantKind.EXCEPTIONAL


def ask(by: User, *, reference: str, ground: GrantGround, why: str, form_key: UUID) -> None:
    """Says nothing, and counts the same, whether or not there is such a file."""
    hold(by)
    midnight = start_of(today())
    if queries.was_asked_with(by, form_key, midnight):
        return
    check_may_ask(by)
    if queries.n_asked(by, midnight) >= A_DAY:
        raise RuleBroken(_("You have asked five times today. Ask again tomorrow, or call the supervisor."))
    case = case_with_reference(reference, by, Action.EXCEPTIONAL_ASK)
    if case is None or case.status not in KEPT or queries.waits_or_runs(case, by):
        key = new_key(KeyOwner.DIRECTORATE)
        db.session.flush()
        reason_id = trail.give_reason(why, key.id)
        trail.record(trail.Event.GRANT_ASKED, object_id=form_key, reason_id=reason_id, detail="missed")
        return
    grant = AccessGrant(
        key_id=case.key_id, case_id=case.id, user_id=by.id, kind=KIND, ground=ground, reason=why
    )
    db.session.add(grant)
    trail.record(trail.Event.GRANT_ASKED, case, object_id=form_key, detail=KIND.value)
    db.session.flush()
    notify(deciders(case, by), NoticeKind.EXCEPTIONAL_ASKED, grant.id)


def check_may_ask(by: User) -> None:
    if queries.has_unreviewed(by):
        raise RuleBroken(
            _("An earlier access of yours was not reviewed yet. Speak to the data-protection officer first.")
        )


def deciders(case: Case, asker: User) -> list[User]:
    """The supervisors; the deputy when each of them is concerned: asks, works on it, must not know of it."""
    others = [user for user in supervisors_of(case) if user.id != asker.id]
    deputies = [user for user in case.cell.staff if user.id == case.cell.deputy_id != asker.id]
    concerned = case.member_ids | case.barred_ids
    free = [[user for user in users if user.id not in concerned] for users in (others, deputies)]
    return free[0] or free[1] or others


def asked_of(user: User) -> list[AccessGrant]:
    """What waits for his answer, what lapses first on top."""
    return [grant for grant in queries.asked_to_decide(user) if user in deciders(grant.case, grant.user)]


def decide(case: Case, grant: AccessGrant, *, gives: bool, answer: str, version: int, by: User) -> None:
    """The first answer counts; what nobody answered within a day is answered by the clock."""
    hold(case, "barred")
    hold(grant)
    check_version(grant, version)
    check_waits(case, grant, by)
    grant.decided_by_id, grant.decided_at, grant.answer = by.id, now(), answer
    if not gives:
        trail.record(trail.Event.GRANT_DECLINED, case, object_id=grant.id, detail=KIND.value)
        return
    if not can(grant.user, Action.EXCEPTIONAL_ASK, case) or not grant.user.is_active:
        raise RuleBroken(_("Whoever asked can no longer be given this file. Decline."))
    grant.from_at, grant.until_at = now(), now() + LENT_FOR
    grant.review_due_at = now() + REVIEWED_WITHIN
    trail.record(trail.Event.GRANT_GIVEN, case, object_id=grant.id, detail=KIND.value)
    tell(case, Happening.GRANT, author_id=grant.user_id, object_id=grant.id, detail=KIND.value)
    alert(case, grant)


def check_waits(case: Case, grant: AccessGrant, by: User) -> None:
    if by not in deciders(case, grant.user):
        raise RuleBroken(_("Only the supervisor of the cell decides this, and nobody what he asked himself."))
    if grant.decided_at is not None:
        raise RuleBroken(_("This was already decided, or waited for more than a day."))
    if grant.asked_at + queries.WAITS <= now():
        raise RuleBroken(_("This was asked more than a day ago, and has lapsed."))


def alert(case: Case, grant: AccessGrant) -> None:
    """The lead worker, and those who look at it afterwards, of whom the file stays closed to each."""
    if case.lead:
        notify([case.lead], NoticeKind.EXCEPTIONAL_GIVEN, grant.id, case=case)
    notify(queries.reviewers(case), NoticeKind.EXCEPTIONAL_GIVEN, grant.id)
    notify([grant.user], NoticeKind.EXCEPTIONAL_OPEN, grant.id)


def review(grant: AccessGrant, *, verdict: GrantVerdict, review: str, version: int, by: User) -> None:
    hold(grant)
    check_version(grant, version)
    if grant.reviewed_at is not None:
        raise RuleBroken(_("This access was already reviewed."))
    if by.id in (grant.user_id, grant.decided_by_id):
        raise RuleBroken(_("Nobody reviews what he asked for or gave himself."))
    grant.reviewed_by_id, grant.reviewed_at = by.id, now()
    grant.verdict, grant.review = verdict, review
    trail.record(trail.Event.GRANT_REVIEWED, grant.case, object_id=grant.id, detail=verdict.value)


def end_unanswered() -> int:
    """What nobody answered within a day; says how many."""
    return in_batches(lambda: queries.asked_before(now() - queries.WAITS), lapse)


def lapse(grant_id: UUID) -> bool:
    grant = held(AccessGrant, grant_id)
    if grant is None or grant.decided_at is not None:
        return False
    grant.decided_at = now()
    directorate_id = grant.case.cell.directorate_id
    trail.record(
        trail.Event.GRANT_ENDED,
        grant.case,
        directorate_id=directorate_id,
        object_id=grant.id,
        detail="unanswered",
    )
    return True


def remind_reviewers() -> int:
    """Once, of each access that should have been reviewed by now; says of how many."""
    return in_batches(queries.unreviewed_untold, remind)


def remind(grant_id: UUID) -> bool:
    grant = held(AccessGrant, grant_id)
    if grant is None or grant.reviewed_at is not None or grant_id not in queries.unreviewed_untold():
        return False
    notify(queries.reviewers(grant.case), NoticeKind.EXCEPTIONAL_UNREVIEWED, grant.id)
    return True
