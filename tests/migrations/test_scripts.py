"""The scripts make the tables that the models describe, take them away again, and survive a killed run."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from casework import create_app
from casework.core.extensions import db
from config import for_a_test
from tests.conftest import KINDS, fresh_database

KILLED = """
import os, sys
from pathlib import Path
import flask_migrate, sqlalchemy as sa
from casework import create_app
from casework.core.extensions import db
from config import for_a_test
n_statements = 0
def die(_connection, _cursor, statement, *_more):
    global n_statements
    n_statements += statement.lstrip().startswith("CREATE")
    if n_statements == 9:
        os._exit(9)
app = create_app(for_a_test(sys.argv[1], Path(sys.argv[2])))
with app.app_context():
    sa.event.listen(db.engine, "before_cursor_execute", die)
    flask_migrate.upgrade()
"""


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Of a database without any table."""
    if request.config.getoption("--database") not in ("both", request.param):
        pytest.skip("not asked for")
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/migrated.db"
        return
    yield from fresh_database(request.getfixturevalue("postgres"), "casework_migrated")


@pytest.fixture
def empty(address: str, key_dir: Path) -> Iterator[Flask]:
    application = create_app(for_a_test(address, key_dir))
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.mark.usefixtures("empty")
def test_up_gives_the_models_and_down_leaves_nothing() -> None:
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)
    flask_migrate.check()

    flask_migrate.downgrade(revision="base")
    assert tables() == set()


@pytest.mark.usefixtures("empty")
def test_a_run_killed_half_way_leaves_nothing_and_runs_again(address: str, key_dir: Path) -> None:
    killed = [sys.executable, "-c", KILLED, address, str(key_dir)]
    assert subprocess.run(killed, capture_output=True).returncode == 9
    assert tables() == set()

    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)


@pytest.mark.usefixtures("empty")
def test_sqlite_checks_foreign_keys_again_after_migrating() -> None:
    flask_migrate.upgrade()
    if db.engine.dialect.name == "sqlite":
        assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1


def test_scripts_do_not_import_the_application() -> None:
    scripts = list((Path(__file__).parents[2] / "casework/migrations/versions").glob("*.py"))
    assert scripts
    assert [script.name for script in scripts if "casework" in script.read_text()] == []
