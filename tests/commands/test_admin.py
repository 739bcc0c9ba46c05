"""The first administrator is made on the server, once, with a code that is shown once."""

from flask import Flask

from casework.accounts.models import OneTimeCode, User
from casework.audit.models import AuditEntry
from casework.core.extensions import db
from casework.organisation.models import Directorate
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, UserFactory

NAMED = ["--name-ar", "نادية العلوي", "--name-fr", "Nadia ALAOUI"]
FOUNDING = ["--directorate-ar", "أزيلال", "--directorate-fr", "Azilal", "--code", "az"]


def create(app: Flask, *options: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["admin", "create", *options])
    return result.exit_code, result.output


def events() -> list[str]:
    return list(db.session.scalars(db.select(AuditEntry.event).order_by(AuditEntry.seq)))


def test_the_first_administrator_of_an_empty_database_signs_in_with_the_code(app: Flask) -> None:
    status, printed = create(app, "--username", "Nadia", *NAMED, *FOUNDING)
    assert status == 0, printed
    code = printed.split()[-1]

    browser = Browser(app)
    answers = {"username": "nadia", "code": code, "password": PASSWORD, "again": PASSWORD}
    browser.submit("accounts.activate", answers)
    user = db.session.query(User).one()
    browser.sign_in(user)

    assert (user.name_lat, user.positions[0].role) == ("Nadia ALAOUI", "administrator")
    assert db.session.query(Directorate).one().code == "AZ"
    assert not db.session.query(Directorate).one().is_demonstration


def test_what_was_not_said_is_asked(app: Flask) -> None:
    typed = "\n".join(["nadia", "نادية", "Nadia", "AZ", "أزيلال", "Azilal"])
    result = app.test_cli_runner().invoke(args=["admin", "create"], input=typed)

    assert result.exit_code == 0, result.output
    assert db.session.query(Directorate).one().name_fr == "Azilal"


def test_a_second_administrator_is_not_made_here(app: Flask) -> None:
    UserFactory(administrator=True)
    status, printed = create(app, "--username", "other", *NAMED)

    assert (status, "Traceback" in printed) == (1, False)
    assert "There is an administrator already" in printed
    assert db.session.query(User).count() == 1


def test_recovering_is_possible_and_shows_in_the_log(app: Flask) -> None:
    UserFactory(administrator=True)
    status, printed = create(app, "--username", "other", *NAMED, "--recover")

    assert status == 0, printed
    assert {"administrator.recovered", "account.created", "code.issued"} <= set(events())


def test_recovering_a_known_administrator_gives_a_new_code_and_no_new_account(app: Flask) -> None:
    UserFactory(administrator=True, username="nadia")
    status, printed = create(app, "--username", " NADIA", *NAMED, "--recover")

    assert status == 0, printed
    assert (db.session.query(User).count(), db.session.query(OneTimeCode).count()) == (1, 1)


def test_a_name_that_somebody_else_bears_is_refused(app: Flask) -> None:
    UserFactory(username="amina")
    status, printed = create(app, "--username", "amina", *NAMED)

    assert status == 1
    assert "This user name is taken or empty" in printed
    assert "administrator.recovered" not in events()


def test_a_code_of_a_directorate_is_two_letters(app: Flask) -> None:
    status, printed = create(app, "--username", "nadia", *NAMED, *FOUNDING[:-1], "A1Z")

    assert status == 1
    assert "two Latin letters" in printed
    assert db.session.query(Directorate).count() == 0
