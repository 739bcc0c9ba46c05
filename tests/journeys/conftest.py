"""A demonstration that is served, and people who work on it in a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from casework.keys.__main__ import create as create_keys
from tests.journeys.person import Person

ROOT = Path(__file__).parents[2]
ELSEWHERE = "/static/img/mark.svg"  # stands for the neutral site that the quick exit leads to
HOW_TO = "No Chromium found: install one (Debian: apt install chromium) to run the journeys."
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]


def chromium_path() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = chromium_path()
    if path is None:
        if os.environ.get("CASEWORK_REQUIRE_BROWSER") == "1":
            pytest.fail(HOW_TO)
        pytest.skip(HOW_TO)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[str]:
    """The address of a demonstration of its own, served as `make run` serves it."""
    folder = tmp_path_factory.mktemp("demonstration")
    create_keys(folder / "keys")
    port = free_port()
    settings = {
        "CASEWORK_DEMONSTRATION": "1",
        "CASEWORK_DATABASE_URL": f"sqlite:///{folder}/casework.db",
        "CASEWORK_KEY_DIR": str(folder / "keys"),
        "CASEWORK_EXIT_URL": f"http://127.0.0.1:{port}{ELSEWHERE}",
    }
    environment = os.environ | settings
    flask = [sys.executable, "-m", "flask"]
    for command in (["db", "upgrade"], ["demo", "--cases", "60"]):
        subprocess.run([*flask, *command], check=True, cwd=ROOT, env=environment, capture_output=True)
    serve = [sys.executable, "-m", "waitress", "--listen", f"127.0.0.1:{port}", "wsgi:app"]
    with open(folder / "server.log", "w") as log:
        process = subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(f"{address}/sign-in")
            yield address
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer")


@pytest.fixture
def someone(chromium: Browser, server: str) -> Iterator[Callable[..., Person]]:
    """`someone("username", language="fr", width=360)`: a person signed in, in a browser of her own."""
    people: list[Person] = []

    def come(username: str | None = None, **how: object) -> Person:
        person = Person(chromium, server, **how)  # type: ignore[arg-type]
        people.append(person)
        if username:
            person.sign_in(username)
        return person

    yield come
    for person in people:
        person.leave()
