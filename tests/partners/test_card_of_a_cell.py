"""What a cell offers is its programme's to say: nobody ends one of its services in the directory."""

import pytest

from casework.core.errors import RuleBroken
from casework.inbox.queries import card_of
from casework.inbox.services.cards import keep_card
from casework.partners import services
from casework.partners.models import ServiceStatus
from tests.factories.organisation import CellFactory


def test_a_service_of_a_cell_is_not_ended(app: object) -> None:
    cell = CellFactory()
    keep_card(cell)
    card = card_of(cell)
    assert card

    with pytest.raises(RuleBroken):
        services.end_service(card.services[0])

    assert card.services[0].status is ServiceStatus.ACTIVE
