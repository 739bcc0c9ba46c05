"""The log shows when somebody tampered with it, and no two entries follow the same one."""

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.audit import trail
from casework.audit.models import AuditEntry, Event
from casework.audit.verify import verify
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.factories.base import commit
from tests.factories.organisation import the_directorate

ENTRIES: Any = AuditEntry.__table__


def some_entries(n: int) -> Any:
    directorate = the_directorate()
    for _ in range(n):
        trail.record(Event.LIST_VIEWED, directorate_id=directorate.id, object_id=new_id(), detail="files")
    commit()
    return directorate.id


def change(statement: Any) -> None:
    db.session.execute(statement)
    db.session.commit()


def test_an_untouched_chain_is_sound(app: Flask) -> None:
    verdict = verify(some_entries(25))

    assert (verdict.is_sound, verdict.n_entries) == (True, 25)


@pytest.mark.parametrize("column", ["event", "detail", "actor_id", "object_id", "hash", "previous"])
def test_a_changed_entry_is_named(app: Flask, column: str) -> None:
    directorate_id = some_entries(9)
    other: Any = new_id() if column.endswith("_id") else b"x" if column in ("hash", "previous") else "other"
    change(ENTRIES.update().where(ENTRIES.c.seq == 4).values({column: other}))

    assert verify(directorate_id).first_bad_seq == 4


def test_a_deleted_entry_is_named(app: Flask) -> None:
    directorate_id = some_entries(9)
    change(ENTRIES.delete().where(ENTRIES.c.seq == 5))

    assert verify(directorate_id).first_bad_seq == 5


def test_two_entries_swapped_are_named(app: Flask) -> None:
    directorate_id = some_entries(9)
    for before, after in ((3, 1000), (4, 3), (1000, 4)):
        change(ENTRIES.update().where(ENTRIES.c.seq == before).values(seq=after))

    assert verify(directorate_id).first_bad_seq == 3


def test_an_inserted_entry_is_named(app: Flask) -> None:
    directorate_id = some_entries(3)
    last = dict(db.session.execute(sa.select(ENTRIES).where(ENTRIES.c.seq == 3)).mappings().one())
    change(ENTRIES.insert().values(last | {"id": new_id(), "seq": 4, "previous": last["hash"]}))

    assert verify(directorate_id).first_bad_seq == 4


def test_entries_written_at_once_form_one_chain(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    directorate_id = some_entries(1)
    monkeypatch.setitem(app.config, "SQLITE_BUSY_MS", 20_000)
    db.session.rollback()
    db.engine.dispose()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            with app.app_context():
                for _ in range(10):
                    trail.record(Event.LIST_VIEWED, directorate_id=directorate_id)
                    commit()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not failures
    assert verify(directorate_id).n_entries == 81
