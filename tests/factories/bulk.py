"""Many files at once, for the tests that count statements: complete enough to be listed, without a story."""

from datetime import timedelta

from casework.accounts.models import User
from casework.cases.models import Case, Member, Stage
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from casework.tasks.models import Task, TaskKind


def many_cases(n: int, worker: User, *, numbered_from: int = 0) -> None:
    """Open files that the worker leads, due and last seen on different days."""
    cell, levels, stages = worker.cells[0], list(RiskLevel), list(Stage)[:4]
    for i in range(numbered_from, numbered_from + n):
        key = new_key(KeyOwner.PERSON)
        person = Person(key_id=key.id, cell_id=cell.id, first_name_lat=f"Name{i}", birth_year=1980 + i % 40)
        due_on = today() + timedelta(days=i % 60 - 20) if i % 7 else None
        case = Case(
            key_id=key.id,
            reference=f"AZ-26-{i:06}",
            cell_id=cell.id,
            person_id=person.id,
            lead_id=worker.id,
            risk=levels[i % 4],
            stage=stages[i % 4],
            opened_on=today() - timedelta(days=i % 90),
            last_contact_on=today() - timedelta(days=i % 50) if i % 5 else None,
            next_due_on=due_on,
            next_due_kind=TaskKind.FOLLOW_UP.value if due_on else None,
        )
        db.session.add_all([person, case, Member(case_id=case.id, user_id=worker.id)])
        if due_on:
            due_at = now() + (due_on - today())
            db.session.add(Task(key_id=key.id, case_id=case.id, kind=TaskKind.FOLLOW_UP, due_at=due_at))
    db.session.commit()
