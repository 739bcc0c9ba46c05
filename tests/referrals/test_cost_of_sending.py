"""The pages from need to sent cost the same number of statements whatever the directory holds."""

import pytest

from casework.cases.models import Case
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.referrals.flow import address

FILE = 12  # as a page of the file may


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_who_can_help_costs_the_same_with_many(browser: Browser, case: Case, statements: list[str]) -> None:
    costs = []
    browser.sign_in(lead_of(case))
    for n_more in (3, 40):
        for _n in range(n_more):
            PartnerFactory()
        commit()
        browser.open("referrals.refer", case_id=case.id, service="PSY")
        statements.clear()
        page = browser.open("referrals.refer", case_id=case.id, service="PSY")
        costs.append(len(statements))
        assert len(page.soup.select("[name=to]")) == (3 if n_more == 3 else 43)

    assert costs[0] == costs[1] <= FILE


def test_what_is_sent_asks_the_file_once(browser: Browser, case: Case, statements: list[str]) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    about = address(case, partner)
    statements.clear()
    browser.open("referrals.refer", **about)

    assert len(statements) <= FILE
