"""Who works on the file, who must not know of it, and taking out what was entered by mistake."""

from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.casefile.services import check_open
from casework.cases.approvals import set_aside
from casework.cases.barring import bar
from casework.cases.models import BarredUser, Case, CaseStatus, Member, MemberRole
from casework.cases.queries import waiting_of
from casework.cases.services import add_member, end_membership
from casework.cases.timeline import Happening, tell
from casework.core.clock import FOREVER, end_of
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.tasks.services import cancel_open


def join(case: Case, user: User, role: MemberRole, *, until_on: date | None, why: str, by: User) -> None:
    """Somebody of the cell takes part; who already does stays as he is."""
    check_open(case)
    hold(case, "members")
    if user.id in case.member_ids:
        return
    until_at = end_of(until_on) if until_on else FOREVER
    add_member(case, user, role, by=by, until_at=until_at, reason=why)


def leave(case: Case, member: Member, why: str) -> None:
    hold(case)
    if member.is_current:
        end_membership(case, member, reason=why)


def find_member(case: Case, member_id: UUID) -> Member | None:
    return next((member for member in case.current_members if member.id == member_id), None)


def bar_user(case: Case, user: User, why: str) -> None:
    """The lead worker is replaced first: a file of somebody in danger is never left with nobody."""
    hold(case)
    if case.lead_id == user.id:
        raise RuleBroken(_("This person leads the file. Give the file to another worker first."))
    bar(case, user, why=why)


def find_barred(case: Case, barred_id: UUID) -> BarredUser | None:
    return next((barred for barred in case.barred if barred.id == barred_id), None)


def unbar_user(case: Case, barred: BarredUser, why: str) -> None:
    """From the next request on the file exists for this person again, as far as his role goes."""
    trail.record(
        trail.Event.USER_UNBARRED,
        case,
        object_id=barred.user_id,
        reason_id=trail.give_reason(why, case.key_id),
    )
    db.session.delete(barred)


def nobody_supervises(case: Case) -> bool:
    """The supervisor is barred and no deputy can take his place."""
    deputy = case.cell.deputy_id
    return case.supervisor_is_barred and (deputy is None or deputy in case.barred_ids)


def enter_in_error(case: Case, why: str, *, by: User) -> None:
    """The file leaves the lists; nothing is due or waits; the log keeps who said so and why."""
    hold(case)
    if case.status is CaseStatus.ENTERED_IN_ERROR:
        return
    if not can(by, Action.CASE_SUPERVISE, case):
        raise RuleBroken(_("Only the supervisor takes a file out of the lists."))
    case.status = CaseStatus.ENTERED_IN_ERROR
    cancel_open(case)
    for approval in waiting_of(case):
        set_aside(approval, by=by)
    trail.record(trail.Event.ENTERED_IN_ERROR, case, reason_id=trail.give_reason(why, case.key_id))
    tell(case, Happening.CLOSURE, author_id=by.id, detail=CaseStatus.ENTERED_IN_ERROR.value)
