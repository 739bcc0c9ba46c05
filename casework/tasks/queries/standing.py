"""What the clocks of the file itself count for: majority, care possible for hours, no contact for long."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, extract, or_, select

from casework.cases.models import LIVE, Case
from casework.core.clock import day_of, end_of, now, start_of, today
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.people.models import ADULT_AT, Person
from casework.programmes.base import Clock, Programme, RiskLevel, Window
from casework.programmes.queries import rules_of
from casework.programmes.rules import Rule
from casework.tasks.declared import Due
from casework.tasks.models import Task, TaskKind

MAJORITY, NO_CONTACT = "majority", "no_contact"
RHYTHMS = 2  # so many times the time between two follow-ups
AT_ONCE = 500  # persons in one statement
RECENT = timedelta(days=7)  # a file opened since then may tell of an hour that is not over


def live_files(case_ids: Collection[UUID] | None, *columns: Any) -> Select[Any]:
    files = select(*columns).select_from(Case).join(Case.cell).where(Case.status.in_(LIVE))
    return files if case_ids is None else files.where(Case.id.in_(case_ids))


def children_coming_of_age(until: datetime, case_ids: Collection[UUID] | None) -> Iterator[Due]:
    """Due on the last day as a child, also of a girl whom the women's cell follows.

    Of a date that is not exact: the year alone, from its first day. What was done is left out: years later
    nobody opens a sealed date again for it.
    """
    files = live_files(case_ids, Case.id, Case.person_id, Case.opened_on).join(Case.person)
    files = files.where(
        Person.birth_year <= day_of(until).year - ADULT_AT,
        Person.birth_year >= extract("year", Case.opened_on) - ADULT_AT,
    )
    done = set(db.session.scalars(select(Task.about_id).where(*was_done(MAJORITY))))
    found = [row for row in db.session.execute(files) if row.id not in done]
    persons = persons_with({row.person_id for row in found})
    for case_id, person_id, opened_on in found:
        last_day = last_day_as_child(persons[person_id])
        if opened_on <= last_day <= day_of(until):
            yield Due(case_id, case_id, end_of(last_day))


def was_done(clock: str) -> tuple[ColumnElement[bool], ...]:
    return Task.clock == clock, Task.done_at.is_not(None), Task.is_cancelled.is_(False)


def persons_with(ids: Collection[UUID]) -> dict[UUID, Person]:
    waiting, found = list(ids), dict[UUID, Person]()
    for start in range(0, len(waiting), AT_ONCE):
        persons = select(Person).where(Person.id.in_(waiting[start : start + AT_ONCE]))
        found |= {person.id: person for person in db.session.scalars(persons)}
    return found


def last_day_as_child(person: Person) -> date:
    """Whoever was born on 29 February comes of age on 1 March of a common year."""
    born = date.fromisoformat(person.born_on) if person.born_on else date(person.birth_year or 0, 1, 1)
    year = born.year + ADULT_AT
    is_leap_day = (born.month, born.day) == (2, 29)
    return (date(year, 3, 1) if is_leap_day else born.replace(year=year)) - timedelta(days=1)


def hours_running(
    programme: Programme, window: Window
) -> Callable[[datetime, Collection[UUID] | None], Iterable[Due]]:
    """Opens the sealed answers of the few files that may tell of it.

    A task once raised stands until done, were the file given to a cell of another programme meanwhile.
    """

    def find(_until: datetime, case_ids: Collection[UUID] | None) -> Iterator[Due]:
        details = programme.details
        is_open = exists().where(Task.clock == window.key, Task.case_id == Case.id, Task.done_at.is_(None))
        files = live_files(case_ids, details, is_open).join(details, details.case_id == Case.id)
        files = files.where(or_(Cell.programme_key == programme.key, is_open), window.may_apply())
        if case_ids is None:
            files = files.where(or_(is_open, Case.opened_on >= today() - RECENT))
        for row, is_raised in db.session.execute(files):
            times = window.times(row.values)
            if times and (is_raised or now() <= times[1]):
                yield Due(row.case_id, row.case_id, times[0])

    return find


def files_without_contact(until: datetime, case_ids: Collection[UUID] | None) -> Iterator[Due]:
    """The last contact is twice the rhythm ago, and no other day was agreed or given a reason."""
    agreed = exists().where(
        Task.case_id == Case.id,
        Task.done_at.is_(None),
        Task.kind == TaskKind.FOLLOW_UP,
        Task.due_at > until,
        or_(Task.waits_until.is_not(None), Task.moved_from.is_not(None)),
    )
    columns = (Case.id, Case.risk, Case.last_contact_on, Cell.programme_key, Cell.directorate_id)
    files = live_files(case_ids, *columns).where(~agreed, Case.last_contact_on.is_not(None))
    for found in [files] if case_ids is not None else [files.where(rule) for rule in out_of_touch(until)]:
        for case_id, risk, last_contact_on, programme, directorate_id in db.session.execute(found):
            due_at = twice(directorate_id, Rule(programme, risk, Clock.FOLLOW_UP), last_contact_on)
            if due_at <= until:
                yield Due(case_id, case_id, due_at)


def twice(directorate_id: UUID, rule: Rule, last_contact_on: date) -> datetime:
    return rules_of(directorate_id).due(rule, start_of(last_contact_on), times=RHYTHMS)


def out_of_touch(until: datetime) -> Iterator[ColumnElement[bool]]:
    """For each rule the last day of a contact that is too long ago, so that an index finds the files."""
    cells: dict[tuple[UUID, str], list[UUID]] = {}
    for cell in db.session.scalars(select(Cell)):
        cells.setdefault((cell.directorate_id, cell.programme_key), []).append(cell.id)
    for (directorate_id, programme), cell_ids in cells.items():
        for risk in RiskLevel:
            day = last_day_for(directorate_id, Rule(programme, risk, Clock.FOLLOW_UP), until)
            yield and_(Case.cell_id.in_(cell_ids), Case.risk == risk, Case.last_contact_on <= day)


def last_day_for(directorate_id: UUID, rule: Rule, until: datetime) -> date:
    day = day_of(until)
    while twice(directorate_id, rule, day) > until:
        day -= timedelta(days=1)
    return day
