"""`flask audit verify` tells how long each chain is, and names the first entry that does not fit."""

from flask import Flask
from sqlalchemy import update

from casework.audit.models import AuditEntry
from casework.core.extensions import db
from tests.factories.organisation import CellFactory


def verify(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    return result.exit_code, result.output


def test_a_sound_chain_is_counted_and_its_head_shown(app: Flask) -> None:
    CellFactory(), CellFactory()
    newest = db.session.query(AuditEntry).order_by(AuditEntry.seq.desc()).first()
    assert newest

    assert verify(app) == (
        0,
        f"chain {newest.directorate_id}: {newest.seq} entries, sound, head {newest.hash.hex()}\n",
    )


def test_a_changed_entry_is_named(app: Flask) -> None:
    CellFactory(), CellFactory()
    db.session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(event="case.opened"))
    db.session.commit()
    status, printed = verify(app)

    assert status == 1
    assert "entry 2 is the first bad one: its content was changed" in printed


def test_an_empty_database_has_no_chain(app: Flask) -> None:
    assert verify(app) == (0, "There is no chain yet.\n")
