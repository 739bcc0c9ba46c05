"""What is typed in an interview lies readable nowhere in the database, in the draft or in the file."""

from pathlib import Path

import pytest

from casework.core.extensions import db
from casework.organisation.models import Cell
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.intake.interviews import fill_in, finish

MARK = "zanzibar"
NUMBER = "0698765432"
TYPED = {
    "notice": ("interpreter",),
    "person": (
        *("first_name_ar", "surname_ar", "first_name_lat", "surname_lat", "alias", "cin", "douar"),
        *("numbers-0-hours", "numbers-0-who_answers", "numbers-0-we_say", "must_not_know", "source_text"),
    ),
    "situation": ("came_with-name", "household-0-name", "suspect-known_as", "precisions"),
    "concerns": ("other_text", "risk_why"),
}
CHOSEN = {
    "person": {"numbers-0-number": NUMBER, "numbers-0-safety": "safe", "source": "OTHER"},
    "situation": {"companion": "mother", "suspect-number": "0612312312"},
    "concerns": {"primary": "EARLYP", "others": "OTHER"},
}


def stored() -> bytes:
    """Every byte of the database and of what waits to be written into it."""
    path = Path(db.engine.url.database or "")
    return b"".join(file.read_bytes() for file in path.parent.glob("test.db*") if file.suffix != ".empty")


def test_no_byte_tells_what_was_typed(browser: Browser, child_cell: Cell) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the files of a PostgreSQL server are not this service's")
    browser.sign_in(UserFactory(cell=child_cell))
    answers = {step: dict.fromkeys(names, MARK) | CHOSEN.get(step, {}) for step, names in TYPED.items()}
    draft_id = fill_in(browser, child_cell, **answers)
    drafted = stored()
    page = finish(browser, draft_id, narrative=MARK)

    assert page.heading == "The file is open", page.errors
    for kept in (drafted, stored()):
        for secret in (MARK, NUMBER[1:], "612312312", "EARLYP"):
            assert secret.encode() not in kept, secret
    assert b"05.081.01.03" not in stored()
