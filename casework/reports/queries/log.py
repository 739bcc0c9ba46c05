"""Who did what, when, on which file, as far as somebody may read it; never what is in the file."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from casework.access.policy import Action, Scope, is_deputy, scope_of
from casework.accounts.models import Position, User
from casework.audit.models import AuditEntry
from casework.audit.words import TECHNICAL
from casework.cases.models import BarredUser, Case
from casework.cases.queries import has_no_supervisor
from casework.cases.references import written_reference
from casework.core.clock import end_of, start_of
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.reports.asked import LogAsked

SIZE = 50
PLACE = (AuditEntry.at, AuditEntry.id)


def log_page(user: User, asked: LogAsked) -> ListPage[Any]:
    """Newest first: (entry, actor, about, reference, cell), in one statement."""
    return page_of(select_lines().where(in_log(user), *conditions_of(asked)), asked)


def technical_page(user: User, asked: LogAsked) -> ListPage[Any]:
    """Sign-ins and accounts of the directorate, nothing about files."""
    technical = AuditEntry.event.in_([event.value for event in TECHNICAL])
    lines = select_lines().where(AuditEntry.directorate_id == user.directorate_id, technical)
    return page_of(lines.where(*conditions_of(asked)), asked)


def select_lines() -> Any:
    about = aliased(User)
    return (
        select(AuditEntry, User, about, Case.reference, Cell)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .outerjoin(about, about.id == AuditEntry.object_id)
        .outerjoin(Case, Case.id == AuditEntry.case_id)
        .outerjoin(Cell, Cell.id == AuditEntry.cell_id)
    )


def page_of(lines: Any, asked: LogAsked) -> ListPage[Any]:
    if asked.cursor:
        lines = lines.where(after(PLACE, asked.cursor, descending=True))
    lines = lines.order_by(*(column.desc() for column in PLACE)).limit(SIZE + 1)
    rows = db.session.execute(lines).all()
    return cut(rows, SIZE, lambda row: (row[0].at.isoformat(), row[0].id), is_first=asked.cursor is None)


def in_log(user: User) -> ColumnElement[bool]:
    """The directorate's entries, or those of the cells supervised but for files hidden from him."""
    scopes = {place: scope_of(place.role, Action.LOG_VIEW) for place in user.positions}
    if Scope.DIRECTORATE in scopes.values():
        return AuditEntry.directorate_id == user.directorate_id
    cells = [place.cell_id for place, scope in scopes.items() if scope is Scope.CELL]
    barred = select(BarredUser.case_id).where(BarredUser.user_id == user.id)
    is_open = or_(AuditEntry.case_id.is_(None), AuditEntry.case_id.not_in(barred))
    deputised = {place.cell_id for place in scopes if is_deputy(user, place, Action.LOG_VIEW)}
    without_supervisor = select(Case.id).where(Case.cell_id.in_(deputised), has_no_supervisor())
    ways: list[ColumnElement[bool]] = [AuditEntry.cell_id.in_(cells)] if cells else []
    if deputised:
        ways.append(and_(AuditEntry.cell_id.in_(deputised), AuditEntry.case_id.in_(without_supervisor)))
    return and_(or_(false(), *ways), is_open)


def conditions_of(asked: LogAsked) -> Iterator[ColumnElement[bool]]:
    if asked.event:
        yield AuditEntry.event == asked.event.value
    if asked.person:
        yield AuditEntry.actor_id == asked.person
    if asked.typed_reference:
        yield of_file(asked.typed_reference)
    if asked.from_on:
        yield AuditEntry.at >= start_of(asked.from_on)
    if asked.until_on:
        yield AuditEntry.at <= end_of(asked.until_on)


def of_file(typed: str) -> ColumnElement[bool]:
    """Of what the reader may read: a file that is hidden has no entry, like one that does not exist."""
    reference = written_reference(typed)
    named = select(Case.id).where(Case.reference == reference)  # wherever it is now: entries stay here
    return AuditEntry.case_id.in_(named) if reference else false()


def readers_of(user: User) -> list[User]:
    """Whose acts the reader may ask for: the directorate's staff, or those who ever worked in his cells."""
    staff = select(User).where(User.directorate_id == user.directorate_id)
    scopes = {scope_of(place.role, Action.LOG_VIEW) for place in user.positions}
    if Scope.CELL in scopes and Scope.DIRECTORATE not in scopes:
        here = [cell.id for cell in user.cells]
        staff = staff.where(exists().where(Position.user_id == User.id, Position.cell_id.in_(here)))
    return sorted(db.session.scalars(staff), key=lambda one: one.name)
