"""Nothing about danger, violence or telephone numbers is asked in front of somebody else."""

import pytest

from casework.accounts.models import User
from casework.cases.models import Case
from casework.core.extensions import db
from casework.intake.models import Intake, SeenAlone
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, SuspectedAuthor
from casework.programmes import PROGRAMMES
from casework.programmes.queries import details_of
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.factories.intake import SHORTEST
from tests.intake.interviews import begin, fill_in, finish, send

DANGEROUS = {
    "danger_signs": "KILL",
    "suspect-known_as": "the man with the red car",
    "suspect-number": "0600001111",
    "numbers-0-number": "0600002222",
    "numbers-0-safety": "safe",
}


@pytest.mark.parametrize("seen_alone", ["no", "impossible"])
def test_not_alone_they_are_neither_shown_nor_taken(
    browser: Browser, worker: User, cell: Cell, seen_alone: str
) -> None:
    draft_id = begin(browser, cell, seen_alone=seen_alone)
    for step in ("person", "situation", "concerns"):
        page = browser.open("intake.step", draft_id=draft_id, step=step)
        private = PROGRAMMES[cell.programme_key].private_fields
        assert not [tag for tag in page.soup.select("[name]") if tag["name"] in {*private, *DANGEROUS}]
        page = send(browser, draft_id, step, DANGEROUS)
        assert page.status == 200, page.errors
    finish(browser, draft_id)

    case = db.session.query(Case).one()
    assert db.session.query(Intake).one().seen_alone is SeenAlone(seen_alone)
    assert db.session.query(ContactNumber).count() == db.session.query(SuspectedAuthor).count() == 0
    details = details_of(case.programme, case.id)
    assert details
    assert not [name for name in case.programme.private_fields if details.values[name]]
    assert db.session.query(Task).filter_by(kind=TaskKind.ASK_IN_PRIVATE).one().is_open


def test_alone_they_are_asked_and_nothing_is_left_to_ask(browser: Browser, worker: User, cell: Cell) -> None:
    draft_id = fill_in(
        browser, cell, person={"numbers-0-number": "06 00 00 22 22", "numbers-0-safety": "safe"}
    )
    finish(browser, draft_id)

    number = db.session.query(ContactNumber).one()
    assert (number.number, number.is_safe_now) == ("+212600002222", True)
    assert db.session.query(Task).filter_by(kind=TaskKind.ASK_IN_PRIVATE).count() == 0


def test_answers_given_alone_are_dropped_when_it_turns_out_that_she_was_not(
    browser: Browser, worker: User, cell: Cell
) -> None:
    number = {"numbers-0-number": "0600002222", "numbers-0-safety": "safe"}
    draft_id = fill_in(browser, cell, person=number)
    notice = SHORTEST[cell.programme_key]["notice"] | {"seen_alone": "no"}
    browser.submit("intake.step", notice, draft_id=draft_id, step="notice")

    assert "0600002222" not in browser.open("intake.summary", draft_id=draft_id).text
    finish(browser, draft_id)
    assert db.session.query(ContactNumber).count() == 0


def test_a_number_without_a_clear_answer_is_not_accepted(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, begin(browser, cell), "person", {"numbers-0-number": "0600002222"})

    assert page.status == 422
    assert any("Without a clear answer: never call." in error for error in page.errors)


def test_what_is_said_of_a_number_needs_the_number(browser: Browser, worker: User, cell: Cell) -> None:
    page = send(browser, begin(browser, cell), "person", {"numbers-1-who_answers": "her sister"})

    assert page.status == 422
    assert any("Write the number to which this applies." in error for error in page.errors)
    assert "her sister" in page.text


def test_a_number_that_must_never_be_called_is_kept_so(browser: Browser, worker: User, cell: Cell) -> None:
    number = {"numbers-0-number": "0600002222", "numbers-0-safety": "unsafe"}
    finish(browser, fill_in(browser, cell, person=number))

    kept = db.session.query(ContactNumber).one()
    assert (kept.is_safe_now, kept.confirmed_on) == (False, None)


def test_a_number_shared_with_the_suspected_author_is_never_safe(
    browser: Browser, worker: User, cell: Cell
) -> None:
    draft_id = fill_in(
        browser,
        cell,
        person={"numbers-0-number": "0600002222", "numbers-0-safety": "safe"},
        situation={"suspect-number": "06 00 00 22 22"},
    )
    summary = browser.open("intake.summary", draft_id=draft_id)
    finish(browser, draft_id)

    assert "it will be marked never to call" in summary.text
    assert not db.session.query(ContactNumber).one().is_safe_now
    assert db.session.query(SuspectedAuthor).one().number == "+212600002222"
