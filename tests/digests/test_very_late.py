"""A step that is late for long is told to whoever supervises the file, once, and to nobody else."""

from datetime import timedelta

from flask import Flask

from casework.accounts.models import User
from casework.cases.barring import bar
from casework.cases.models import Case
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.digests.escalating import escalate
from casework.notices.models import Notice, NoticeKind
from casework.programmes.base import RiskLevel
from casework.tasks.models import Task, TaskKind
from casework.tasks.services import refresh
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory


def late(case: Case, days: int, kind: TaskKind = TaskKind.FOLLOW_UP, **more: object) -> Task:
    task = Task(key_id=case.key_id, case_id=case.id, kind=kind, due_at=now() - timedelta(days=days), **more)
    db.session.add(task)
    refresh(case)
    commit()
    return task


def told(user: User) -> list[Notice]:
    return db.session.query(Notice).filter_by(user_id=user.id, kind=NoticeKind.VERY_LATE).all()


def test_the_supervisor_is_told_once_and_sooner_when_the_risk_is_high(app: Flask) -> None:
    grave, calm = CaseFactory(risk=RiskLevel.HIGH), CaseFactory(risk=RiskLevel.LOW)
    supervisors = [UserFactory(supervisor=True, cell=case.cell) for case in (grave, calm)]
    for case in (grave, calm):
        late(case, days=5)

    assert [escalate(), escalate()] == [1, 0]
    assert [len(told(user)) for user in supervisors] == [1, 0]


def test_what_waits_for_her_as_agreed_is_not_late(app: Flask) -> None:
    case = CaseFactory(risk=RiskLevel.EMERGENCY)
    late(case, days=5, waits_until=today() + timedelta(days=1))
    late(case, days=5, kind=TaskKind.SUPERVISOR_REVIEW)

    assert escalate() == 0


def test_a_barred_supervisor_is_not_told(app: Flask) -> None:
    case = CaseFactory(risk=RiskLevel.EMERGENCY)
    barred, deputy = UserFactory(supervisor=True, cell=case.cell), UserFactory(cell=case.cell)
    barred.cells[0].deputy_id = deputy.id
    bar(case, barred)
    late(case, days=5)

    assert escalate() == 1
    assert (told(barred), len(told(deputy))) == ([], 1)
