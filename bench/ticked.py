"""One run of `flask tick` that watches itself; its last line is what it found, as JSON."""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, event

from casework.audit import trail
from casework.commands.tick import DUE
from casework.core import clock, database
from casework.core.extensions import db

KIBIBYTES_A_MEBIBYTE = 1024


class Watch:
    """How long each transaction that may write was open."""

    def __init__(self) -> None:
        self.act, self.longest, self.longest_in = "", 0.0, ""
        self.began: dict[Connection, float] = {}

    def begin(self, connection: Connection) -> None:
        if database._may_write.get():
            self.began[connection] = perf_counter()

    def end(self, connection: Connection) -> None:
        taken = perf_counter() - self.began.pop(connection, perf_counter())
        if taken > self.longest:
            self.longest, self.longest_in = taken, self.act


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    for what, act in (("begin", watch.begin), ("commit", watch.end), ("rollback", watch.end)):
        event.listen(db.engine, what, act)
    yield


def main(days: int) -> dict[str, Any]:
    clock.source = lambda: datetime.now(UTC) + timedelta(days=days)
    from wsgi import app

    watch, n_done, started = Watch(), 0, perf_counter()
    with app.app_context(), watched(watch):
        for what, act in DUE:
            watch.act, since = what, perf_counter()
            n_done += act()
            trail.append_entries()
            db.session.commit()
            print(f"{perf_counter() - since:8.2f} s  {what}", file=sys.stderr)
    return {
        "seconds": perf_counter() - started,
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_MEBIBYTE,
        "longest": watch.longest * 1000,
        "longest_in": watch.longest_in,
        "n_done": n_done,
    }


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
