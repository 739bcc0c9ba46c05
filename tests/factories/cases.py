"""Persons and their cases, for the tests, made as the services make them."""

from datetime import timedelta
from typing import Any

import factory

from casework.accounts.models import User
from casework.cases import services
from casework.cases.models import Case, MemberRole
from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.people.models import ContactNumber, ContactSafety, Person
from casework.people.services import create_person
from casework.programmes.base import RiskLevel
from casework.tasks.services import start_clocks
from tests.factories.accounts import UserFactory
from tests.factories.base import RowFactory
from tests.factories.organisation import CellFactory


class PersonFactory(RowFactory):
    class Meta:
        model = Person

    cell = factory.SubFactory(CellFactory)
    first_name_ar, surname_ar = "فاطمة الزهراء", "آيت الحاج"
    first_name_lat, surname_lat = "Fatima-Zohra", "AIT LHAJ"
    birth = PartialDate(1990)
    commune = "05.081.01.03"

    @classmethod
    def make(cls, **values: Any) -> Person:
        return create_person(values.pop("cell"), **values)


class NumberFactory(RowFactory):
    class Meta:
        model = ContactNumber

    person = factory.SubFactory(PersonFactory)
    number = "+212600001234"
    safety = ContactSafety.SAFE
    confirmed_on = factory.LazyFunction(today)

    @classmethod
    def make(cls, **values: Any) -> ContactNumber:
        person = values.pop("person")
        number = ContactNumber(key_id=person.key_id, person_id=person.id, **values)
        db.session.add(number)
        return number


class CaseFactory(RowFactory):
    """An open case, interviewed today, led by `worker` (one of its cell unless given)."""

    class Meta:
        model = Case

    class Params:
        unassigned = factory.Trait(worker=None)
        late = factory.Trait(days_ago=60)

    cell = None
    person = None
    risk = RiskLevel.MEDIUM
    days_ago = 0

    @classmethod
    def make(cls, **values: Any) -> Case:
        days_ago, person, cell = values.pop("days_ago"), values.pop("person"), values.pop("cell")
        worker = values.pop("worker", ...)
        if cell is None:
            cell = person.cell if person else worker.cells[0] if isinstance(worker, User) else CellFactory()
        person = person or PersonFactory(cell=cell)
        worker = UserFactory(cell=cell) if worker is ... else worker
        opened_on = today() - timedelta(days=days_ago)
        case = services.open_case(person, province="AZ", opened_on=opened_on, **values)
        db.session.flush()
        if worker:
            services.assign(case, worker, by=worker)
        else:
            case.unassigned_at = now()
        start = start_of(opened_on) if days_ago else now()
        start_clocks(case, start=start, had_contact=True, by=worker or UserFactory(cell=cell))
        return case


def join(case: Case, user: User, role: MemberRole = MemberRole.SPECIALIST) -> None:
    """Make somebody a member of the case."""
    services.add_member(case, user, role, by=user)
    db.session.commit()


def lead_of(case: Case) -> User:
    assert case.lead
    return case.lead
