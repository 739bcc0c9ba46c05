"""A person comes back after closure: the file is open again until the supervisor has decided."""

from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import ask_for
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, MemberRole
from casework.cases.services import add_member, release_absent_lead
from casework.cases.timeline import Happening, tell
from casework.core.clock import moment_of, now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.text import excerpt
from casework.intake.queries import return_made_with
from casework.programmes.base import Clock
from casework.tasks.services.clocks import plan_step, record_contact

TO_BE_CONFIRMED_WITHIN = timedelta(hours=72)


def take_back(case: Case, *, by: User, returned_on: date, word: str, form_key: UUID) -> Approval:
    """Sent twice it is one return. Whoever records it works on the file until the decision."""
    hold(case)
    if made := return_made_with(form_key, case, by):
        return made
    if case.status is not CaseStatus.CLOSED:
        raise RuleBroken(_("This file is open already: whoever leads it goes on with it."))
    until = now() + TO_BE_CONFIRMED_WITHIN
    case.status, case.reopened_until = CaseStatus.OPEN, until
    release_absent_lead(case)
    if by.id not in case.member_ids:
        add_member(case, by, MemberRole.COVER, by=by, until_at=until)
    what = {"text": word}
    approval = ask_for(case, ApprovalKind.REOPENING, by=by, what=what, due_at=until, form_key=form_key)
    trail.record(trail.Event.CAME_BACK, case, object_id=approval.id)
    tell(
        case,
        Happening.CAME_BACK,
        happened_at=moment_of(returned_on),
        author_id=by.id,
        object_id=approval.id,
        story={"text": excerpt(word)},
    )
    plan_step(case, Clock.SUPERVISOR_REVIEW, start=now())
    record_contact(case, happened_on=returned_on, by=by)
    return approval
