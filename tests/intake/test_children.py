"""A child: who came along, what custody does not give, assent, and brothers and sisters."""

from typing import Any

import pytest

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import Consent, ConsentAct, ConsentGiver, ConsentState, Purpose
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.intake.models import Draft
from casework.organisation.models import Cell
from casework.people.models import ContactNumber, LegalCapacity, Relative, SuspectedAuthor
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.intake import SHORTEST
from tests.factories.organisation import CellFactory
from tests.intake.interviews import Changes, begin, fill_in, finish, newest_draft, send


@pytest.fixture
def author(browser: Browser, child_cell: Cell) -> User:
    user: User = UserFactory(cell=child_cell)
    browser.sign_in(user)
    return user


@pytest.mark.parametrize(
    ("companion", "relation", "capacity"),
    [
        ("mother", "MOTH", LegalCapacity.REPRESENTATIVE),
        ("mother_only", "MOTH", LegalCapacity.CUSTODIAN),
        ("father", "FATH", LegalCapacity.REPRESENTATIVE),
        ("kafil", "KAFIL", LegalCapacity.KAFIL),
    ],
)
def test_one_tap_says_relation_and_capacity(
    browser: Browser, author: User, child_cell: Cell, companion: str, relation: str, capacity: LegalCapacity
) -> None:
    situation = {"companion": companion, "came_with-name": "رقية", "came_with-proof_seen": "LIV"}
    finish(browser, fill_in(browser, child_cell, situation=situation))

    relative = db.session.query(Relative).one()
    assert (relative.relation, relative.capacity, relative.came_along) == (relation, capacity, True)
    assert (relative.name, relative.proof_seen) == ("رقية", "LIV")


def test_a_child_may_come_alone(browser: Browser, author: User, child_cell: Cell) -> None:
    finish(browser, fill_in(browser, child_cell))

    assert db.session.query(Relative).count() == 0


def test_somebody_else_has_a_relation_and_a_capacity(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    draft_id = begin(browser, child_cell)
    send(browser, draft_id, "person", {})
    page = send(browser, draft_id, "situation", {"companion": "somebody"})
    assert page.status == 422
    assert any("Say what this person is to the child." in error for error in page.errors)

    answers: Changes = {
        "companion": "somebody",
        "came_with-relation": "EDUC",
        "came_with-capacity": "companion",
    }
    assert send(browser, draft_id, "situation", answers).status == 200


def test_the_companion_may_be_the_suspected_author(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = fill_in(
        browser,
        child_cell,
        notice={"representative": "given"},
        situation={
            "companion": "father",
            "suspect-is_companion": "y",
            "suspect-access_to_person": "same_home",
        },
    )
    assert "Who came along is the suspected author" in browser.open("intake.summary", draft_id=draft_id).text
    finish(browser, draft_id)

    suspected = db.session.query(SuspectedAuthor).one()
    assert suspected.relative_id == db.session.query(Relative).one().id
    assert suspected.access_to_person == "same_home"
    assert [row.giver for row in db.session.query(Consent)] == [ConsentGiver.PERSON]  # his word opens nothing


def test_a_childs_assent_is_a_row_of_its_own(browser: Browser, author: User, child_cell: Cell) -> None:
    notice = {"representative": "refused", "statistics": "given", "manner": "interpreted"}
    finish(browser, fill_in(browser, child_cell, notice=notice))

    said = {(row.act, row.purpose, row.giver, row.state) for row in db.session.query(Consent)}
    assert said == {
        (ConsentAct.ASSENT, Purpose.SERVICE, ConsentGiver.PERSON, ConsentState.GIVEN),
        (ConsentAct.CONSENT, Purpose.SERVICE, ConsentGiver.REPRESENTATIVE, ConsentState.REFUSED),
        (ConsentAct.ASSENT, Purpose.STATISTICS, ConsentGiver.PERSON, ConsentState.GIVEN),
    }


def test_a_child_who_refuses_is_protected_all_the_same(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    finish(browser, fill_in(browser, child_cell, notice={"agreement": "refused"}))

    consent = db.session.query(Consent).one()
    assert (consent.act, consent.state) == (ConsentAct.ASSENT, ConsentState.REFUSED)


def test_an_adults_refusal_stands(browser: Browser, author: User, child_cell: Cell) -> None:
    notice = SHORTEST["child_protection"]["notice"] | {"is_child": "NO", "agreement": "refused"}
    page = browser.submit("intake.start", notice, cell_id=child_cell.id)

    assert page.heading == "No file is opened, and nothing was kept"
    assert db.session.query(Draft).count() == db.session.query(Case).count() == 0


def test_a_refusal_later_deletes_the_draft(browser: Browser, author: User, child_cell: Cell) -> None:
    draft_id = begin(browser, child_cell, is_child="NO")
    notice = SHORTEST["child_protection"]["notice"] | {"is_child": "NO", "agreement": "refused"}
    page = browser.submit("intake.step", notice, draft_id=draft_id, step="notice")

    assert page.heading == "No file is opened, and nothing was kept"
    assert db.session.query(Draft).count() == 0


def test_a_date_of_an_adult_contradicts_a_child(browser: Browser, author: User, child_cell: Cell) -> None:
    page = send(browser, begin(browser, child_cell), "person", {"birth": str(today().year - 40)})

    assert page.status == 422
    assert any("the first step says a child" in error for error in page.errors)


def test_a_sibling_shares_household_and_commune_and_nothing_else(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    first = fill_in(
        browser,
        child_cell,
        person={"numbers-0-number": "0600002222", "numbers-0-safety": "safe", "commune": "05.081.01.01"},
        situation={
            "companion": "mother_only",
            "came_with-name": "رقية",
            "came_with-lives_there": "y",
            "household-0-name": "الجد",
            "household-0-relation": "GMM",
            "household-0-birth_year": "1950",
            "suspect-known_as": "uncle with the beard",
        },
    )
    opened = finish(browser, first)
    case = db.session.query(Case).one()
    assert "Add a brother or sister" in opened.text

    notice = SHORTEST["child_protection"]["notice"]
    page = browser.submit("intake.start", notice, cell_id=child_cell.id, sibling_of=case.id)
    assert page.soup.select_one("[name=commune] [selected]")["value"] == "05.081.01.01"  # type: ignore[index]
    situation = browser.open("intake.step", draft_id=newest_draft().id, step="situation")
    names = [tag.get("value") for tag in situation.soup.select("[name^=household-][name$=-name]")]
    assert set(names) == {"رقية", "الجد"}
    assert "uncle with the beard" not in situation.text
    assert not situation.soup.select("[name=companion][checked]")
    assert "+212600002222" not in str(newest_draft().answers)


def test_a_siblings_household_is_kept_with_its_years(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    household: Changes = {"household-0-name": "الجد", "household-0-birth_year": "1950"}
    finish(browser, fill_in(browser, child_cell, situation=household))

    relative = db.session.query(Relative).one()
    assert (relative.name, relative.birth_year, relative.came_along) == ("الجد", 1950, False)


def test_no_household_is_taken_from_a_file_one_does_not_work_on(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    colleagues, elsewhere = (
        CaseFactory(person=PersonFactory(cell=child_cell)),
        CaseFactory(cell=CellFactory()),
    )
    for asked in (colleagues.id, elsewhere.id, "nonsense"):
        assert browser.open("intake.start", cell_id=child_cell.id, sibling_of=asked).status == 404


def test_numbers_are_never_copied(browser: Browser, author: User, child_cell: Cell) -> None:
    finish(
        browser,
        fill_in(browser, child_cell, person={"numbers-0-number": "0600002222", "numbers-0-safety": "safe"}),
    )
    case = db.session.query(Case).one()
    browser.submit(
        "intake.start", SHORTEST["child_protection"]["notice"], cell_id=child_cell.id, sibling_of=case.id
    )
    second = newest_draft().id
    for step in ("person", "situation", "concerns"):
        send(browser, second, step, {})
    finish(browser, second)

    assert db.session.query(Case).count() == 2
    assert db.session.query(ContactNumber).count() == 1


def second_interview(browser: Browser, child_cell: Cell) -> tuple[Case, Any]:
    """A first file, and the interview of the brother up to its last step."""
    finish(browser, fill_in(browser, child_cell))
    case = db.session.query(Case).one()
    notice = SHORTEST["child_protection"]["notice"]
    browser.submit("intake.start", notice, cell_id=child_cell.id, sibling_of=case.id)
    draft_id = newest_draft().id
    for step in ("person", "situation", "concerns"):
        send(browser, draft_id, step, {})
    return case, draft_id


def test_a_siblings_file_joins_the_household_of_the_first(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    first, draft_id = second_interview(browser, child_cell)
    for _click in range(2):
        finish(browser, draft_id)
    second = db.session.query(Case).filter(Case.id != first.id).one()

    assert first.person.household_id == second.person.household_id is not None
    links = {(line.person_id, line.known_person_id, line.relation) for line in db.session.query(Relative)}
    assert links == {
        (first.person_id, second.person_id, "SIB"),
        (second.person_id, first.person_id, "SIB"),
    }


def test_a_sibling_of_a_file_left_meanwhile_is_linked_to_nothing(
    browser: Browser, author: User, child_cell: Cell
) -> None:
    first, draft_id = second_interview(browser, child_cell)
    first.members[0].until_at = now()
    db.session.commit()
    finish(browser, draft_id)

    assert db.session.query(Case).count() == 2
    assert db.session.query(Relative).count() == 0
