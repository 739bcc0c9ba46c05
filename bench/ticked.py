"""One run of `flask tick` that watches itself; its last line is what it found, as JSON."""

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import Connection, event, func, update

from casework.accounts.models import User
from casework.audit import trail
from casework.commands.tick import DUE
from casework.core import clock, database
from casework.core.extensions import db
from casework.notices import mailing

KIBIBYTES_A_MEBIBYTE = 1024


class Watch:
    """How long each transaction that may write was open, until all of it was on the disk."""

    def __init__(self) -> None:
        self.act, self.longest, self.longest_in = "", 0.0, ""
        self.began: dict[Any, float] = {}

    def begin(self, connection: Connection) -> None:
        if database._may_write.get():
            self.began[connection.connection.dbapi_connection] = perf_counter()

    def end(self, connection: Any, *_record: Any) -> None:
        taken = perf_counter() - self.began.pop(connection, perf_counter())
        if taken > self.longest:
            self.longest, self.longest_in = taken, self.act


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """A transaction is over when its connection comes back: "commit" is said before it is done."""
    event.listen(db.engine, "begin", watch.begin)
    event.listen(db.engine, "checkin", watch.end)
    yield


@contextmanager
def mails_go_nowhere(app: Flask) -> Iterator[None]:
    """Everybody has an address, so that who is written to is found and marked; nothing leaves the machine."""
    app.config.update(SMTP_HOST="mail.example", SMTP_FROM="service@example.ma")
    with patch.object(mailing, "send"):
        address = func.lower(User.username).concat("@example.ma")
        db.session.execute(update(User).values(email=address, wants_digest=True))
        db.session.commit()
        yield


def main(days: int) -> dict[str, Any]:
    clock.source = lambda: datetime.now(UTC) + timedelta(days=days)
    from wsgi import app

    watch, n_done, started = Watch(), 0, perf_counter()
    with app.app_context(), mails_go_nowhere(app), watched(watch):
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
