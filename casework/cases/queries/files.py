"""Which cases there are for somebody, and the whole of one."""

from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.grants import AccessGrant
from casework.cases.models import BarredUser, Case, CaseStatus, Member, StatedPurpose
from casework.cases.queries.scope import in_scope, lent_ways, ways_of, within
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.people.models import Person

KEPT = (CaseStatus.OPEN, CaseStatus.CLOSING, CaseStatus.CLOSED)


def reachable(user: User, action: Action = Action.CASE_VIEW) -> Select[Case]:
    """Cases, each with its cell and person, on which the user may do this."""
    return cases_where(in_scope(user, action))


def cases_where(condition: ColumnElement[bool]) -> Select[Case]:
    cases = select(Case).join(Case.cell).join(Case.person).where(condition)
    return cases.options(contains_eager(Case.cell), contains_eager(Case.person))


def is_late() -> ColumnElement[bool]:
    """Its day is over, or its hour where hours are counted; begun by a day, for the sake of the index."""
    over = or_(Case.next_due_on < today(), Case.next_due_at < now())
    return and_(Case.next_due_on <= today(), over)


def find_case(case_id: UUID, user: User, action: Action) -> Case | None:
    """The case with its person, numbers, members, concerns and barred persons, in one statement.

    A merged one gives the file that it was made one with, under that file's own id.
    """
    lent = lent_ways(user, action)
    ways = ways_of(user, action) | lent
    known = {"case_id": case_id, "user_id": user.id, "moment": now(), "day": today()}
    asked = whole_case(tuple(ways), may_be_lent=bool(lent))
    found = db.session.execute(asked, known | ways).unique().first()
    if found is None:
        return None
    case: Case = found.Case
    case.is_purpose_stated = found.is_purpose_stated
    case.lent = found.AccessGrant if lent else None
    return case


@cache
def whole_case(ways: tuple[str, ...], *, may_be_lent: bool) -> Select[Any]:
    """Made once, which takes longer than to answer it; each request brings its rights as parameters."""
    user_id, case_id = bindparam("user_id", type_=Case.id.type), bindparam("case_id", type_=Case.id.type)
    moment = bindparam("moment", type_=Member.from_at.type)
    places: dict[str, Any] = {way: bindparam(way, expanding=True) for way in ways}
    old = aliased(Case)
    kept_id = select(old.merged_into_id).where(old.id == case_id).scalar_subquery()
    is_stated = purpose_stated(Case.id, user_id, bindparam("day"))
    whole = (
        cases_where(within(places, user_id, moment))
        .add_columns(is_stated.label("is_purpose_stated"))
        .where(Case.id == func.coalesce(kept_id, case_id))
        .options(
            contains_eager(Case.person).joinedload(Person.numbers),
            joinedload(Case.members).joinedload(Member.user),
            joinedload(Case.barred),
            joinedload(Case.concerns),
            joinedload(Case.waiting),
        )
    )
    return with_grant(whole, user_id, moment) if may_be_lent else whole


def with_grant(cases: Select[Any], user_id: Any, moment: Any) -> Select[Any]:
    """Each with the grant by which the user may read it at that moment, if there is one."""
    runs = and_(AccessGrant.from_at <= moment, AccessGrant.until_at > moment)
    is_his = and_(AccessGrant.case_id == Case.id, AccessGrant.user_id == user_id)
    return cases.outerjoin(AccessGrant, and_(is_his, runs)).add_columns(AccessGrant)


def case_with_reference(reference: str, user: User, action: Action = Action.CASE_VIEW) -> Case | None:
    """The old reference of a merged file leads to the one that it was made one with."""
    named = aliased(Case)
    stands_for_it = func.coalesce(named.merged_into_id, named.id)
    cases = reachable(user, action).join(named, Case.id == stands_for_it)
    return db.session.scalar(cases.where(named.reference == reference))


def files_of_household(case: Case) -> list[Case]:
    """All of them, whoever asks: for what is written when one leaves, never for a page."""
    if case.person.household_id is None:
        return []
    household = select(Case).join(Case.person).where(Person.household_id == case.person.household_id)
    return list(db.session.scalars(household.order_by(Case.id)))


def linked_files(case: Case, user: User, action: Action = Action.CASE_VIEW) -> list[Case]:
    """The other files of the household on which the user may do this; one that is hidden is like none."""
    if case.person.household_id is None:
        return []
    others = reachable(user, action).where(
        Person.household_id == case.person.household_id,
        Case.cell_id == case.cell_id,
        Case.id != case.id,
        Case.status.in_(KEPT),
    )
    return list(db.session.scalars(others.order_by(Case.id)))


def purpose_stated(case_id: Any, user_id: Any, day: Any) -> Exists:
    """The user said on that day why he opens the file."""
    return exists().where(
        StatedPurpose.case_id == case_id, StatedPurpose.user_id == user_id, StatedPurpose.day == day
    )


def has_stated_purpose(case: Case, user: User) -> bool:
    return bool(db.session.scalar(select(purpose_stated(case.id, user.id, today()))))


def memberships_of(user: User, cell_id: UUID | None) -> list[tuple[Case, Member]]:
    """Each case that the user works on, now or later, in the cell or (None) in any."""
    works_on = select(Case, Member).join(Member, Member.case_id == Case.id)
    works_on = works_on.where(Member.user_id == user.id, Member.until_at > now())
    if cell_id:
        works_on = works_on.where(Case.cell_id == cell_id)
    return [(row.Case, row.Member) for row in db.session.execute(works_on)]


def bars_of(user: User) -> list[tuple[BarredUser, UUID]]:
    """Where somebody is barred, each with the cell of the file."""
    bars = select(BarredUser, Case.cell_id).join(Case, Case.id == BarredUser.case_id)
    return [
        (row.BarredUser, row.cell_id) for row in db.session.execute(bars.where(BarredUser.user_id == user.id))
    ]


def reference_exists(reference: str) -> bool:
    """Asked of all cases: references are unique across cells, and random."""
    return bool(db.session.scalar(select(exists().where(Case.reference == reference))))
