"""Who may do what on which cases, as conditions in SQL: every question about cases begins here."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, false, func, or_

from casework.access.policy import Action, Scope, is_deputy, kinds_lent, scope_of
from casework.accounts.models import User
from casework.cases.grants import AccessGrant, GrantKind
from casework.cases.models import LIVE, BarredUser, Case, CaseStatus, Member
from casework.core.clock import now
from casework.organisation.models import Cell


def is_current(member: type[Member] = Member, moment: Any = None) -> ColumnElement[bool]:
    """The membership has begun and not ended, now or at that moment; `member` may be an alias."""
    moment = now() if moment is None else moment
    return and_(member.from_at <= moment, member.until_at > moment)


def is_member(user: User) -> Exists:
    """The user works on the case today."""
    return has_member(user.id, now())


def has_member(user_id: Any, moment: Any) -> Exists:
    return exists().where(Member.case_id == Case.id, Member.user_id == user_id, is_current(moment=moment))


def is_barred(user: User) -> Exists:
    return has_barred(user.id)


def has_barred(user_id: Any) -> Exists:
    return exists().where(BarredUser.case_id == Case.id, BarredUser.user_id == user_id)


def ways_of(user: User, action: Action) -> dict[str, set[UUID]]:
    """How the user may come to do this: the cells (or directorates) of each way that leads to any."""
    own, cell = cells_held(user, action, Scope.OWN), cells_held(user, action, Scope.CELL)
    wide = [place for place in user.positions if scope_of(place.role, action) is Scope.DIRECTORATE]
    ways: dict[str, set[Any]] = {
        "own": own - cell,
        "cell": cell,
        "directorate": {place.directorate_id for place in wide},
        "deputised": {place.cell_id for place in user.positions if is_deputy(user, place, action)},
    }
    return {way: places for way, places in ways.items() if places}


def lent_ways(user: User, action: Action) -> dict[str, set[Any]]:
    """Where a file lent to the user would open this: the cells or directorates of each kind of grant.

    Asked for one file by its id alone: what is lent is in no list, no search and no notice.
    """
    ways: dict[str, set[Any]] = {}
    for place in user.positions:
        for kind, scope in kinds_lent(place.role, action).items():
            ways.setdefault(kind, set()).add(
                place.directorate_id if scope is Scope.DIRECTORATE else place.cell_id
            )
    return ways


def in_scope(user: User, action: Action) -> ColumnElement[bool]:
    """The cases on which the user may do this, as a condition on Case joined with its Cell."""
    return within(ways_of(user, action), user.id, now())


def within(ways: Mapping[str, Any], user_id: Any, moment: Any) -> ColumnElement[bool]:
    """What is reached by one of these ways, values or the parameters that stand for them.

    Never one that was merged: it is reached through the file that it was made one with.
    """
    # a member's files are found by who works on them: the cell is checked, never searched by its index
    checked = func.coalesce(Case.cell_id, Case.cell_id)
    conditions: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "own": lambda cells: checked.in_(cells) & has_member(user_id, moment),
        "cell": Case.cell_id.in_,
        "directorate": Cell.directorate_id.in_,
        # what is lent ends with the work on the file, or once it is said that it should not be
        "duty": lambda cells: and_(
            Case.cell_id.in_(cells), AccessGrant.kind == GrantKind.DUTY, Case.status.in_(LIVE)
        ),
        "exceptional": lambda places: and_(
            Cell.directorate_id.in_(places),
            AccessGrant.kind == GrantKind.EXCEPTIONAL,
            Case.status != CaseStatus.ENTERED_IN_ERROR,
        ),
        "deputised": lambda cells: Case.cell_id.in_(cells) & has_no_supervisor(),
    }
    reached = [conditions[way](places) for way, places in ways.items()]
    return and_(or_(false(), *reached), ~has_barred(user_id), Case.merged_into_id.is_(None))


def cells_held(user: User, action: Action, scope: Scope) -> set[UUID]:
    """The cells where the user's role has just this scope."""
    return {
        place.cell_id for place in user.positions if place.cell_id and scope_of(place.role, action) is scope
    }


def has_no_supervisor() -> Exists:
    """The cell's supervisor is barred from the file: its deputy takes his place."""
    return exists().where(BarredUser.case_id == Case.id, BarredUser.is_supervisor)
