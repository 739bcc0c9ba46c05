"""What time brings, done in short transactions: nobody who works at that moment waits for it."""

from collections.abc import Callable, Iterable
from itertools import islice
from time import monotonic
from typing import Any

from casework.audit import trail
from casework.core import database
from casework.core.extensions import db
from casework.keys.ring import loaded_keys

SIZE = 100  # changes in one transaction at most
HELD = 0.1  # seconds after which a transaction ends, whatever is left; one change more may pass it


def in_batches(
    find: Callable[[], Iterable[Any]], act: Callable[[Any], int | None], *, size: int = SIZE
) -> int:
    """Do one act for each thing found (an id, say), and say for how many it was done.

    What is due is found in a reading transaction. By the time of the act it may have changed: `act` looks
    again, under its own lock, and may say how much was done: False when there was nothing to do any more. Run
    twice at once, the second finds nothing left.
    """
    db.session.commit()  # what was asked before may have begun a transaction that writes
    with database.may_write(False):
        waiting = iter(list(find()))
        db.session.commit()
    n_done = 0
    while batch := list(islice(waiting, size)):
        n_done += do_in_one(batch, act)
    return n_done


def do_in_one(batch: list[Any], act: Callable[[Any], int | None]) -> int:
    """One transaction, or as many as keep each of them short."""
    n_done, began = 0, monotonic()
    for thing in batch:
        n_done += 1 if (n := act(thing)) is None else n
        if monotonic() - began > HELD:
            keep()
            began = monotonic()
    keep()
    return n_done


def keep() -> None:
    trail.append_entries()
    db.session.commit()
    loaded_keys().clear()  # opened for this transaction alone
