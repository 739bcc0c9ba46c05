"""gunicorn as it runs in service, 2 × 4, on a free port: how soon it answers, and what its workers weigh."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.database import ROOT
from bench.visitor import HOST, Visitor

OPTIONS = ("--workers", "2", "--worker-class", "gthread", "--threads", "4", "--no-control-socket")
PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    seconds_to_start: float

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def mebibytes_a_worker(self) -> float | None:
        """The heaviest worker's share of memory (PSS); None where the system does not tell."""
        return max(filter(None, map(weight, self.workers)), default=None)


def weight(pid: int) -> float | None:
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    found = re.search(r"^Pss:\s+(\d+) kB", rollup.read_text(), re.MULTILINE) if rollup.exists() else None
    return int(found[1]) / 1024 if found else None


@contextmanager
def running(application: str, path: str, settings: dict[str, str]) -> Iterator[Server]:
    """Serve this application until the block ends; `path` is what must answer before the block begins."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", *OPTIONS]
    started = time.perf_counter()
    process = subprocess.Popen([*command, "--log-level", "warning"], cwd=ROOT, env=os.environ | settings)
    try:
        wait_for(port, path, process)
        yield Server(port, process.pid, time.perf_counter() - started)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def wait_for(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), closing(Visitor(port)) as visitor:
            if visitor.get(path).status == 200:
                return
        time.sleep(0.05)
    sys.exit("The server did not answer in time.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
