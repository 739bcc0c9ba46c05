"""The administrator makes, names, disables and enables accounts, and reads no file."""

import re
from typing import Any

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.accounts import services
from casework.accounts.models import OneTimeCode, Position, User
from casework.audit.models import AuditEntry
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.organisation.models import Cell
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory, DirectorateFactory

NEW = "vert tortue parapluie lune"


@pytest.fixture
def cell(app: Flask) -> Cell:
    """A cell that has its supervisor."""
    made: Cell = CellFactory()
    UserFactory(supervisor=True, cell=made)
    return made


@pytest.fixture
def administrator(browser: Browser, cell: Cell) -> User:
    user: User = UserFactory(administrator=True)
    browser.sign_in(user)
    return user


def answers_for(cell: Cell | None, role: Role = Role.SOCIAL_WORKER, **more: str) -> dict[str, Any]:
    names = {"username": "Ghita.B", "name_ar": "غيثة برادة", "name_lat": "Ghita Berrada"}
    return names | {"role": role.value, "cell_id": str(cell.id) if cell else ""} | more


def code_on(page: Page) -> str:
    found = re.search(r"(?:[2-9A-Z]{5}-){3}[2-9A-Z]{5}", page.text)
    assert found, page.errors
    return found[0]


def activate(app: Flask, username: str, code: str) -> Page:
    answers = {"username": username, "code": code, "password": NEW, "again": NEW}
    return Browser(app).submit("accounts.activate", answers)


def events() -> list[str]:
    return [entry.event for entry in db.session.query(AuditEntry).order_by(AuditEntry.seq)]


def ghita() -> User:
    return db.session.query(User).filter_by(username="ghita.b").one()


def test_a_new_account_gets_a_code_once(browser: Browser, administrator: User, cell: Cell) -> None:
    page = browser.submit("accounts.create_account", answers_for(cell))
    code = code_on(page)

    assert page.heading == "One-time code for Ghita Berrada"
    assert ghita().positions == []
    assert [position.role for position in ghita().waiting_positions] == [Role.SOCIAL_WORKER]
    assert code not in {row.code_hash for row in db.session.query(OneTimeCode)}
    assert activate(browser.app, "ghita.b", code.lower()).messages == [
        "Your password is set. Sign in with it."
    ]
    assert activate(browser.app, "ghita.b", code).status == 422
    newcomer = Browser(browser.app)
    newcomer.sign_in(ghita(), NEW)
    assert newcomer.open("accounts.own_account").status == 200
    assert newcomer.visit("GET", "accounts.confirmations").status == 403
    assert {"account.created", "role.proposed", "code.issued", "password.changed"} <= set(events())


def test_a_form_sent_twice_makes_one_account(browser: Browser, administrator: User, cell: Cell) -> None:
    answers = browser.open("accounts.create_account").hidden | answers_for(cell)
    code_on(browser.visit("POST", "accounts.create_account", answers))
    again = browser.visit("POST", "accounts.create_account", answers)

    assert again.heading == "Ghita Berrada"
    assert "shown once" in again.messages[0]
    assert db.session.query(Position).filter_by(user_id=ghita().id).count() == 1
    assert db.session.query(OneTimeCode).count() == 1


def test_no_administrator_chooses_a_password_or_an_owner(
    browser: Browser, administrator: User, cell: Cell
) -> None:
    extra = {
        "password": NEW,
        "password_hash": NEW,
        "directorate_id": str(new_id()),
        "confirmed_at": "2026-01-01",
    }
    browser.submit("accounts.create_account", answers_for(cell) | extra)

    assert ghita().password_hash is None
    assert ghita().directorate_id == administrator.directorate_id
    assert ghita().positions == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"username": "a b/c"}, "Use from 2 to 40 letters, digits, dots and hyphens."),
        ({"username": "ＴAKEN"}, "This user name belongs to somebody already."),
        ({"name_ar": ""}, "This answer is needed."),
        ({"role": "partner"}, "This role is held for one partner: choose which one."),
        ({"role": "king"}, "Choose one of the answers offered."),
        ({"cell_id": ""}, "This role is held in a cell: choose which one."),
        ({"cell_id": "12"}, "Choose one of the answers offered."),
    ],
)
def test_a_wrong_answer_comes_back(
    browser: Browser, administrator: User, cell: Cell, wrong: dict[str, str], sentence: str
) -> None:
    UserFactory(username="taken")
    page = browser.submit("accounts.create_account", answers_for(cell) | wrong)

    assert page.status == 422
    assert any(sentence in error for error in page.errors)
    assert db.session.query(User).filter_by(username="ghita.b").count() == 0


def test_a_cell_of_another_directorate_is_not_offered(browser: Browser, administrator: User) -> None:
    other = CellFactory(directorate=DirectorateFactory(code="BM"))
    page = browser.submit("accounts.create_account", answers_for(other))

    assert page.status == 422
    assert db.session.query(User).filter_by(username="ghita.b").count() == 0


def test_an_account_of_another_directorate_is_not_to_be_found(browser: Browser, administrator: User) -> None:
    stranger = UserFactory(cell=CellFactory(directorate=DirectorateFactory(code="BM")))
    missing = browser.open("accounts.show_account", user_id=new_id())
    hidden = browser.open("accounts.show_account", user_id=stranger.id)

    assert (hidden.status, hidden.soup.main) == (404, missing.soup.main)
    for endpoint in ("disable_account", "enable_account", "issue_code", "end_sessions"):
        assert browser.post(f"accounts.{endpoint}", user_id=stranger.id).status == 404
    role = stranger.positions[0].id
    mine = UserFactory()
    assert browser.post("accounts.end_role", user_id=stranger.id, position_id=role).status == 404
    assert browser.post("accounts.end_role", user_id=mine.id, position_id=role).status == 404
    assert stranger.name_lat not in browser.open("accounts.list_accounts").text


def test_names_are_changed_and_a_stale_change_shows_both(browser: Browser, administrator: User) -> None:
    user = UserFactory()
    stale = browser.open("accounts.edit_account", user_id=user.id).hidden
    names = {"name_ar": "إيمان", "name_lat": "Imane"}
    assert browser.submit("accounts.edit_account", names, user_id=user.id).messages == [
        "The names are saved."
    ]
    page = browser.visit(
        "POST", "accounts.edit_account", stale | names | {"name_lat": "Iman"}, user_id=user.id
    )

    assert page.status == 409
    assert "Iman" in page.text
    assert "Imane" in page.text
    assert user.name_lat == "Imane"


def test_a_role_that_reads_no_file_counts_at_once(browser: Browser, administrator: User, cell: Cell) -> None:
    user = UserFactory(reception=True, cell=cell)
    answers = {"role": "dpo", "cell_id": str(cell.id)}
    page = browser.submit("accounts.propose_role", answers, user_id=user.id)

    assert page.messages == ["The role counts from now on."]
    assert {(p.role, p.cell_id) for p in user.positions} == {(Role.RECEPTION, cell.id), (Role.DPO, None)}


def test_changing_cells_is_a_new_role_and_the_end_of_the_old_one(
    browser: Browser, administrator: User, cell: Cell
) -> None:
    other, user = CellFactory(), UserFactory(cell=cell)
    form = browser.open("accounts.propose_role", user_id=user.id).hidden
    answers = form | {"role": "social_worker", "cell_id": str(other.id)}
    for _click in range(2):
        page = browser.visit("POST", "accounts.propose_role", answers, user_id=user.id)
        assert page.messages == ["The role waits to be confirmed."]
    old = user.positions[0]
    browser.post("accounts.end_role", user_id=user.id, position_id=old.id)

    assert user.positions == []
    assert [position.cell_id for position in user.waiting_positions] == [other.id]
    assert browser.post("accounts.end_role", user_id=user.id, position_id=old.id).status == 200


def test_nobody_changes_his_own_rights(browser: Browser, administrator: User, cell: Cell) -> None:
    me: dict[str, Any] = {"user_id": administrator.id}
    role = {"role": "director", "cell_id": ""}
    own = administrator.positions[0].id

    assert browser.submit("accounts.propose_role", role, **me).status == 409
    assert browser.post("accounts.end_role", position_id=own, **me).status == 409
    assert browser.post("accounts.disable_account", **me).status == 409
    form = {"form_key": str(new_id())}
    assert browser.post("accounts.issue_code", form, **me).status == 409
    assert "Give a role" not in browser.open("accounts.show_account", **me).text
    assert administrator.roles == {Role.ADMINISTRATOR}


def test_an_administrators_account_never_reads_files(app: Flask, cell: Cell) -> None:
    by, worker = UserFactory(administrator=True), UserFactory(cell=cell)
    second = UserFactory(administrator=True)

    with pytest.raises(RuleBroken):
        services.propose_role(second, Role.SOCIAL_WORKER, cell, by=by)
    with pytest.raises(RuleBroken):
        services.propose_role(worker, Role.ADMINISTRATOR, None, by=by)


def test_a_role_is_held_once_and_where_it_belongs(app: Flask, cell: Cell) -> None:
    by, worker = UserFactory(administrator=True), UserFactory(cell=cell)
    for role, place in ((Role.SOCIAL_WORKER, cell), (Role.SUPERVISOR, None), (Role.DIRECTOR, cell)):
        with pytest.raises(RuleBroken):
            services.propose_role(worker, role, place, by=by)


def test_a_disabled_account_is_out_at_once(browser: Browser, administrator: User, cell: Cell) -> None:
    user, theirs = UserFactory(cell=cell), Browser(browser.app)
    theirs.sign_in(user)
    page = browser.open("accounts.disable_account", user_id=user.id)
    assert "wait to be given to somebody else" in page.text
    assert theirs.visit("GET", "accounts.own_account", follow=False).status == 200
    browser.visit("POST", "accounts.disable_account", page.hidden, user_id=user.id)

    assert theirs.visit("GET", "accounts.own_account", follow=False).status == 302
    assert browser.submit("accounts.propose_role", {"role": "dpo"}, user_id=user.id).status == 409
    assert browser.post("accounts.issue_code", {"form_key": str(new_id())}, user_id=user.id).status == 409
    browser.post("accounts.disable_account", user_id=user.id)
    assert events().count("account.disabled") == 1


def test_an_enabled_account_waits_for_its_role_to_be_confirmed(
    browser: Browser, administrator: User, cell: Cell
) -> None:
    user = UserFactory(cell=cell)
    for _click in range(2):
        browser.post("accounts.disable_account", user_id=user.id)
    for _click in range(2):
        browser.post("accounts.enable_account", user_id=user.id)

    assert user.is_active
    assert user.positions == []
    assert [p.cell_id for p in user.waiting_positions] == [cell.id]


def test_signing_somebody_out_everywhere(browser: Browser, administrator: User) -> None:
    user, theirs = UserFactory(), Browser(browser.app)
    theirs.sign_in(user)
    page = browser.post("accounts.end_sessions", user_id=user.id)

    assert page.messages == ["This person is signed out everywhere."]
    assert theirs.visit("GET", "accounts.own_account", follow=False).status == 302


def test_the_lists_show_who_they_say(browser: Browser, administrator: User, cell: Cell) -> None:
    UserFactory(username="kenza", cell=cell)
    UserFactory(username="nabil", disabled_at=now())
    services.propose_role(UserFactory(username="rim", dpo=True), Role.SPECIALIST, cell, by=administrator)
    db.session.commit()

    def names(state: str) -> set[str]:
        page = browser.open("accounts.list_accounts", state=state)
        return {"kenza", "nabil", "rim"} & set(page.texts("td .code"))

    assert names("open") == {"kenza", "rim"}
    assert names("waiting") == {"rim"}
    assert names("disabled") == {"nabil"}
    assert names("nonsense") == {"kenza", "rim"}


def test_the_list_costs_the_same_for_many(
    browser: Browser, administrator: User, statements: list[str]
) -> None:
    for _n in range(60):
        UserFactory(cell=administrator.cells[0] if administrator.cells else None)
    browser.open("accounts.list_accounts")
    statements.clear()
    page = browser.open("accounts.list_accounts")

    assert len(statements) <= 8, statements
    assert len(page.texts("tbody tr")) == 50
    following = page.soup.select_one("a[rel=next]")
    assert following
    rest = browser.send("GET", "/accounts" + str(following["href"]))
    assert len(rest.texts("tbody tr")) >= 12
    assert not set(rest.texts("td .code")) & set(page.texts("td .code"))
