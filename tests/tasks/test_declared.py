"""Clocks besides the steps: declared from outside, raised once, gone with their reason."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l

from casework.cases.models import Case, CaseStatus
from casework.core.clock import day_of, end_of, now, start_of, today
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.core.ids import new_id
from casework.organisation.models import Cell
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from casework.tasks.declared import CLOCKS, DeclaredClock, Due, declare
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries.standing import MAJORITY, NO_CONTACT, last_day_as_child
from casework.tasks.services import (
    cancel_open,
    complete,
    follow_windows,
    move,
    raise_declared,
    record_contact,
    wait_for_person,
)
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.tasks import open_task_of_kind

SetTime = Callable[[datetime], None]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def permits() -> Iterator[dict[UUID, Due]]:
    """What another feature keeps, each with its last day: no code of tasks is touched."""
    kept: dict[UUID, Due] = {}

    def ending(until: datetime, case_ids: Collection[UUID] | None) -> Iterable[Due]:
        near = [due for due in kept.values() if due.due_at <= until]
        return [due for due in near if case_ids is None or due.case_id in case_ids]

    label, soon = _l("A permit ends"), timedelta(days=14)
    declare(DeclaredClock(key="permit", label=label, raise_before=soon, find=ending))
    yield kept
    del CLOCKS["permit"]


def tasks(clock: str) -> list[Task]:
    db.session.expire_all()
    return db.session.query(Task).filter_by(clock=clock, done_at=None).order_by(Task.due_at).all()


def test_a_clock_declared_from_outside_has_its_task_once(
    browser: Browser, permits: dict[UUID, Due], set_time: SetTime
) -> None:
    set_time(MONDAY)
    case, permit = CaseFactory(), new_id()
    last_day = today() + timedelta(days=20)
    permits[permit] = Due(case.id, permit, end_of(last_day))
    commit()
    assert raise_declared() == 0  # too early

    set_time(MONDAY + timedelta(days=10))
    assert [raise_declared(), raise_declared()] == [1, 0]
    task = tasks("permit")[0]
    assert (task.due_on, task.label, task.about_id, case.next_due_on) == (
        last_day,
        "A permit ends",
        permit,
        open_task_of_kind(case, TaskKind.ASSESSMENT).due_on,  # type: ignore[union-attr]
    )
    browser.sign_in(lead_of(case))
    assert "A permit ends" in browser.open("casefile.show", case_id=case.id).text

    lead = lead_of(case)
    move(
        case,
        task,
        due_on=today() + timedelta(days=2),
        why="The office closes.",
        version=task.version,
        by=lead,
    )
    commit()
    assert raise_declared() == 0  # somebody's own day stays


def test_lists_say_what_the_clock_is_called(browser: Browser, permits: dict[UUID, Due]) -> None:
    case = CaseFactory()
    permits[new_id()] = Due(case.id, new_id(), now() - timedelta(hours=2))
    commit()
    raise_declared()
    browser.sign_in(lead_of(case))

    assert "A permit ends: 2 hours late" in browser.open("caseload.files").text


def test_its_task_follows_the_reason(app: Flask, permits: dict[UUID, Due], set_time: SetTime) -> None:
    set_time(MONDAY)
    case, permit = CaseFactory(), new_id()
    permits[permit] = Due(case.id, permit, end_of(today() + timedelta(days=9)))
    commit()
    assert raise_declared() == 1

    permits[permit] = Due(case.id, permit, end_of(today() + timedelta(days=12)))
    assert [raise_declared(), raise_declared()] == [2, 0]  # the old one cancelled, the new one raised
    assert [task.due_on for task in tasks("permit")] == [today() + timedelta(days=12)]

    kept = permits.pop(permit)
    assert [raise_declared(), len(tasks("permit"))] == [1, 0]
    permits[permit] = kept
    assert [raise_declared(), len(tasks("permit"))] == [1, 1]
    complete(case, tasks("permit")[0], version=tasks("permit")[0].version, by=lead_of(case), why="Renewed.")
    commit()
    assert raise_declared() == 0  # done once is done


def test_a_closed_file_waits_for_nothing(app: Flask, permits: dict[UUID, Due]) -> None:
    case, permit = CaseFactory(), new_id()
    permits[permit] = Due(case.id, permit, now() + timedelta(days=1))
    commit()
    assert raise_declared() == 1

    case.status = CaseStatus.CLOSED
    cancel_open(case)
    commit()
    assert (raise_declared(), tasks("permit")) == (0, [])
    case.status = CaseStatus.OPEN
    commit()
    assert (raise_declared(), len(tasks("permit"))) == (1, 1)


def test_two_clocks_cannot_have_one_key(permits: dict[UUID, Due]) -> None:
    with pytest.raises(ValueError, match="permit"):
        declare(CLOCKS["permit"])


@pytest.mark.parametrize(
    ("born", "last_day"),
    [
        (PartialDate(2009, date(2009, 2, 10)), date(2027, 2, 9)),
        (PartialDate(2009), date(2026, 12, 31)),
        (PartialDate(2009, date(2009, 8, 1)), None),  # more than six months away
        (PartialDate(1990), None),  # was of age when the file was opened
    ],
)
def test_coming_of_age_is_told_half_a_year_before(
    app: Flask, set_time: SetTime, born: PartialDate, last_day: date | None
) -> None:
    """A girl whom the women's cell follows comes of age too."""
    set_time(MONDAY)
    CaseFactory(person=PersonFactory(birth=born))
    CaseFactory(person=PersonFactory(birth=born, cell=CellFactory(women=True)))
    commit()

    assert raise_declared() == (2 if last_day else 0)
    assert [task.due_on for task in tasks(MAJORITY)] == ([last_day] * 2 if last_day else [])
    assert raise_declared() == 0


def test_born_on_29_february_one_is_a_child_until_the_end_of_february(app: Flask, set_time: SetTime) -> None:
    person: Person = PersonFactory(birth=PartialDate(2008, date(2008, 2, 29)))

    assert last_day_as_child(person) == date(2026, 2, 28)
    ages = {}
    for day in (date(2026, 2, 28), date(2026, 3, 1)):
        set_time(start_of(day))
        ages[day.day] = person.age
    assert ages == {28: 17, 1: 18}


@pytest.mark.parametrize(
    ("days_ago", "said", "is_raised"),
    [
        (0, "SEX_RAPE", True),
        (3, "SEX_ASSAULT", True),
        (4, "SEX_RAPE", False),
        (0, "BODILY_HIT", False),
        (0, None, True),  # a child: the day alone says it
        (4, None, False),
    ],
)
def test_care_possible_for_hours_is_told_at_once_and_stands(
    app: Flask, set_time: SetTime, days_ago: int, said: str | None, is_raised: bool
) -> None:
    set_time(MONDAY)
    case, day = CaseFactory(cell=CellFactory(women=said is not None)), today() - timedelta(days=days_ago)
    details = case.programme.details(key_id=case.key_id, case_id=case.id)
    told = {"violence_types": [said], "incident_on": day} if said else {"sexual_violence_on": day}
    details.record(told)
    db.session.add(details)
    follow_windows(case)
    commit()

    key = case.programme.windows[0].key
    due = [start_of(today() - timedelta(days=days_ago)) + timedelta(hours=72)] if is_raised else []
    assert [task.due_at for task in tasks(key)] == due
    assert raise_declared() == 0
    set_time(MONDAY + timedelta(days=30))
    raise_declared()
    assert [task.due_at for task in tasks(key)] == due  # not done: it stays, late


def test_care_possible_for_hours_is_told_in_another_programme_too(app: Flask, set_time: SetTime) -> None:
    set_time(MONDAY)
    case: Case = CaseFactory(cell=CellFactory(women=True))
    there: Cell = CellFactory()
    details = case.programme.details(key_id=case.key_id, case_id=case.id)
    details.record({"violence_types": ["SEX_RAPE"], "incident_on": today()})
    db.session.add(details)
    follow_windows(case)
    key = case.programme.windows[0].key
    case.cell = case.person.cell = there  # as a transfer does
    commit()

    raise_declared()
    assert [task.is_cancelled for task in tasks(key)] == [False]


def silent_file(set_time: SetTime, cell: object = None) -> Case:
    """Low risk: a follow-up each 30 working days; the last contact some hundred days ago."""
    set_time(MONDAY)
    case: Case = CaseFactory(risk=RiskLevel.LOW, cell=cell)
    commit()
    set_time(MONDAY + timedelta(days=100))
    return case


def test_no_contact_for_twice_the_rhythm_is_told_until_there_is_one(app: Flask, set_time: SetTime) -> None:
    case = silent_file(set_time)
    CaseFactory(risk=RiskLevel.LOW)
    assert [raise_declared(), raise_declared()] == [1, 0]
    task = tasks(NO_CONTACT)[0]
    assert (task.case_id, task.is_late) == (case.id, True)
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    assert follow_up
    assert day_of(MONDAY) + 2 * (follow_up.due_on - day_of(MONDAY)) - task.due_on < timedelta(7)

    record_contact(case, happened_on=today(), by=lead_of(case))
    commit()
    assert (tasks(NO_CONTACT), raise_declared()) == ([], 0)


def test_what_was_agreed_with_her_is_no_silence(app: Flask, set_time: SetTime) -> None:
    case = silent_file(set_time, CellFactory(women=True))
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    assert follow_up
    wait_for_person(case, follow_up, until_on=today() + timedelta(days=20), version=follow_up.version)
    commit()

    assert raise_declared() == 0
