"""Who must not know: for a barred person the file does not exist (product rules, section 2.8)."""

from casework.access.policy import Role
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import BarredUser, Case
from casework.cases.services import end_membership


def bar(case: Case, user: User, *, why: str | None = None) -> BarredUser:
    """From the next request on. A barred supervisor's place is taken by the deputy of the cell."""
    known = next((barred for barred in case.barred if barred.user_id == user.id), None)
    if known:
        return known
    supervises = any(
        position.role is Role.SUPERVISOR and position.cell_id == case.cell_id for position in user.positions
    )
    barred = BarredUser(
        key_id=case.key_id, case_id=case.id, user_id=user.id, is_supervisor=supervises, why=why
    )
    case.barred.append(barred)
    for member in case.current_members:
        if member.user_id == user.id:
            end_membership(case, member)
    trail.record(trail.Event.USER_BARRED, case, object_id=user.id)
    return barred
