"""What is known of a shelter stands on no page of those who may not know of it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from casework.access.policy import Action, Role
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners.models import Confidentiality, Partner
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.organisation import CellFactory
from tests.factories.partners import (
    ContactFactory,
    LocationFactory,
    PartnerFactory,
    ProposalFactory,
    ServiceFactory,
)

MARKER = "ZZREFUGE"
HOUSE = "ZZHOUSE"  # of an open organisation, at a place that nobody else may know
STRANGERS: dict[str, dict[str, Any]] = {
    "reception": {"reception": True},
    "worker of another cell": {},
    "supervisor of another cell": {"supervisor": True},
    "specialist": {"specialist": True},
    "director": {"director": True},
    "programme officer": {"role": Role.PROGRAMME_OFFICER},
    "data-protection officer": {"dpo": True},
    "administrator": {"administrator": True},
    "partner": {"role": Role.PARTNER},
}


def plant() -> tuple[Partner, Partner]:
    """A shelter full of markers, and an open organisation with one hidden house."""
    said = {"name_ar": MARKER, "name_fr": MARKER, "commune_code": "05.081.03.09"}
    shelter: Partner = PartnerFactory(
        shelter=True,
        **said,
        about_fr=MARKER,
        address=MARKER,
        email=f"{MARKER}@example.org",
        website=f"https://{MARKER}.example.org",
        identifier=MARKER,
        agreement=MARKER,
    )
    ServiceFactory(partner=shelter, code="SHELT", name_fr=MARKER, name_ar=MARKER, fees=MARKER, n_free=2)
    LocationFactory(partner=shelter, **said, address=MARKER)
    ContactFactory(partner=shelter, name=MARKER, title=MARKER)
    insider = UserFactory(cell=CellFactory(women=True), name_lat="Insider")
    ProposalFactory(by=insider, partner=shelter, text=MARKER)
    ProposalFactory(by=insider, text=MARKER, is_confidential=True)
    open_one: Partner = PartnerFactory(name_fr="Open to all")
    hidden = {"confidentiality": Confidentiality.CELL}
    LocationFactory(partner=open_one, name_fr=HOUSE, name_ar=HOUSE, address=HOUSE, **hidden)
    ContactFactory(partner=open_one, name=HOUSE, **hidden)
    return shelter, open_one


def read(page: Page) -> bytes:
    """All that the answer holds, also inside a spreadsheet or a package."""
    answer: bytes = page.response.get_data()
    if not answer.startswith(b"PK"):
        return answer
    with ZipFile(BytesIO(answer)) as package:
        return b"".join(map(package.read, package.namelist()))


def pages_without_names(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        is_page = "GET" in (rule.methods or set()) and not rule.arguments
        if is_page and isinstance(getattr(app.view_functions[rule.endpoint], "rule", ""), Action):
            yield rule.endpoint


@pytest.mark.parametrize("who", STRANGERS)
def test_no_page_of_a_stranger_names_it(app: Flask, browser: Browser, subtests: Any, who: str) -> None:
    shelter, open_one = plant()
    user = UserFactory(**STRANGERS[who])
    if who == "partner":
        user.all_positions[0].partner_id = open_one.id
        db.session.commit()
    browser.sign_in(user)

    looked_for: list[dict[str, Any]] = [
        {"service": "SHELT"},
        {"commune": "05.081.03.09"},
        {"with_free_place": "y"},
        {"age": "30", "sex": "F"},
    ]
    for endpoint in pages_without_names(app):
        for asked in looked_for if endpoint == "partners.list_partners" else [{}]:
            with subtests.test(f"{endpoint} {asked}"):
                said = read(browser.open(endpoint, **asked))
                assert MARKER.encode() not in said
                assert HOUSE.encode() not in said
    text = browser.open("partners.show_partner", partner_id=open_one.id).text
    assert HOUSE not in text


@pytest.mark.parametrize("who", ["supervisor of another cell", "programme officer", "worker of another cell"])
def test_its_addresses_are_those_of_nothing(app: Flask, browser: Browser, subtests: Any, who: str) -> None:
    shelter, open_one = plant()
    browser.sign_in(UserFactory(**STRANGERS[who]))
    known = {
        "partner_id": shelter.id,
        "service_id": shelter.services[0].id,
        "location_id": shelter.locations[0].id,
        "contact_id": shelter.contacts[0].id,
    }
    of_the_open_one = {
        "location_id": open_one.locations[0].id,
        "contact_id": open_one.contacts[0].id,
    }

    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("partners.") or "partner_id" not in rule.arguments:
            continue
        verbs = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        for verb in sorted(verbs):
            with subtests.test(f"{verb} {rule.endpoint}"):
                hidden: dict[str, Any] = {name: known[name] for name in rule.arguments}
                missing: dict[str, Any] = {name: new_id() for name in rule.arguments}
                answers = {"csrf_token": browser.token(), "name_fr": "x"} if verb == "POST" else None
                pages = [browser.visit(verb, rule.endpoint, answers, **about) for about in (hidden, missing)]
                assert pages[0].status == pages[1].status in (403, 404)
                assert MARKER not in pages[0].text
                about: dict[str, Any] = {
                    name: of_the_open_one.get(name, open_one.id) for name in rule.arguments
                }
                if about.keys() & of_the_open_one.keys():
                    page = browser.visit(verb, rule.endpoint, answers, **about)
                    assert page.status in (403, 404)
                    assert HOUSE not in page.text


def test_those_who_work_with_it_know_it(browser: Browser) -> None:
    shelter, open_one = plant()
    browser.sign_in(UserFactory(supervisor=True, cell=CellFactory(women=True)))

    assert MARKER in browser.open("partners.list_partners", service="SHELT", commune="05.081.01.01").text
    assert browser.open("partners.show_partner", partner_id=shelter.id).text.count(MARKER) > 8
    assert browser.open("partners.show_partner", partner_id=open_one.id).text.count(HOUSE) >= 3
    assert browser.open("partners.list_proposals").text.count(MARKER) >= 2
