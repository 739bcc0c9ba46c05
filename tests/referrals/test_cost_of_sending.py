"""The pages from need to sent cost the same number of statements whatever the directory holds."""

import pytest

from casework.cases.models import Case
from casework.referrals.models import ReferralState
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory
from tests.referrals.flow import address, answered, here, refer

FILE = 12  # as a page of the file may
LOOKED_THROUGH = 15  # a page that also asks what the person said


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


def test_six_recipients_cost_no_more_than_one(browser: Browser, case: Case, statements: list[str]) -> None:
    costs = []
    browser.sign_in(lead_of(case))
    for n in (1, 6):
        partners = [PartnerFactory() for _n in range(n)]
        commit()
        consents = here(refer(browser, case, *partners))
        statements.clear()
        page = browser.send("GET", consents)
        costs.append(len(statements))
        page = browser.send("POST", consents, answered(page))
        statements.clear()
        page = browser.send("GET", here(page))
        costs.append(len(statements))
        assert page.text.count("Three sessions") == n

    assert costs[:2] == costs[2:]
    assert max(costs) <= LOOKED_THROUGH


@pytest.mark.parametrize(
    "endpoint", ["show_link", "show_referral", "move_referral", "print_letter", "print_slip"]
)
def test_a_page_of_one_referral_costs_little(
    browser: Browser, case: Case, statements: list[str], endpoint: str
) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    browser.sign_in(lead_of(case))
    statements.clear()
    page = browser.open(f"referrals.{endpoint}", case_id=case.id, referral_id=referral.id)

    assert page.status == 200
    assert len(statements) <= LOOKED_THROUGH
