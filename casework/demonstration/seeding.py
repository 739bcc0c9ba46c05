"""Fills an empty database: the same seed on the same day gives the same people and the same lives."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

import sqlalchemy as sa

from casework.core.clock import now, start_of, today
from casework.core.extensions import db
from casework.demonstration import chain
from casework.demonstration.ending import live
from casework.demonstration.file import OPENS_AT, SHUTS_AT
from casework.demonstration.opening import open_file
from casework.demonstration.supervising import supervise
from casework.demonstration.unfinished import leave_drafts
from casework.demonstration.visits import receive
from casework.demonstration.world import AT_MOST, MONTHS, YEARS_BEFORE, Founding, World
from casework.demonstration.writer import Writer
from casework.referrals.services.reckoning import reckon
from casework.reports.services import catch_up
from casework.tasks.services import raise_declared

BATCH = 2_000  # files held in memory, and written in one transaction
SATURDAY = 5


def fill(n_cases: int, seed: int, *, is_done: Callable[[int], None]) -> None:
    """`is_done` is told how many files each batch brought."""
    with without_collector():
        world = tell_lives(n_cases, seed, is_done)
    acts = supervise(world, Random(f"{seed}:supervision"))  # noqa: S311
    keep(Writer(Random(seed)), world, acts)  # noqa: S311
    raise_declared()
    catch_up()
    db.session.commit()
    measure_again()


@contextmanager
def without_collector() -> Iterator[None]:
    """Rows hold no circles; looking for some in a million of them takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def tell_lives(n_cases: int, seed: int, is_done: Callable[[int], None]) -> World:
    chance = Random(seed)  # noqa: S311 invented people are no secret
    make_room()
    writer = Writer(chance)
    world = Founding(writer, chance, n_cases).found()
    keep(writer, world, list(world.acts))
    days = opening_days(n_cases, chance)
    for first in range(0, n_cases, BATCH):
        batch = days[first : first + BATCH]
        keep(writer, world, lives(writer, world, batch, f"{seed}:{first}"))
        is_done(len(batch))
    keep(writer, world, leave_drafts(writer, world, chance))
    keep(writer, world, receive(writer, world, n_cases, chance))
    reckon(world.asked)
    db.session.commit()
    return world


def make_room() -> None:
    """SQLite writes a page of an index once for many rows, instead of again and again."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(sa.text(f"PRAGMA cache_size=-{128 * 1024}"))  # KiB
        db.session.execute(sa.text("PRAGMA wal_autocheckpoint=50000"))  # pages


def opening_days(n_cases: int, chance: Random) -> list[date]:
    """In their order, on working days, a little more of them in the recent months.

    Staff does not grow with the archive: what exceeds its work of two years is spread over the years before.
    """
    span, before = MONTHS * 30, YEARS_BEFORE * 365
    recent = [int(span * chance.random() ** 1.2) for _case in range(min(n_cases, AT_MOST))]
    earlier = [span + 1 + int(before * chance.random()) for _case in range(n_cases - len(recent))]
    ages = sorted(recent + earlier, reverse=True)
    days = (today() - timedelta(days=age) for age in ages)
    return [day - timedelta(days=max(0, day.weekday() - SATURDAY + 1)) for day in days]


def lives(writer: Writer, world: World, days: list[date], seed: str) -> list[chain.Act]:
    acts: list[chain.Act] = []
    world.families.clear()  # their rows were sent with the batch before
    shares = [place.share for place in world.places]
    for number, day in enumerate(days):
        writer.chance = chance = Random(f"{seed}:{number}")  # noqa: S311
        place = chance.choices(world.places, shares)[0]
        at_work = start_of(day) + timedelta(minutes=chance.randint(OPENS_AT, SHUTS_AT))
        opened_at = min(at_work, now() - timedelta(minutes=30))
        file = open_file(writer, world, place, opened_at, chance)
        live(file)
        acts += file.settle()
    return acts


def keep(writer: Writer, world: World, acts: list[chain.Act]) -> None:
    """The rows, then their part of the log, in one transaction."""
    writer.send()
    chain.append(writer, world.directorate_id, acts)
    writer.send()
    db.session.commit()


def measure_again() -> None:
    """The planner of either database learns how many rows there are now."""
    connection = db.session.connection()
    connection.execute(sa.text("ANALYZE"))
    db.session.commit()
