"""What time brings is done in short transactions, however much there is of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from casework.audit import batches
from casework.audit.batches import in_batches
from casework.core.database import WriteWhileReading
from casework.core.extensions import db
from tests.factories.organisation import CellFactory


def counting(what: str) -> Callable[[], int]:
    """How often the database was asked to do this from now on."""
    seen: list[object] = []
    event.listen(db.engine, what, seen.append)
    return lambda: len(seen)


def ask(*_anything: Any) -> None:
    """A statement, so that there is a transaction to end."""
    db.session.execute(text("SELECT 1"))


def five() -> range:
    ask()
    return range(5)


def test_a_transaction_holds_a_few_changes(app: Flask) -> None:
    n_commits = counting("commit")

    assert in_batches(five, ask, size=2) == 5
    assert n_commits() == 4  # one that reads, and three


def test_a_slow_change_ends_its_transaction(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(1_000))
    monkeypatch.setattr(batches, "monotonic", lambda: next(seconds))
    kept: list[int] = []
    monkeypatch.setattr(batches, "keep", lambda: kept.append(1))

    in_batches(lambda: range(5), lambda _n: None)

    assert len(kept) == 6


def test_what_was_no_longer_due_is_not_counted(app: Flask) -> None:
    assert in_batches(lambda: (1, 2, 3), lambda n: n != 2) == 2
    assert in_batches(lambda: (1, 2), lambda n: 10 * n) == 30


def test_what_is_due_is_found_without_writing(app: Flask) -> None:
    cell = CellFactory()

    def find() -> list[int]:
        cell.name_fr = "changed"
        db.session.flush()
        return []

    with pytest.raises(WriteWhileReading):
        in_batches(find, lambda _thing: None)
