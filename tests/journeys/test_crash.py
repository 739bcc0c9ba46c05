"""Server processes are killed while notes are saved: what was acknowledged is there, and the log is sound."""

import http.client
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from bench import server
from bench.tasks import NOTE, WORKER, Day
from bench.visitor import Refused, Visitor
from casework import create_app
from casework.audit.verify import verify_all
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.demonstration.seeding import fill
from casework.demonstration.world import PASSWORD
from casework.followup.models import Note
from config import for_a_test
from tests.conftest import KINDS, fresh_database

WRITERS, KILLS, PATIENCE = 4, 3, 60  # seconds
LOST = (OSError, http.client.HTTPException, Refused)  # no answer, or a refusal: nothing was acknowledged


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.config.getoption("--database") not in ("both", request.param):
        pytest.skip("not asked for")
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/crash.db"
        return
    yield from fresh_database(request.getfixturevalue("postgres"), "casework_crash")


@pytest.fixture
def filled(address: str, key_dir: Path) -> Iterator[Flask]:
    application = create_app(for_a_test(address, key_dir))
    with application.app_context():
        db.create_all()
        fill(40, 1, is_done=lambda _n: None)
        db.session.remove()
        yield application
        db.session.remove()
        db.engine.dispose()


class Writer(threading.Thread):
    """Saves one note after another, and remembers those that the service said it had saved."""

    def __init__(self, port: int, number: int, is_over: threading.Event) -> None:
        super().__init__()
        self.port, self.number, self.is_over = port, number, is_over
        self.acknowledged: list[str] = []
        self.n_lost = 0

    def run(self) -> None:
        with closing(Visitor(self.port)) as visitor:
            visitor.sign_in(WORKER, PASSWORD)
            self.write(visitor, Day(visitor).files)

    def write(self, visitor: Visitor, files: list[str]) -> None:
        while not self.is_over.is_set():
            text = f"note {self.number}-{len(self.acknowledged)}-{self.n_lost}"
            path = f"{files[len(self.acknowledged) % len(files)]}/notes/new"
            try:
                visitor.fill_in(path, NOTE | {"text": text, "happened_on": short_day(today())})
                self.acknowledged.append(text)
            except LOST:
                self.n_lost += 1
                visitor.close()


def write_and_kill(settings: dict[str, str]) -> list[Writer]:
    is_over = threading.Event()
    with server.running("wsgi:app", "/sign-in", settings) as service:
        writers = [Writer(service.port, number, is_over) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        for kill in range(KILLS):
            wait_for_notes(writers, (kill + 1) * WRITERS * 2)
            os.kill(service.workers[0], signal.SIGKILL)
        wait_for_notes(writers, (KILLS + 1) * WRITERS * 2)
        is_over.set()
        for writer in writers:
            writer.join()
    return writers


def wait_for_notes(writers: list[Writer], number: int) -> None:
    """Until so many were acknowledged, however slow the machine; not for ever."""
    until = time.monotonic() + PATIENCE
    while sum(len(writer.acknowledged) for writer in writers) < number and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.usefixtures("filled")
def test_killing_workers_loses_nothing_that_was_acknowledged(address: str, key_dir: Path) -> None:
    settings = {
        "CASEWORK_DATABASE_URL": address,
        "CASEWORK_KEY_DIR": str(key_dir),
        "CASEWORK_DEMONSTRATION": "1",
    }
    writers = write_and_kill(settings)
    acknowledged = {text for writer in writers for text in writer.acknowledged}
    kept = Counter(note.text for note in db.session.query(Note) if note.text.startswith("note "))

    assert len(acknowledged) > WRITERS * KILLS, "too little was written to tell"
    assert acknowledged - kept.keys() == set()
    assert [text for text, n in kept.items() if n > 1] == []
    assert all(verdict.is_sound for verdict in verify_all())
