"""`flask tick` does what time brings, and nothing more when it runs again."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from casework.audit.models import AuditEntry
from casework.commands.tick import DUE
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.intake.models import Draft
from casework.intake.services.drafts import begin
from casework.reports.models import DailyFigure
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory


def tick(app: Flask) -> list[str]:
    result = app.test_cli_runner().invoke(args=["tick"])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def n_entries() -> int:
    return db.session.query(AuditEntry).count()


def test_an_empty_database_has_nothing_due(app: Flask) -> None:
    assert [line.split()[0] for line in tick(app)] == ["0"] * len(DUE)


def test_what_is_due_is_done_once(app: Flask, set_time: Callable[..., None]) -> None:
    worker, moment = UserFactory(), now()
    begin(worker.cells[0], worker, form_key=new_id(), typed={"seen_alone": ["yes"]})
    CaseFactory(worker=worker, days_ago=10)
    commit()
    set_time(moment + timedelta(hours=30))

    assert tick(app)[0] == "1 interview drafts of more than a day deleted"
    n_lines, done = db.session.query(DailyFigure).count(), n_entries()
    assert (db.session.query(Draft).count(), n_lines > 10) == (0, True)

    assert tick(app)[0] == "0 interview drafts of more than a day deleted"
    assert (n_entries(), db.session.query(DailyFigure).count()) == (done, n_lines)
