"""A worker in front of the interview, in a cell of each programme."""

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.organisation.models import Cell
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.intake import SHORTEST
from tests.factories.organisation import CellFactory


@pytest.fixture(params=tuple(SHORTEST))
def cell(request: pytest.FixtureRequest, app: Flask) -> Cell:
    made: Cell = CellFactory(programme_key=request.param)
    return made


@pytest.fixture
def worker(browser: Browser, cell: Cell) -> User:
    user: User = UserFactory(cell=cell)
    browser.sign_in(user)
    return user


@pytest.fixture
def child_cell(app: Flask) -> Cell:
    made: Cell = CellFactory()
    return made


@pytest.fixture
def womens_cell(app: Flask) -> Cell:
    made: Cell = CellFactory(women=True)
    return made
