"""The cell to which something is sent."""

import pytest

from casework.organisation.models import Cell
from tests.factories.organisation import CellFactory


@pytest.fixture
def cell(app: object) -> Cell:
    made: Cell = CellFactory()
    return made
