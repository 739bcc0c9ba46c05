"""A file whose lead worker is signed in."""

import pytest

from casework.cases.models import Case
from tests.browser import Browser
from tests.factories.cases import CaseFactory, lead_of


@pytest.fixture
def case(browser: Browser) -> Case:
    """Opened ten days ago."""
    case: Case = CaseFactory(days_ago=10)
    browser.sign_in(lead_of(case))
    return case
