"""Several people, or one impatient one, who send at the same moment."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, url_for

from casework.core import database
from casework.core.extensions import db
from tests.browser import Browser

AT_ONCE = 8


@contextmanager
def patient(app: Flask) -> Iterator[None]:
    """SQLite waits for its turn, as it does in service, instead of saying at once that it is busy."""
    kept = app.config["SQLITE_BUSY_MS"]
    app.config["SQLITE_BUSY_MS"] = 20_000
    db.engine.dispose()
    yield
    app.config["SQLITE_BUSY_MS"] = kept
    db.session.remove()
    db.engine.dispose()


def all_at_once(app: Flask, send: Callable[[int], Any], n: int = AT_ONCE) -> list[Any]:
    """What each of n calls gives, all begun together in threads of their own."""
    db.session.commit()
    db.session.remove()
    together = threading.Barrier(n)
    answers: list[Any] = [None] * n

    def call(number: int) -> None:
        together.wait()
        answers[number] = send(number)

    with patient(app):
        threads = [threading.Thread(target=call, args=(number,)) for number in range(n)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return answers


def answers_to(browser: Browser, endpoint: str, filled: list[dict[str, str]], **values: Any) -> list[Any]:
    """The answers to several posts, sent at once by whoever is signed in here."""
    app, cookie = browser.app, browser.client.get_cookie("sid")
    assert cookie
    with app.test_request_context():
        address = url_for(endpoint, **values)
    database.set_may_write(True)

    def post(number: int) -> Any:
        client = app.test_client()
        client.set_cookie("sid", cookie.value)
        return client.post(address, data=filled[number], headers={"Accept-Language": "en"})

    return all_at_once(app, post, len(filled))
