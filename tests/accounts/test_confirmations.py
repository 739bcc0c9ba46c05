"""One person asks, another confirms: nobody gets to read files otherwise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.accounts import services
from casework.accounts.confirming import waiting_for
from casework.accounts.models import OneTimeCode, Position, User
from casework.audit.models import AuditEntry
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.organisation.models import Cell
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import CellFactory

NEW = "vert tortue parapluie lune"
SetTime = Callable[[datetime], None]


@pytest.fixture
def administrator(app: Flask) -> User:
    user: User = UserFactory(administrator=True)
    return user


@pytest.fixture
def cell(app: Flask) -> Cell:
    made: Cell = CellFactory()
    return made


@pytest.fixture
def supervisor(cell: Cell) -> User:
    user: User = UserFactory(supervisor=True, cell=cell)
    return user


def asks(user: User, role: Role, cell: Cell, by: User) -> Position:
    position = services.propose_role(user, role, cell, by=by)
    commit()
    return position


def newcomer(**more: Any) -> User:
    """Somebody with an account and no right to read."""
    user: User = UserFactory(dpo=True, **more)
    return user


def details_of(event: str) -> list[str | None]:
    return [entry.detail for entry in db.session.query(AuditEntry).filter_by(event=event)]


def test_the_supervisor_of_the_cell_confirms(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    user = newcomer()
    position = asks(user, Role.SOCIAL_WORKER, cell, administrator)
    UserFactory(supervisor=True)  # of another cell
    browser.sign_in(supervisor)
    page = browser.open("accounts.confirmations")
    assert user.name_lat in page.text
    assert browser.post("accounts.confirm", item_id=position.id).messages == ["Confirmed."]

    assert user.has_role(Role.SOCIAL_WORKER)
    assert position.confirmed_by_id == supervisor.id
    assert "Nothing waits for you" in browser.open("accounts.confirmations").text
    assert browser.post("accounts.confirm", item_id=position.id).status == 409
    assert browser.post("accounts.decline", item_id=position.id).status == 409
    assert user.has_role(Role.SOCIAL_WORKER)


def test_what_is_declined_never_counts(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    user = newcomer()
    position = asks(user, Role.SPECIALIST, cell, administrator)
    browser.sign_in(supervisor)
    browser.post("accounts.decline", item_id=position.id)

    assert not user.has_role(Role.SPECIALIST)
    assert user.waiting_positions == []
    assert browser.post("accounts.confirm", item_id=position.id).status == 409
    assert details_of("role.declined") == ["specialist"]


def test_others_neither_see_nor_decide(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    user = newcomer()
    position = asks(user, Role.SOCIAL_WORKER, cell, administrator)
    for stranger, status in (
        (UserFactory(supervisor=True), 409),
        (UserFactory(cell=cell), 403),
        (administrator, 403),
    ):
        browser.sign_in(stranger)
        assert user.name_lat not in browser.open("accounts.confirmations").text
        assert browser.post("accounts.confirm", item_id=position.id).status == status
        assert browser.post("accounts.confirm", item_id=new_id()).status == status
        browser.post("accounts.sign_out")
    assert position.is_waiting


def test_the_deputy_confirms_what_concerns_the_supervisor(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    deputy = UserFactory(cell=cell)
    cell.deputy_id = deputy.id
    other = UserFactory(supervisor=True)
    position = asks(supervisor, Role.SPECIALIST, cell, administrator)

    assert [len(waiting_for(user).positions) for user in (supervisor, deputy, other)] == [0, 1, 0]
    browser.sign_in(deputy)
    browser.post("accounts.confirm", item_id=position.id)
    assert supervisor.has_role(Role.SPECIALIST)


def test_a_deputy_who_left_the_cell_confirms_nothing(
    administrator: User, supervisor: User, cell: Cell
) -> None:
    deputy = UserFactory(cell=cell)
    cell.deputy_id = deputy.id
    deputy.positions[0].until_at = now()
    other = UserFactory(supervisor=True)
    asks(supervisor, Role.SPECIALIST, cell, administrator)

    assert [len(waiting_for(user).positions) for user in (deputy, other)] == [0, 1]


def test_a_cell_without_supervisor_is_helped_by_another(administrator: User, supervisor: User) -> None:
    disabled = UserFactory(supervisor=True, disabled_at=now())
    asks(newcomer(), Role.SUPERVISOR, CellFactory(), administrator)

    assert len(waiting_for(supervisor).positions) == 1
    assert len(waiting_for(disabled).positions) == 0


def test_the_first_supervisor_is_named_by_the_administrator_alone(administrator: User, cell: Cell) -> None:
    first, second = newcomer(), newcomer()
    asks(first, Role.SUPERVISOR, cell, administrator)
    position = asks(second, Role.SOCIAL_WORKER, cell, administrator)

    assert first.has_role(Role.SUPERVISOR)
    assert details_of("role.confirmed") == ["alone"]
    assert position.is_waiting
    assert [p.id for p in waiting_for(first).positions] == [position.id]


def test_ending_the_supervisors_does_not_let_the_administrator_decide_alone(
    app: Flask, set_time: SetTime
) -> None:
    start = datetime(2026, 11, 23, 10, tzinfo=UTC)
    set_time(start)
    cell, administrator = CellFactory(), UserFactory(administrator=True)
    supervisor = UserFactory(supervisor=True, cell=cell)
    services.end_role(supervisor.positions[0], by=administrator)
    early = asks(newcomer(), Role.SUPERVISOR, cell, administrator)
    set_time(start + timedelta(days=8))
    late = asks(newcomer(), Role.SUPERVISOR, cell, administrator)

    assert (early.is_waiting, late.is_waiting) == (True, False)


def test_a_new_code_of_somebody_who_reads_files_waits(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    worker = UserFactory(cell=cell)
    code, waits = services.reset(worker, by=administrator, key=new_id())
    commit()
    answers = {"username": worker.username, "code": code, "password": NEW, "again": NEW}

    assert waits
    assert Browser(browser.app).submit("accounts.activate", answers).status == 422
    browser.sign_in(supervisor)
    item = waiting_for(supervisor).codes[0]
    browser.post("accounts.confirm", item_id=item.id)
    assert Browser(browser.app).submit("accounts.activate", answers).status == 200
    Browser(browser.app).sign_in(worker, NEW)


def test_a_declined_code_opens_nothing(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    worker = UserFactory(cell=cell)
    code, _waits = services.reset(worker, by=administrator, key=new_id())
    commit()
    browser.sign_in(supervisor)
    browser.post("accounts.decline", item_id=waiting_for(supervisor).codes[0].id)
    answers = {"username": worker.username, "code": code, "password": NEW, "again": NEW}

    assert Browser(browser.app).submit("accounts.activate", answers).status == 422
    Browser(browser.app).sign_in(worker)


def test_a_code_of_somebody_who_reads_nothing_works_at_once(administrator: User, supervisor: User) -> None:
    _code, waits = services.reset(newcomer(), by=administrator, key=new_id())

    assert not waits


def test_a_supervisors_own_code_is_confirmed_by_another(
    administrator: User, supervisor: User, cell: Cell
) -> None:
    deputy = UserFactory(cell=cell)
    cell.deputy_id = deputy.id
    services.reset(supervisor, by=administrator, key=new_id())
    commit()

    assert [len(waiting_for(user).codes) for user in (supervisor, deputy)] == [0, 1]


def test_a_new_code_ends_the_one_before(
    browser: Browser, administrator: User, supervisor: User, cell: Cell
) -> None:
    worker = UserFactory(cell=cell)
    browser.sign_in(administrator)
    form = browser.open("accounts.show_account", user_id=worker.id).hidden
    for _click in range(2):
        page = browser.visit("POST", "accounts.issue_code", form, user_id=worker.id)
    assert page.heading == worker.name_lat
    assert db.session.query(OneTimeCode).count() == 1
    page = browser.post("accounts.issue_code", {"form_key": str(new_id())}, user_id=worker.id)

    assert "once the supervisor has confirmed it" in page.text
    assert len(waiting_for(supervisor).codes) == 1


def test_the_page_costs_the_same_for_many(
    browser: Browser, administrator: User, supervisor: User, cell: Cell, statements: list[str]
) -> None:
    for _n in range(12):
        asks(newcomer(), Role.SOCIAL_WORKER, cell, administrator)
        services.reset(UserFactory(cell=cell), by=administrator, key=new_id())
    commit()
    browser.sign_in(supervisor)
    statements.clear()
    page = browser.open("accounts.confirmations")

    assert len(page.texts(".rows li")) == 24
    assert len(statements) <= 8, statements


def test_choosing_a_new_password_with_a_code_ends_open_sessions(
    browser: Browser, administrator: User, supervisor: User
) -> None:
    user = newcomer()
    browser.sign_in(user)
    code, _waits = services.reset(user, by=administrator, key=new_id())
    commit()
    answers = {"username": user.username, "code": code, "password": NEW, "again": NEW}
    Browser(browser.app).submit("accounts.activate", answers)

    assert browser.visit("GET", "accounts.own_account", follow=False).status == 302


def test_a_code_is_good_for_a_day(
    browser: Browser, administrator: User, supervisor: User, set_time: SetTime
) -> None:
    user = newcomer()
    code, _waits = services.reset(user, by=administrator, key=new_id())
    commit()
    set_time(now() + timedelta(hours=24, minutes=1))
    answers = {"username": user.username, "code": code, "password": NEW, "again": NEW}

    assert browser.submit("accounts.activate", answers).status == 422
    named = browser.submit("accounts.activate", dict.fromkeys(answers, "")).texts(".error-summary li")
    assert [text.split(":")[0] for text in named] == [
        "User name",
        "One-time code",
        "New password",
        "The same password again",
    ]
