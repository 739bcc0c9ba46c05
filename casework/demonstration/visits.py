"""The register of the last weeks: who came to the counter, and what became of it; some still wait today."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from casework.access.policy import Role
from casework.audit.models import Event
from casework.core.clock import day_of, now, start_of, today
from casework.demonstration.chain import Act
from casework.demonstration.file import OPENS_AT, SHUTS_AT
from casework.demonstration.people import PEOPLE_IN, REAL_COMMUNES
from casework.demonstration.words import drawn, first_names
from casework.demonstration.world import PHONE, Colleague, Place, World
from casework.demonstration.writer import Row, Writer
from casework.keys.models import KeyOwner
from casework.organisation.territory import territory_of
from casework.people.models import AgeBand, Sex
from casework.visits.models import CameBefore, CameFor, Outcome, Visit, VisitKind

WEEKS = 6
FEWEST, MOST = 24, 400
WAIT_TODAY = 5
SATURDAY = 5
KINDS = {VisitKind.IN_PERSON: 85, VisitKind.PHONE: 11, VisitKind.WRITTEN: 2, VisitKind.FIELD: 2}
AGES = {AgeBand.CHILD: 15, AgeBand.YOUNG: 15, AgeBand.ADULT: 55, AgeBand.ELDER: 15}
REASONS = dict(zip(CameFor, (30, 30, 12, 15, 13), strict=False))  # OTHER would need a text
BEFORE = {CameBefore.NO: 55, CameBefore.YES: 30, CameBefore.UNKNOWN: 15}
OUTCOMES = {
    Outcome.WAITS: 45,
    Outcome.INFORMED: 35,
    Outcome.ORIENTED: 10,
    Outcome.OTHER_CELL: 5,
    Outcome.ARRANGED: 5,
}
SOURCES = {"SELF": 60, "FAMI": 10, "LOCAL": 10, "HOSP": 10, "ASSOC": 10}
PERSONS = {1: 75, 2: 15, 3: 7, 5: 3}


class Counter:
    """The one who receives, and the cells to which people go."""

    def __init__(self, writer: Writer, world: World, chance: Random) -> None:
        self.writer, self.world, self.chance = writer, world, chance
        self.shares = [place.share for place in world.places]
        self.acts: list[Act] = []

    def keep(self, clerk: Colleague, came_at: datetime, *, is_waiting: bool) -> None:
        place = self.chance.choices(self.world.places, self.shares)[0]
        outcome = Outcome.WAITS if is_waiting else drawn(self.chance, OUTCOMES)
        receiving = self.another(place) if outcome is Outcome.OTHER_CELL else place
        visit = self.writer.add(
            Visit,
            came_at,
            key=self.writer.new_key(KeyOwner.VISIT),
            directorate_id=self.world.directorate_id,
            cell_id=place.id,
            receiving_cell_id=receiving.id,
            day=day_of(came_at),
            came_at=came_at,
            kind=drawn(self.chance, KINDS),
            outcome=outcome,
            logged_by_id=clerk.id,
            logged_at=came_at,
            form_key=self.writer.new_id(came_at),
            **self.who(),
            **self.what_follows(outcome, day_of(came_at)),
        )
        self.acts.append(Act(came_at, Event.VISIT_LOGGED, clerk.id, receiving.id, None, visit["id"]))
        if outcome.is_to_take_up and not is_waiting and outcome is not Outcome.ARRANGED:
            self.take(visit, receiving, came_at)

    def another(self, place: Place) -> Place:
        return self.chance.choice([other for other in self.world.places if other is not place])

    def who(self) -> Row:
        chance = self.chance
        sex = chance.choices(list(Sex), (70, 30))[0]
        commune = chance.choices(REAL_COMMUNES, PEOPLE_IN)[0]
        n_persons = drawn(chance, PERSONS)
        others = [{"age_band": AgeBand.CHILD.value} for _other in range(min(n_persons - 1, 2))]
        return {
            "sex": sex,
            "age_band": drawn(chance, AGES),
            "n_persons": n_persons,
            "others": others,
            "territory": territory_of(commune),
            "commune": commune,
            "source": drawn(chance, SOURCES),
            "reason": drawn(chance, REASONS),
            "came_before": drawn(chance, BEFORE),
            "first_name": chance.choice(first_names(sex.value))["ar"] if chance.random() < 0.6 else None,
            "number": PHONE.format(chance.randint(0, 99)) if chance.random() < 0.15 else None,
        }

    def what_follows(self, outcome: Outcome, day: date) -> dict[str, Any]:
        chance = self.chance
        if outcome is Outcome.ORIENTED:
            public = [friend for friend in self.world.friends if not friend.is_confidential]
            return {"partner_id": chance.choice(public).id}
        if outcome is Outcome.ARRANGED:
            return {"arranged_on": day + timedelta(days=chance.randint(1, 8))}
        return {"may_tell_reason": chance.random() < 0.5} if outcome is Outcome.OTHER_CELL else {}

    def take(self, visit: Row, place: Place, came_at: datetime) -> None:
        worker = self.chance.choice(place.workers)
        taken_at = came_at + timedelta(minutes=self.chance.randint(3, 25))
        if taken_at < now():
            visit |= {"taken_at": taken_at, "taken_by_id": worker.id}
            taken = (taken_at, Event.VISIT_TAKEN, worker.id, place.id)
            self.acts.append(Act(*taken, None, visit["id"], "taken"))


def receive(writer: Writer, world: World, n_cases: int, chance: Random) -> list[Act]:
    """Some dozens, more where there are more files; the last ones came this morning and wait."""
    counter = Counter(writer, world, chance)
    clerk = next(one for place in world.places for one in place.staff if one.role is Role.RECEPTION)
    moments = sorted(moments_of(min(max(n_cases // 4, FEWEST), MOST), chance))
    for came_at in moments:
        counter.keep(clerk, came_at, is_waiting=False)
    for number in range(WAIT_TODAY):
        came_at = max(start_of(today()), now() - timedelta(minutes=9 * number + 4))
        counter.keep(clerk, came_at, is_waiting=True)
    return counter.acts


def moments_of(n: int, chance: Random) -> Iterator[datetime]:
    """In the hours of work of working days; never later than now."""
    for _visit in range(n):
        day = today() - timedelta(days=chance.randint(1, WEEKS * 7))
        day -= timedelta(days=max(0, day.weekday() - SATURDAY + 1))
        yield start_of(day) + timedelta(minutes=chance.randint(OPENS_AT, SHUTS_AT))
