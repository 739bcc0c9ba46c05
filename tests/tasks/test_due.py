"""What the home page asks: who has to do what, up to a day, in one statement."""

from datetime import timedelta

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.cases.models import Case, CaseStatus, MemberRole
from casework.cases.services import add_member, end_membership
from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind
from casework.tasks.queries import AT_ONCE, tasks_due
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join
from tests.factories.followup import TaskFactory

WEEK = today() + timedelta(days=7)


@pytest.fixture
def worker(app: Flask) -> User:
    made: User = UserFactory()
    return made


@pytest.fixture
def case(worker: User) -> Case:
    made: Case = CaseFactory(worker=worker)
    return made


def titles(user: User) -> list[str | None]:
    return [task.title for task in tasks_due(user, WEEK).tasks if task.kind is TaskKind.BY_HAND]


def test_late_today_and_later(worker: User, case: Case) -> None:
    for title, days in (("late", -1), ("today", 0), ("this week", 5), ("next month", 30)):
        TaskFactory(case=case, title=title, due_on=today() + timedelta(days=days))
    due = tasks_due(worker, WEEK)
    by_hand = [[t.title for t in part if t.title] for part in (due.late, due.today, due.later)]

    assert by_hand == [["late"], ["today"], ["this week"]]
    assert due.tasks == sorted(due.tasks, key=lambda task: (task.due_at, task.id))


def test_each_task_is_somebodys(worker: User, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    TaskFactory(case=case, title="for the lead")
    TaskFactory(case=case, title="for the specialist", assignee_id=specialist.id)

    assert titles(worker) == ["for the lead"]
    assert titles(specialist) == ["for the specialist"]
    assert titles(UserFactory(cell=case.cell)) == []
    assert titles(UserFactory(supervisor=True, cell=case.cell)) == []


def test_what_a_leaver_had_to_do_falls_to_the_lead(worker: User, case: Case) -> None:
    leaver = UserFactory(cell=case.cell)
    join(case, leaver)
    TaskFactory(case=case, title="his", assignee_id=leaver.id)
    end_membership(case, next(member for member in case.members if member.user_id == leaver.id))
    commit()

    assert (titles(worker), titles(leaver)) == (["his"], [])


def test_whoever_covers_sees_what_is_due(worker: User, case: Case) -> None:
    colleague = UserFactory(cell=case.cell)
    TaskFactory(case=case, title="due")
    tomorrow = start_of(today() + timedelta(days=2))
    add_member(case, colleague, MemberRole.COVER, by=worker, until_at=tomorrow)
    commit()

    assert titles(colleague) == ["due"]
    for member in case.members:
        member.until_at = min(member.until_at, now())
    db.session.commit()
    assert titles(colleague) == []


def test_a_closed_or_hidden_file_asks_nothing(worker: User, case: Case) -> None:
    TaskFactory(case=case)
    assert titles(worker)
    case.status = CaseStatus.CLOSED
    db.session.commit()

    assert titles(worker) == []


def test_a_review_is_not_the_workers_to_do(worker: User, case: Case) -> None:
    db.session.query(Task).update({Task.due_at: start_of(today())})
    kinds = {task.kind for task in tasks_due(worker, WEEK).tasks}

    assert kinds == {TaskKind.ASSESSMENT, TaskKind.PLAN, TaskKind.FOLLOW_UP}


def test_one_statement_and_one_for_the_keys(worker: User, case: Case, statements: list[str]) -> None:
    for _number in range(AT_ONCE + 5):
        TaskFactory(case=case)
    other = CaseFactory(worker=worker)
    TaskFactory(case=other, due_on=today())
    worker_id = worker.id
    db.session.expunge_all()
    db.session.info.clear()
    worker = db.session.get_one(User, worker_id)
    assert worker.cells
    del statements[:]
    due = tasks_due(worker, WEEK)
    shown = [
        (task.label, task.case.reference, task.case.title_name, task.case.programme) for task in due.tasks
    ]

    assert (len(shown), due.is_cut) == (AT_ONCE, True)
    assert len(statements) == 2, statements
