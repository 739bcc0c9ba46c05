"""Due dates from the rules, whatever happens in whatever order; what is stored is what is recomputed."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.cases.models import Case, Stage
from casework.cases.services import open_case, set_risk
from casework.cases.stages import stage_of
from casework.core.clock import day_of, end_of, now, start_of, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.programmes.base import Clock, RiskLevel
from casework.programmes.deadlines import response_time
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import kinds_done, open_tasks
from casework.tasks.services import (
    add_task,
    cancel_open,
    complete,
    follow_risk,
    move,
    record_contact,
    start_clocks,
    undo_contact,
    wait_for_person,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.followup import TaskFactory
from tests.factories.organisation import CellFactory
from tests.factories.tasks import open_task_of_kind

LEVELS = list(RiskLevel)


def a_signal(**more: Any) -> Case:
    """A case without a contact yet."""
    case = open_case(PersonFactory(), province="AZ", risk=more.pop("risk", RiskLevel.MEDIUM))
    case.lead = UserFactory(cell=case.cell)
    db.session.flush()
    start_clocks(case, start=now(), had_contact=False, by=case.lead)
    return case


def kinds(case: Case) -> list[str]:
    return sorted(task.kind.value for task in open_tasks(case))


def due(case: Case, kind: TaskKind) -> Any:
    task = open_task_of_kind(case, kind)
    assert task
    return task.due_at


def test_without_a_contact_the_first_one_is_due_and_no_follow_up(app: Flask) -> None:
    case = a_signal()

    assert kinds(case) == ["assessment", "first_contact", "plan", "supervisor_review"]
    assert (case.stage, case.last_contact_on) == (Stage.LISTENING, None)


def test_an_interview_is_the_first_contact(app: Flask) -> None:
    case: Case = CaseFactory()

    assert kinds(case) == ["assessment", "follow_up", "plan", "supervisor_review"]
    assert (case.stage, case.last_contact_on) == (Stage.ASSESSMENT, today())


def test_an_interview_typed_in_late_counts_from_its_day(app: Flask) -> None:
    case: Case = CaseFactory(days_ago=30, is_entered_late=True)
    opened = start_of(case.opened_on)
    rule = response_time(case.programme.key, case.risk, Clock.ASSESSMENT, case.opened_on)

    assert due(case, TaskKind.ASSESSMENT) == rule.due(opened)
    assert case.last_contact_on == case.opened_on
    assert case.next_due_on
    assert case.next_due_on < today()


def test_an_emergency_counts_hours(app: Flask) -> None:
    case = a_signal(risk=RiskLevel.EMERGENCY)
    first = min(open_tasks(case), key=lambda task: task.due_at)

    assert first.kind is TaskKind.FIRST_CONTACT
    assert first.due_at - first.created_at < timedelta(hours=3, minutes=1)
    assert case.next_due_kind == "first_contact"


def test_starting_twice_piles_nothing_up(app: Flask) -> None:
    case = a_signal()
    assert case.lead
    before = kinds(case)
    start_clocks(case, start=now(), had_contact=False, by=case.lead)

    assert kinds(case) == before


def test_a_higher_risk_never_gives_more_time(app: Flask) -> None:
    case: Case = CaseFactory(days_ago=6, risk=RiskLevel.HIGH)
    assert case.lead
    plan = due(case, TaskKind.PLAN)
    set_risk(case, RiskLevel.EMERGENCY, "Threatened again", by=case.lead)
    follow_risk(case, by=case.lead)

    assert due(case, TaskKind.PLAN) == plan
    assert due(case, TaskKind.SUPERVISOR_REVIEW) <= now() + timedelta(days=2)
    assert case.next_due_on == min(task.due_on for task in open_tasks(case))


def test_a_lower_risk_counts_again_from_now(app: Flask) -> None:
    case: Case = CaseFactory(risk=RiskLevel.EMERGENCY)
    assert case.lead
    set_risk(case, RiskLevel.LOW, "He has moved away", by=case.lead)
    follow_risk(case, by=case.lead)

    assert all(task.due_on > today() + timedelta(days=10) for task in open_tasks(case))


def test_what_somebody_moved_or_agreed_stays_when_the_risk_changes(app: Flask) -> None:
    case: Case = CaseFactory(cell=CellFactory(women=True))
    assert case.lead
    plan, follow_up = open_task_of_kind(case, TaskKind.PLAN), open_task_of_kind(case, TaskKind.FOLLOW_UP)
    assert plan
    assert follow_up
    day = today() + timedelta(days=50)
    move(case, plan, due_on=day, why="She travels", version=plan.version, by=case.lead)
    wait_for_person(case, follow_up, until_on=day, version=follow_up.version)
    set_risk(case, RiskLevel.EMERGENCY, "Threatened again", by=case.lead)
    follow_risk(case, by=case.lead)

    assert (plan.due_on, follow_up.due_on) == (day, day)


def test_a_closed_file_has_nothing_due(app: Flask) -> None:
    task = TaskFactory()
    case = task.case
    cancel_open(case)

    assert (open_tasks(case), case.next_due_on, case.next_due_kind) == ([], None, None)
    assert task.is_cancelled
    assert "by_hand" not in kinds_done(case)


class Life:
    """Does to a case, one after another, what the pages let a worker do."""

    def __init__(self, case: Case, by: Any) -> None:
        self.case, self.by = case, by
        self.notes: dict[Any, date] = {}

    def contact(self, days_ago: int) -> None:
        note_id, day = new_id(), today() - timedelta(days=days_ago)
        record_contact(self.case, happened_on=day, by=self.by, note_id=note_id)
        self.notes[note_id] = day

    def mistake(self, place: int) -> None:
        if self.notes:
            note_id = list(self.notes)[place % len(self.notes)]
            del self.notes[note_id]
            undo_contact(self.case, note_id, last_noted_on=max(self.notes.values(), default=None))

    def risk(self, place: int) -> None:
        set_risk(self.case, LEVELS[place % len(LEVELS)], "Said so", by=self.by)
        follow_risk(self.case, by=self.by)

    def done(self, place: int) -> None:
        if tasks := [task for task in open_tasks(self.case) if task.kind is not TaskKind.SUPERVISOR_REVIEW]:
            task = tasks[place % len(tasks)]
            complete(self.case, task, version=task.version, by=self.by, why="By hand")

    def moved(self, place: int) -> None:
        if tasks := [task for task in open_tasks(self.case) if task.kind is not TaskKind.SUPERVISOR_REVIEW]:
            task = tasks[place % len(tasks)]
            day = today() + timedelta(days=place)
            move(self.case, task, due_on=day, why="Asked", version=task.version, by=self.by)

    def waits(self, days: int) -> None:
        if follow_up := open_task_of_kind(self.case, TaskKind.FOLLOW_UP):
            day = today() + timedelta(days=days)
            wait_for_person(self.case, follow_up, until_on=day, version=follow_up.version)

    def added(self, days: int) -> None:
        add_task(self.case, by=self.by, title="Call", due_on=today() + timedelta(days=days))


ACTS = ("contact", "mistake", "risk", "done", "moved", "waits", "added")
STORIES = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 40)), max_size=8)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=STORIES, had_contact=st.booleans())
def test_whatever_happens_what_is_stored_is_true(
    app: Flask, story: list[tuple[str, int]], had_contact: bool
) -> None:
    worker = UserFactory(cell=CellFactory(women=True))
    case: Case = CaseFactory(worker=worker, days_ago=41)
    if not had_contact:
        undo_the_interview(case)
    life = Life(case, worker)
    for act, number in story:
        getattr(life, act)(number)
        check_what_is_stored(case)
    db.session.rollback()


def undo_the_interview(case: Case) -> None:
    """As after a signal: nobody was met yet."""
    db.session.query(Task).filter_by(case_id=case.id).delete()
    case.last_contact_on = None
    assert case.lead
    start_clocks(case, start=start_of(case.opened_on), had_contact=False, by=case.lead)


def check_what_is_stored(case: Case) -> None:
    tasks = open_tasks(case)
    of_others = [task for task in tasks if not task.is_review]
    assert case.next_due_on == min((task.due_on for task in of_others), default=None)
    assert case.next_due_kind in {task.kind.value for task in of_others if task.due_on == case.next_due_on}
    assert case.review_due_on == next((task.due_on for task in tasks if task.is_review), None)
    assert case.stage is stage_of(case, done=kinds_done(case))
    steps = [task.kind for task in tasks if task.kind.value in set(Clock)]
    assert len(steps) == len(set(steps)), "a step piled up"
    contacts = [kind for kind in steps if kind in (TaskKind.FIRST_CONTACT, TaskKind.FOLLOW_UP)]
    assert len(contacts) == 1, "somebody is always to be met next, once"
    met = db.session.query(db.func.max(Task.contact_on)).filter_by(case_id=case.id).scalar()
    assert met is None or (case.last_contact_on and case.last_contact_on >= met)


@pytest.mark.parametrize("level", LEVELS)
def test_the_follow_up_is_counted_from_the_day_of_the_contact(app: Flask, level: RiskLevel) -> None:
    case: Case = CaseFactory(days_ago=20, risk=level)
    assert case.lead
    day = today() - timedelta(days=2)
    record_contact(case, happened_on=day, by=case.lead)
    rule = response_time(case.programme.key, level, Clock.FOLLOW_UP, day)

    assert due(case, TaskKind.FOLLOW_UP) == rule.due(start_of(day))
    assert end_of(day_of(due(case, TaskKind.FOLLOW_UP))) == due(case, TaskKind.FOLLOW_UP)
