"""A file, and the browser of whoever leads it."""

from typing import Any

import pytest

from casework.cases.models import Case
from tests.browser import Browser
from tests.factories.cases import CaseFactory, lead_of


@pytest.fixture
def case(app: Any) -> Case:
    made: Case = CaseFactory()
    return made


@pytest.fixture
def worker(browser: Browser, case: Case) -> Browser:
    browser.sign_in(lead_of(case))
    return browser
