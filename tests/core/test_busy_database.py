"""A locked, full or absent database: a clear page, nothing half-written, no file shown untraced."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from casework.audit.models import AuditEntry
from casework.cases.models import Case, StatedPurpose
from casework.core.clock import today
from casework.core.extensions import db
from casework.followup.models import Note
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else holds the log, and does not let go."""
    db.session.commit()
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DELETE FROM audit_chains WHERE 1 = 0")
        else:
            connection.exec_driver_sql("LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


@contextmanager
def full_disk() -> Iterator[None]:
    """No page more than the database has, and the free ones filled."""
    db.session.commit()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (content)")
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def stop_growth(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={n_pages}")

    sa.event.listen(db.engine, "connect", stop_growth)
    db.engine.dispose()
    for size in (3000, 300, 30, 1):
        with suppress(sa.exc.OperationalError):
            while True:
                with db.engine.begin() as connection:
                    connection.exec_driver_sql(f"INSERT INTO filler VALUES (zeroblob({size}))")
    yield
    sa.event.remove(db.engine, "connect", stop_growth)
    db.session.rollback()
    db.engine.dispose()


@pytest.fixture
def case(browser: Browser) -> Case:
    case = CaseFactory()
    browser.sign_in(UserFactory(supervisor=True, cell=case.cell))
    return case


def n_entries() -> int:
    return db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) or 0


def test_a_change_on_a_locked_database_says_so_and_keeps_nothing(browser: Browser, case: Case) -> None:
    case_id, before = case.id, n_entries()
    form = browser.open("cases.state_purpose", case_id=case_id)
    with locked():
        page = browser.visit(
            "POST", "cases.state_purpose", form.hidden | {"purpose": "a review"}, case_id=case_id
        )

    assert (page.status, page.heading) == (
        503,
        "The service is busy and saved nothing. Try again in a minute.",
    )
    assert page.response.headers["Retry-After"]
    assert db.session.query(StatedPurpose).count() == 0
    assert n_entries() == before


def test_a_file_is_not_shown_when_its_opening_cannot_be_noted(browser: Browser, case: Case) -> None:
    case_id = case.id
    browser.submit("cases.state_purpose", {"purpose": "a review"}, case_id=case_id)
    with locked():
        page = browser.visit("GET", "casefile.show", case_id=case_id)

    assert page.status == 503


def test_a_refusal_that_cannot_be_noted_is_busy_too(browser: Browser, case: Case) -> None:
    other = CaseFactory()
    other_id = other.id
    with locked():
        page = browser.visit("GET", "casefile.show", case_id=other_id)

    assert page.status == 503


def test_a_full_disk_is_a_busy_page_and_reading_goes_on(browser: Browser, case: Case) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite can be given a full disk without one")
    case_id = case.id
    browser.submit("cases.state_purpose", {"purpose": "a review"}, case_id=case_id)
    note = {"kind": "phone", "contact": "made", "text": "ما قالته " * 1500}
    answers = note | form_of(browser, case_id)
    with full_disk():
        page = browser.visit("POST", "followup.add_note", answers, case_id=case_id)
        assert page.status == 503
        assert db.session.query(Note).count() == 0
        assert browser.visit("GET", "accounts.sign_in").status == 200

    answers = note | form_of(browser, case_id)
    assert browser.visit("POST", "followup.add_note", answers, case_id=case_id, follow=False).status == 302


def form_of(browser: Browser, case_id: Any) -> dict[str, str]:
    """The hidden answers and the day that the page proposes; asked for while the disk has room."""
    page = browser.open("followup.add_note", case_id=case_id)
    return page.hidden | {"happened_on": today().strftime("%d/%m/%Y")}


def test_the_sign_in_page_answers_without_a_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Browser(app)
    browser.sign_in(UserFactory())

    def down(_hash: str) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("connection refused"))

    monkeypatch.setattr("casework.accounts.sessions.session_with", down)
    assert browser.visit("GET", "accounts.sign_in").status == 200
    assert browser.visit("GET", "caseload.home", follow=False).status == 503
