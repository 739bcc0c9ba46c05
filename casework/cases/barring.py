"""Who must not know: for a barred person the file does not exist (product rules, section 2.8)."""

from collections.abc import Callable
from uuid import UUID

from casework.access.policy import Action, Role, Scope, can, roles_with
from casework.accounts.models import User
from casework.accounts.services import when_roles_change
from casework.audit import trail
from casework.cases.models import BarredUser, Case
from casework.cases.moving import when_moved
from casework.cases.queries import bars_of
from casework.cases.services import end_membership
from casework.core.clock import now

# who else must not know: asked when a file is opened, named anew, or comes to another cell
shutting_out: list[Callable[[Case], None]] = []


def shut_out(case: Case) -> None:
    """Whoever said before that he knows this person, from the beginning."""
    for look in shutting_out:
        look(case)


def bar(case: Case, user: User, *, why: str | None = None) -> BarredUser:
    """From the next request on. A barred supervisor's place is taken by the deputy of the cell."""
    known = next((barred for barred in case.barred if barred.user_id == user.id), None)
    if known:
        return known
    barred = BarredUser(
        key_id=case.key_id,
        case_id=case.id,
        user_id=user.id,
        is_supervisor=supervises(user, case.cell_id),
        why=why,
    )
    case.barred.append(barred)
    for member in case.members:
        if member.user_id == user.id and member.until_at > now():  # a cover that is to begin, too
            end_membership(case, member)
    trail.record(trail.Event.USER_BARRED, case, object_id=user.id)
    return barred


def supervises(user: User, cell_id: UUID) -> bool:
    here = [position.role for position in user.positions if position.cell_id == cell_id]
    return user.is_active and Role.SUPERVISOR in here


def supervisors_of(case: Case) -> list[User]:
    """Of the cell; the deputy in the place of one who is barred. Of nobody else the roles are read."""
    cell, roles = case.cell, roles_with(Action.CASE_SUPERVISE, Scope.CELL)
    places = [p for p in cell.positions if p.is_current and (p.role in roles or p.user_id == cell.deputy_id)]
    known = dict.fromkeys(place.user for place in places if place.user.is_active)
    return [user for user in known if can(user, Action.CASE_SUPERVISE, case)]


def follow_roles(user: User) -> None:
    """The deputy takes the place of who is barred and supervises today, whatever he was at that time."""
    for barred, cell_id in bars_of(user):
        barred.is_supervisor = supervises(user, cell_id)


when_roles_change.append(follow_roles)
when_moved.append(shut_out)
