"""People who sign in, for the tests. All have the same password."""

from typing import Any

import factory
from argon2 import PasswordHasher

from casework.access.policy import Role
from casework.accounts.models import Position, User
from casework.core.clock import now
from casework.core.extensions import db
from tests.factories.base import RowFactory
from tests.factories.organisation import CellFactory, the_directorate

PASSWORD = "quatre mots longs et calmes"
HASH = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1).hash(PASSWORD)
WITHOUT_CELL = (Role.DIRECTOR, Role.PROGRAMME_OFFICER, Role.DPO, Role.ADMINISTRATOR)


class UserFactory(RowFactory):
    """`role` and `cell` give the one role held; a directorate-wide role has no cell."""

    class Meta:
        model = User

    class Params:
        supervisor = factory.Trait(role=Role.SUPERVISOR)
        specialist = factory.Trait(role=Role.SPECIALIST)
        reception = factory.Trait(role=Role.RECEPTION)
        director = factory.Trait(role=Role.DIRECTOR)
        dpo = factory.Trait(role=Role.DPO)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)

    role = Role.SOCIAL_WORKER
    cell = None
    partner = None
    username = factory.Sequence(lambda n: f"user{n}")
    name_ar = factory.Sequence(lambda n: f"موظفة {n}")
    name_lat = factory.Sequence(lambda n: f"Employee {n}")
    password_hash = HASH

    @classmethod
    def make(cls, **values: Any) -> User:
        role, cell, partner = values.pop("role"), values.pop("cell"), values.pop("partner")
        if cell is None and partner is None and role not in WITHOUT_CELL:
            cell = CellFactory()
        directorate = cell.directorate_id if cell else the_directorate().id
        db.session.flush()
        user = User(directorate_id=directorate, **values)
        place = {
            "cell_id": None if role in WITHOUT_CELL or partner else cell.id,
            "directorate_id": directorate,
        }
        position = Position(
            role=role, **place, confirmed_at=now(), partner_id=partner.id if partner else None
        )
        user.all_positions.append(position)
        db.session.add(user)
        return user
