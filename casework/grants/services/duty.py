"""Duty cover: a colleague of the cell takes an absent one's place for four hours, and says why."""

from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.barring import supervisors_of
from casework.cases.grants import LENT_FOR, AccessGrant, GrantKind
from casework.cases.models import Case
from casework.cases.queries import case_with_reference
from casework.cases.timeline import Happening, tell
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.grants import queries
from casework.notices.models import NoticeKind
from casework.notices.services import notify

KIND = GrantKind.DUTY


def stand_in(by: User, *, reference: str, why: str, form_key: UUID) -> Case:
    """Open at once, and told to the supervisor. A file that is hidden is refused like one that is missing."""
    case = case_with_reference(reference, by, Action.DUTY_COVER)
    if case:
        hold(case, "barred", "members")
    if case is None or not case.is_live or by.id in case.barred_ids:
        raise RuleBroken(_("Your cell has no open file with this reference."))
    if by.id in case.member_ids:
        raise RuleBroken(_("You work on this file already: open it from your own files."))
    if queries.grant_made_with(by, form_key) or queries.running_on(case, by, KIND):
        return case
    lend(case, by, why, form_key)
    return case


def lend(case: Case, by: User, why: str, form_key: UUID) -> None:
    grant = AccessGrant(
        key_id=case.key_id,
        case_id=case.id,
        user_id=by.id,
        kind=KIND,
        from_at=now(),
        until_at=now() + LENT_FOR,
        form_key=form_key,
        reason=why,
    )
    db.session.add(grant)
    trail.record(trail.Event.GRANT_GIVEN, case, object_id=grant.id, detail=KIND.value)
    tell(case, Happening.GRANT, author_id=by.id, object_id=grant.id, detail=KIND.value)
    told = {user.id: user for user in (*supervisors_of(case), *([case.lead] if case.lead else []))}
    notify(told.values(), NoticeKind.DUTY_COVER, grant.id, case=case)
