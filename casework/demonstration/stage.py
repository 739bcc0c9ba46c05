"""Where services play what is rare: on a clock that is set back, by the person whose act it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from casework.access.policy import Role
from casework.accounts.models import User
from casework.audit.models import Event
from casework.cases.models import Case
from casework.core import clock
from casework.core.clock import CASABLANCA, now, today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.demonstration.chain import Act
from casework.demonstration.queries import settled_files
from casework.demonstration.words import texts
from casework.demonstration.world import Place, World
from casework.organisation.models import Cell
from casework.programmes.deadlines import is_working_day

DAY = timedelta(days=1)
LATELY = timedelta(minutes=20)
NOTED = ("cell_id", "case_id", "object_id", "detail", "reason_id")


class Side:
    """A cell on the stage: who works there, and files that no scene has taken yet."""

    def __init__(self, place: Place) -> None:
        self.id, self.programme = place.id, place.programme
        self.cell = db.session.get_one(Cell, place.id)
        self.supervisor = db.session.get_one(User, place.supervisor.id)
        self.workers = [db.session.get_one(User, worker.id) for worker in place.workers]
        self.specialists = [db.session.get_one(User, one.id) for one in place.specialists]
        self.files = settled_files(place.id)

    @contextmanager
    def sharing(self) -> Iterator[None]:
        """What is taken inside, each once, serves other scenes as well."""
        all_files = list(self.files)
        yield
        self.files = all_files

    def take(self, suits: Callable[[Case], bool]) -> Case | None:
        """The newest that suits; no other scene takes it."""
        found = next((case for case in reversed(self.files) if suits(case)), None)
        if found:
            self.files.remove(found)
        return found

    def older_than(self, days: int, led_by: User | None = None) -> Callable[[Case], bool]:
        opened_before = today() - days * DAY
        return lambda case: case.opened_on < opened_before and (not led_by or case.lead_id == led_by.id)


class Stage:
    def __init__(self, world: World, chance: Random) -> None:
        self.world, self.chance = world, chance
        self.sides = {place.programme.key: Side(place) for place in world.places}
        self.directors = {colleague.role: colleague for colleague in world.direction}
        self.acts: list[Act] = []

    def leader(self, role: Role) -> User:
        """Of the directorate."""
        return db.session.get_one(User, self.directors[role].id)

    def words(self, use: str, side: Side) -> str:
        return self.chance.choice(texts(use, side.programme.key))

    def side_of(self, case: Case) -> Side:
        return next(side for side in self.sides.values() if side.id == case.cell_id)

    def lead_of(self, case: Case) -> User:
        return db.session.get_one(User, case.lead_id)

    def key(self) -> UUID:
        """Of a form that was sent once."""
        return new_id()

    def is_working(self, day: date) -> bool:
        return is_working_day(day, self.world.rules.days_off)

    def working_day(self, days: int) -> date:
        """So many days from today, or the next one on which people work; in the past the one before."""
        day, step = today() + days * DAY, DAY if days >= 0 else -DAY
        while not self.is_working(day):
            day += step
        return day

    def hour(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Never later than a while ago."""
        return min(moment(self.working_day(days), hour, minute), now() - LATELY)

    @contextmanager
    def at(self, then: datetime, by: User) -> Iterator[None]:
        """What is done inside happened then; what the log notes of it is this person's act."""
        real = clock.source
        back = then - real()
        clock.source = lambda: real() + back
        try:
            yield
            db.session.flush()  # the hour of a row is read when it is written
            noted: list[dict[str, Any]] = db.session.info.pop("audit", [])
            self.acts += [act_of(entry, by) for entry in noted]
        finally:
            clock.source = real


def act_of(entry: dict[str, Any], by: User) -> Act:
    more = {name: entry.get(name) for name in NOTED}
    return Act(at=entry["at"], event=Event(entry["event"]), actor_id=by.id, **more)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), CASABLANCA)
