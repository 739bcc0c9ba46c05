"""However much is due, no transaction of `flask tick` that writes grows with it: pages wait for none."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.accounts.models import User
from casework.audit import batches, trail
from casework.commands.tick import DUE
from casework.core.clock import CASABLANCA, now
from casework.core.database import _may_write
from casework.core.extensions import db
from casework.demonstration.seeding import fill
from casework.digests.models import Digest
from casework.organisation.models import Cell
from casework.programmes.deadlines import is_working_day
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.mailbox import Server

N_CASES, LATER = 30, timedelta(days=45)  # after so long much of what is open is due
MOST = 30  # statements of one change with its notices, its task and its entries in the log


@pytest.fixture
def transactions(app: Flask) -> Iterator[list[int]]:
    """How many statements each transaction had that might have written."""
    counts: list[int] = [0]
    may_write = {"now": False}

    def begin(_connection: Any) -> None:
        may_write["now"] = _may_write.get()
        counts.append(0)

    def count(*_statement: Any) -> None:
        counts[-1] += may_write["now"]

    sa.event.listen(db.engine, "begin", begin)
    sa.event.listen(db.engine, "before_cursor_execute", count)
    yield counts
    sa.event.remove(db.engine, "begin", begin)
    sa.event.remove(db.engine, "before_cursor_execute", count)


def a_day(*, is_off: bool) -> datetime:
    """At ten in the morning, when much of what is open now is due."""
    moment = (now() + LATER).astimezone(CASABLANCA).replace(hour=10)
    while is_working_day(moment.date()) is is_off:
        moment += timedelta(days=1)
    return moment


def longest_of(transactions: list[int]) -> dict[str, int]:
    """For each thing that is done the statements of its longest transaction."""
    longest = {}
    for what, act in DUE:
        transactions[:] = [0]
        act()
        trail.append_entries()
        db.session.commit()
        longest[what] = max(transactions)
    return longest


def test_no_transaction_grows(
    app: Flask,
    server: Server,
    transactions: list[int],
    set_time: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each change is kept at once here, as if it had taken the tenth of a second that it may."""
    monkeypatch.setattr(batches, "HELD", -1)
    fill(N_CASES, 1, is_done=lambda _n: None)
    UserFactory.create_batch(MOST, cell=db.session.query(Cell).first())
    for user in db.session.query(User):
        user.email, user.wants_digest = f"{user.username}@example.ma", True
    commit()
    working, off = a_day(is_off=False), a_day(is_off=True)
    for moment in (off, working):
        set_time(moment)
        longest = longest_of(transactions)
        assert max(longest.values()) <= MOST, longest

    assert db.session.query(Digest).count() > 0
