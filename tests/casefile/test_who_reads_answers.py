"""What may incriminate the person is for members; who may have done the harm is for few, and on no paper."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.cases.models import Case
from casework.core.extensions import db
from casework.programmes.base import Details
from tests.browser import Browser, Page
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.organisation import CellFactory

AUTHOR = "what the suspected author is to her"
EXPLOITATION, PREGNANCY = "sexual exploitation", "pregnancy"
SAID = {
    "violence": "YES",
    "violence_types": ["BODILY_HIT", "SEX_EXPLOIT"],
    "danger_signs": ["WEAPON", "PREGN"],
    "author_relation": "PARTNER",
}


@pytest.fixture
def case(app: Any) -> Case:
    made: Case = CaseFactory(cell=CellFactory(women=True))
    details: Details = made.programme.details(key_id=made.key_id, case_id=made.id)
    details.record(SAID)
    db.session.add(details)
    commit()
    return made


def reader(browser: Browser, case: Case, role: Role) -> Browser:
    visitor = Browser(browser.app)
    user = UserFactory(cell=case.cell, role=role)
    if role is Role.SPECIALIST:
        join(case, user)
    visitor.sign_in(user)
    if role is Role.SUPERVISOR:
        visitor.submit("cases.state_purpose", {"purpose": "Monthly review"}, case_id=case.id, follow=False)
    return visitor


def chosen(page: Page) -> set[str]:
    return {str(tag["value"]) for tag in page.soup.select("input[checked], option[selected]")}


@pytest.mark.parametrize("endpoint", ["casefile.person", "casefile.edit_details"])
def test_a_specialist_does_not_read_who_is_suspected(browser: Browser, case: Case, endpoint: str) -> None:
    page = reader(browser, case, Role.SPECIALIST).open(endpoint, case_id=case.id)

    assert page.status == 200
    assert AUTHOR not in page.text.lower()
    browser.sign_in(lead_of(case))
    assert AUTHOR in browser.open(endpoint, case_id=case.id).text.lower()


def test_no_paper_says_who_is_suspected(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = browser.submit("casefile.print_file", {"why": "For the court"}, case_id=case.id)

    assert page.heading == case.reference
    assert AUTHOR not in page.text.lower()
    assert EXPLOITATION not in page.text.lower()


def test_a_supervisor_who_is_no_member_is_not_told_what_incriminates(browser: Browser, case: Case) -> None:
    visitor = reader(browser, case, Role.SUPERVISOR)
    page = visitor.open("casefile.edit_details", case_id=case.id)

    assert page.status == 200
    assert not {"SEX_EXPLOIT", "PREGN"} & chosen(page)
    assert "PARTNER" in chosen(page)


def test_what_a_reader_is_not_told_he_does_not_erase(browser: Browser, case: Case) -> None:
    visitor = reader(browser, case, Role.SUPERVISOR)
    page = visitor.open("casefile.edit_details", case_id=case.id)
    answers = filled(page) | {"children_in_charge": "2"}
    answer = visitor.visit("POST", "casefile.edit_details", answers, case_id=case.id, follow=False)

    assert answer.status == 302, answer.errors
    kept = db.session.query(case.programme.details).one().values
    assert {name: kept[name] for name in SAID} == SAID
    assert kept["children_in_charge"] == 2


def test_corrections_tell_nobody_more_than_the_file(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = browser.open("casefile.edit_details", case_id=case.id)
    less = {"violence_types": ["BODILY_HIT"], "danger_signs": ["WEAPON"], "author_relation": "INLAWS"}
    browser.visit("POST", "casefile.edit_details", filled(page) | less, case_id=case.id)
    visitors = (browser, reader(browser, case, Role.SUPERVISOR), reader(browser, case, Role.SPECIALIST))
    everything, supervisors, specialists = (
        visitor.open("casefile.corrections", case_id=case.id).text.lower() for visitor in visitors
    )

    assert all(words in everything for words in (EXPLOITATION, PREGNANCY, AUTHOR))
    assert not any(words in supervisors for words in (EXPLOITATION, PREGNANCY))
    assert AUTHOR not in specialists
