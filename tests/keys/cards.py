"""A word in all that is sealed on a card, in a proposal, and in a file between its preview and its import."""

from typing import Any

from casework.partners.models import Partner
from tests.browser import Browser
from tests.exchange.directories import AZILAL, in_json, organization, send
from tests.factories.accounts import UserFactory

NUMBER = "612312312"  # of the marker's numbers; also the decimals of a point


def cards(browser: Browser, chief: Any, partner: Partner, *, said: str, mail: str) -> None:
    """`chief` keeps the directory and sends forms; somebody else proposes."""
    way = {"phone": f"0{NUMBER}", "address": said, "email": mail}
    about = {"partner_id": partner.id}
    chief.sends("partners.edit_partner", way, **about)
    place = {"phone": way["phone"], "address": said, "point": f"31.{NUMBER}, -6.{NUMBER}"}
    chief.sends("partners.add_location", place | {"commune_code": AZILAL}, **about)
    contact = {"phone": way["phone"], "name": said, "title": said, "email": mail}
    chief.sends("partners.add_contact", contact, **about)
    proposing = Browser(browser.app)
    proposing.sign_in(UserFactory())
    proposing.submit("partners.propose_change", {"text": said}, **about)
    faulty = organization(1, email=mail, year_incorporated=said, phones=[{"number": f"0{NUMBER}"}])
    assert send(chief.browser, in_json(faulty)).status == 200
