"""An import tells nobody of a confidential card, and opens none to those who may not know of it."""

from uuid import UUID

import pytest

from casework.access.policy import Role
from casework.core.extensions import db
from casework.partners.models import Partner
from tests.browser import Browser
from tests.exchange.directories import (
    CELL,
    ID,
    PARTNERS,
    PUBLIC,
    confirm,
    counts,
    in_json,
    location_of,
    organization,
    public_partner,
    send,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory

LEVEL = {"confidentiality": "public"}


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


def partners() -> list[Partner]:
    return db.session.query(Partner).order_by(Partner.name_fr).all()


def test_a_file_never_makes_a_card_public(officer: Browser) -> None:
    partner = PartnerFactory(confidentiality=PARTNERS)
    said = organization(id=str(partner.id), confidentiality="public")
    confirm(officer, send(officer, in_json(said, organization(1, confidentiality="public"))))

    assert db.session.get_one(Partner, partner.id).confidentiality is PARTNERS
    assert db.session.query(Partner).filter_by(name_fr="Association 1").one().confidentiality is PUBLIC


@pytest.mark.parametrize("by", ["id", "external", "name"])
def test_a_hidden_card_answers_as_no_card(officer: Browser, by: str) -> None:
    shelter = PartnerFactory(
        shelter=True,
        name_fr="Dar Amane",
        name_ar="دار أمان",
        external_id=UUID(ID.format(5)),
        commune_code="05.081.01.01",
    )
    its_id = {"id": str(shelter.id), "external": ID.format(5), "name": ID.format(6)}[by]
    said = organization(id=its_id, name="Dar Amane", commune_code="05.081.01.01", confidentiality="public")
    preview = send(officer, in_json(said))
    assert counts(preview) == {"Will be added": 1}
    confirm(officer, preview)

    kept, made = db.session.get_one(Partner, shelter.id), [one for one in partners() if one.id != shelter.id]
    assert (kept.confidentiality, kept.version, kept.address) == (CELL, 1, "Avenue Hassan II")
    assert [one.name_fr for one in made] == ["Dar Amane"]
    assert counts(send(officer, in_json(said))) == {"Already so": 1}


def test_those_who_know_of_a_shelter_change_it_and_it_stays_hidden(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True, cell=CellFactory(women=True)))
    shelter = PartnerFactory(shelter=True, name_fr="Dar Amane")
    place = {
        "id": ID.format(7),
        "location_type": "physical",
        "name": "Porte",
        "confidentiality": "public",
    }
    said = organization(id=str(shelter.id), name="Dar Amane 2", confidentiality="public", locations=[place])
    confirm(browser, send(browser, in_json(said)))

    kept = db.session.get_one(Partner, shelter.id)
    assert (kept.name_fr, kept.confidentiality) == ("Dar Amane 2", CELL)
    assert [one.confidentiality for one in kept.locations] == [CELL]


def test_a_hidden_place_of_a_known_card_is_left_as_it_is(officer: Browser) -> None:
    partner = public_partner()
    hidden = location_of(partner, CELL, name_fr="Refuge", address="Rue cachée")
    commit()
    place = {"id": str(hidden.id), "location_type": "physical", "name": "Refuge"} | LEVEL
    said = organization(id=str(partner.id), assured_date="2026-08-01", locations=[place])
    confirm(officer, send(officer, in_json(said)))

    db.session.refresh(hidden)
    assert (hidden.name_fr, hidden.address, hidden.confidentiality) == ("Refuge", "Rue cachée", CELL)


def test_only_those_who_work_with_shelters_import_one(officer: Browser) -> None:
    preview = send(officer, in_json(organization(confidentiality="cell"), organization(1)))

    assert "Only those who work with confidential places may import one." in preview.text
    confirm(officer, preview)
    assert [one.name_fr for one in partners()] == ["Association 1"]
