"""A file is opened at the very moment when a colleague says that he knows its person: he is shut out."""

import threading
from typing import Any
from uuid import UUID

from flask import Flask

from casework.accounts.models import User
from casework.cases.barring import shut_out
from casework.cases.models import BarredUser
from casework.cases.services import open_case
from casework.core import database
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from casework.ties import services
from casework.ties.models import TieKind
from tests.factories.accounts import UserFactory
from tests.factories.cases import PersonFactory
from tests.parallel import all_at_once

A_WHILE = 1.5  # seconds during which the opening is not kept yet


def test_neither_misses_the_other(app: Flask) -> None:
    relative = UserFactory()
    person = PersonFactory(cell=relative.cells[0])
    is_looked_for, is_declared = threading.Event(), threading.Event()
    user_id, person_id = relative.id, person.id

    def act(number: int) -> None:
        with app.test_request_context(), database.may_write(allowed=True):
            begin_file(person_id) if number == 0 else say_so(user_id)
            db.session.remove()

    def begin_file(person_id: UUID) -> None:
        case = open_case(db.session.get_one(Person, person_id), province="AZ", risk=RiskLevel.LOW)
        db.session.flush()
        shut_out(case)
        is_looked_for.set()
        is_declared.wait(A_WHILE)
        db.session.commit()

    def say_so(user_id: UUID) -> None:
        assert is_looked_for.wait(10)
        known: dict[str, Any] = {"first_name": "Fatima-Zohra", "surname": "AIT LHAJ"}
        by = db.session.get_one(User, user_id)
        services.declare(by, kind=TieKind.FAMILY, form_key=new_id(), year=None, commune=None, **known)
        db.session.commit()
        is_declared.set()

    all_at_once(app, act, 2)
    assert [barred.user_id for barred in db.session.query(BarredUser)] == [user_id]
