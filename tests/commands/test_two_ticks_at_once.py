"""Two processes that run `flask tick` at the same moment do together what one does alone."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from casework.audit.verify import verify_all
from casework.core.clock import now
from casework.core.extensions import db
from casework.demonstration.seeding import fill
from tests.conftest import empty_database

ROOT = Path(__file__).parents[2]
N_CASES, LATER = 30, timedelta(days=45)  # after so long much of what is open is due
AT_THE_SIGNAL = """
import sys
from datetime import datetime
from casework import create_app
from casework.core import clock
from config import from_environment
app, moment = create_app(from_environment()), datetime.fromisoformat(sys.argv[1])
clock.source = lambda: moment
print("ready", flush=True)
sys.stdin.readline()
done = app.test_cli_runner().invoke(args=["tick"])
print(done.output)
sys.exit(done.exit_code)
"""


def once(app: Flask) -> Counter[str]:
    """What the command says that it did, run here."""
    return told(app.test_cli_runner().invoke(args=["tick"]).output)


def told(output: str) -> Counter[str]:
    lines = (line.split(" ", 1) for line in output.splitlines() if line)
    return +Counter({what: int(n) for n, what in lines})


def twice_at_once(app: Flask, moment: datetime) -> Counter[str]:
    """What two processes say together that they did."""
    address = db.engine.url.render_as_string(hide_password=False)
    given = {"CASEWORK_DATABASE_URL": address, "CASEWORK_KEY_DIR": str(app.config["KEY_DIR"])}
    surroundings = os.environ | given | {"CASEWORK_DEMONSTRATION": "1"}
    command = [sys.executable, "-c", AT_THE_SIGNAL, moment.isoformat()]
    db.session.remove()
    processes = [
        subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _n in range(2)
    ]
    assert [process.stdout and process.stdout.readline() for process in processes] == ["ready\n"] * 2
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    return told(outputs[0]) + told(outputs[1])


def rows() -> dict[str, int]:
    """How many each table holds."""
    counts = {
        name: sa.select(sa.func.count()).select_from(table) for name, table in db.metadata.tables.items()
    }
    return {name: db.session.scalars(count).one() for name, count in counts.items()}


def test_two_at_once_do_what_one_does(app: Flask, set_time: Callable[..., None]) -> None:
    begins = now()
    found = []
    for act in (once, partial(twice_at_once, moment=begins + LATER)):
        set_time(begins)
        empty_database()
        fill(N_CASES, 1, is_done=lambda _n: None)
        before = rows()
        set_time(begins + LATER)
        said, after = act(app), rows()
        found.append((said, {name: after[name] - before[name] for name in after}))

    assert len(found[0][0]) > 5  # kinds of things
    assert found[0] == found[1]
    assert not once(app)
    assert all(verdict.is_sound for verdict in verify_all())
