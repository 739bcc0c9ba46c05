"""Every question asked of the cases. Each starts from what the user may see."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from casework.access.policy import Action, Scope, is_deputy, roles_with, scope_of
from casework.accounts.models import Position, User
from casework.accounts.queries import is_held_now
from casework.cases.models import Approval, ApprovalKind, BarredUser, Case, CaseStatus, Member, StatedPurpose
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.people.models import Person

PAGE = 15  # lines of the timeline
KEPT = (CaseStatus.OPEN, CaseStatus.CLOSING, CaseStatus.CLOSED)
AT_ONCE = 50  # a supervisor with more waiting decides these first


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


def reachable(user: User, action: Action = Action.CASE_VIEW) -> Select[Case]:
    """Cases, each with its cell and person, on which the user may do this."""
    return cases_where(in_scope(user, action))


def cases_where(condition: ColumnElement[bool]) -> Select[Case]:
    cases = select(Case).join(Case.cell).join(Case.person).where(condition)
    return cases.options(contains_eager(Case.cell), contains_eager(Case.person))


def find_case(case_id: UUID, user: User, action: Action) -> Case | None:
    """The case with its person, numbers, members, concerns and barred persons, in one statement.

    A merged one gives the file that it was made one with, under that file's own id.
    """
    ways = ways_of(user, action)
    known = {"case_id": case_id, "user_id": user.id, "moment": now(), "day": today()}
    found = db.session.execute(whole_case(tuple(ways)), known | ways).unique().one_or_none()
    if found is None:
        return None
    found.Case.is_purpose_stated = found.is_purpose_stated
    case: Case = found.Case
    return case


@cache
def whole_case(ways: tuple[str, ...]) -> Select[Any]:
    """Made once, which takes longer than to answer it; each request brings its rights as parameters."""
    user_id, case_id = bindparam("user_id", type_=Case.id.type), bindparam("case_id", type_=Case.id.type)
    moment = bindparam("moment", type_=Member.from_at.type)
    places: dict[str, Any] = {way: bindparam(way, expanding=True) for way in ways}
    old = aliased(Case)
    kept_id = select(old.merged_into_id).where(old.id == case_id).scalar_subquery()
    is_stated = purpose_stated(Case.id, user_id, bindparam("day"))
    return (
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


def approval_asked_with(case: Case, form_key: UUID) -> Approval | None:
    return db.session.scalar(
        select(Approval).where(Approval.case_id == case.id, Approval.form_key == form_key)
    )


def find_approval(case: Case, approval_id: UUID, kind: ApprovalKind) -> Approval | None:
    asked = select(Approval).where(
        Approval.case_id == case.id, Approval.id == approval_id, Approval.kind == kind
    )
    return db.session.scalar(asked)


def last_decided(case: Case, kind: ApprovalKind) -> Approval | None:
    """The newest answer, so that whoever asked reads the comment."""
    decided = select(Approval).where(
        Approval.case_id == case.id, Approval.kind == kind, Approval.decided_at.is_not(None)
    )
    return db.session.scalars(decided.order_by(Approval.decided_at.desc()).limit(1)).first()


def waiting_of(case: Case, kind: ApprovalKind | None = None) -> list[Approval]:
    """What was asked and not answered yet, of one kind or of any, the oldest first."""
    waiting = select(Approval).where(Approval.case_id == case.id, Approval.decided_at.is_(None))
    if kind:
        waiting = waiting.where(Approval.kind == kind)
    return list(db.session.scalars(waiting.order_by(Approval.asked_at, Approval.id)))


def waiting_approvals(user: User) -> list[Approval]:
    """What this person may decide, with case, person, cell and who asked; what is due first comes first."""
    waiting = (
        select(Approval)
        .join(Approval.case)
        .join(Case.cell)
        .join(Case.person)
        .join(Approval.asked_by)
        .options(
            contains_eager(Approval.case).contains_eager(Case.cell),
            contains_eager(Approval.case).contains_eager(Case.person),
            contains_eager(Approval.asked_by),
        )
        .where(
            Approval.cell_id.in_([cell.id for cell in user.cells]),  # whoever decides works in the cell
            Approval.decision.is_(None),
            Case.status != CaseStatus.ENTERED_IN_ERROR,
            or_(in_scope(user, Action.CASE_SUPERVISE), stands_in_for_asker(user)),
            or_(Approval.asked_by_id != user.id, Cell.is_single_person),
        )
        .order_by(Approval.due_at.is_(None), Approval.due_at, Approval.asked_at, Approval.id)
        .limit(AT_ONCE)
    )
    return list(db.session.scalars(waiting))


def stands_in_for_asker(user: User) -> ColumnElement[bool]:
    """A supervisor asked: the cell's deputy decides, on the files that he works on."""
    supervisor_asked = exists().where(
        Position.user_id == Approval.asked_by_id,
        Position.cell_id == Case.cell_id,
        Position.role.in_(roles_with(Action.CASE_SUPERVISE, Scope.CELL)),
        is_held_now(),
    )
    return and_(Cell.deputy_id == user.id, is_member(user), ~is_barred(user), supervisor_asked)


def find_entry(case: Case, entry_id: UUID) -> TimelineEntry | None:
    entry = select(TimelineEntry).where(TimelineEntry.case_id == case.id, TimelineEntry.id == entry_id)
    return db.session.scalar(entry)


def entries_of(case: Case, object_id: UUID) -> list[TimelineEntry]:
    """The lines that tell of this object: one, or one for each of its steps."""
    entries = select(TimelineEntry).where(
        TimelineEntry.case_id == case.id, TimelineEntry.object_id == object_id
    )
    return list(db.session.scalars(entries.order_by(TimelineEntry.id)))


def timeline_page(
    case: Case, *, kinds: tuple[Happening, ...] = (), cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[TimelineEntry]:
    """Newest first; the cursor is (happened_at, id) of the last line shown."""
    place = (TimelineEntry.happened_at, TimelineEntry.id)
    entries = select(TimelineEntry).where(TimelineEntry.case_id == case.id)
    if kinds:
        entries = entries.where(TimelineEntry.kind.in_(kinds))
    if cursor:
        entries = entries.where(after(place, cursor, descending=True))
    entries = entries.order_by(*(column.desc() for column in place)).limit(size + 1)
    rows = list(db.session.scalars(entries.options(joinedload(TimelineEntry.author))))
    return cut(rows, size, lambda row: (row.happened_at.isoformat(), row.id), is_first=cursor is None)


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
