"""What a cell offers is its programme's to say: nobody changes its services in the directory."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from casework.core.errors import RuleBroken
from casework.inbox.queries import card_of
from casework.inbox.services.cards import keep_card
from casework.partners import services
from casework.partners.models import Partner, ServiceStatus
from tests.factories.organisation import CellFactory

CHANGES: dict[str, Callable[[Partner], Any]] = {
    "add": lambda card: services.add_service(card, form_key=uuid4(), code="PSY"),
    "edit": lambda card: services.edit_service(card.services[0], status=ServiceStatus.PAUSED),
    "end": lambda card: services.end_service(card.services[0]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_services_of_a_cell_stay_as_they_are(app: object, change: str) -> None:
    cell = CellFactory()
    keep_card(cell)
    card = card_of(cell)
    assert card
    before = [(service.code, service.status) for service in card.services]

    with pytest.raises(RuleBroken):
        CHANGES[change](card)

    assert [(service.code, service.status) for service in card.services] == before
