"""The invented directory: forty organisations of the kinds counted in 2019, none of which can be reached."""

from collections import Counter
from datetime import timedelta

import pytest

from casework.accounts.models import User
from casework.core.clock import today
from casework.core.extensions import db
from casework.demonstration.seeding import fill
from casework.organisation.models import Cell
from casework.organisation.territory import COMMUNES, OUTSIDE
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerKind,
    PartnerLocation,
    PartnerService,
    ServiceStatus,
)
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SERVICE_TYPES, SPOKEN_LANGUAGES
from casework.referrals.models import Referral, ReferralState

COUNTED = {  # in the figures of 2019, or among the partners that every file may need
    PartnerKind.ASSOCIATION,
    PartnerKind.CARE_INSTITUTION,
    PartnerKind.TRAINING_CENTRE,
    PartnerKind.KINDERGARTEN,
    PartnerKind.LITERACY_SPACE,
    PartnerKind.COOPERATIVE,
    PartnerKind.COURT_CELL,
    PartnerKind.POLICE,
    PartnerKind.GENDARMERIE,
    PartnerKind.HOSPITAL,
    PartnerKind.SCHOOL,
    PartnerKind.AUTHORITY,
}
HALF_A_YEAR = timedelta(days=183)


@pytest.mark.usefixtures("app")
def test_the_directory_is_believable() -> None:
    """One demonstration for them all: it takes longer to fill than to look at."""
    fill(60, 1, is_done=lambda _n: None)
    directory = [partner for partner in db.session.query(Partner) if partner.cell_id is None]
    for holds in (
        forty_organisations_of_every_kind,
        a_few_are_confidential,
        each_says_what_a_worker_needs,
        services_are_those_of_the_lists,
        some_cards_were_not_checked_for_long,
        nobody_real_can_be_reached,
        each_cell_has_a_card_and_somebody_waits_there,
        a_partner_has_an_account,
    ):
        holds(directory)


def forty_organisations_of_every_kind(directory: list[Partner]) -> None:
    kinds = Counter(partner.kind for partner in directory)

    assert len(directory) == 40
    assert set(kinds) == COUNTED
    assert kinds.most_common(1)[0][0] is PartnerKind.ASSOCIATION
    assert len({partner.name_ar for partner in directory} | {partner.name_fr for partner in directory}) == 80
    assert len({partner.commune_code for partner in directory}) > 10
    assert {partner.commune_code for partner in directory} <= COMMUNES.keys() - {OUTSIDE}


def a_few_are_confidential(directory: list[Partner]) -> None:
    levels = Counter(partner.confidentiality for partner in directory)
    hidden = [partner for partner in directory if partner.is_confidential]

    assert levels[Confidentiality.CELL] == 2
    assert levels[Confidentiality.PARTNERS] >= 2
    assert all("SHELT" in partner.service_codes for partner in hidden)
    for partner in hidden:
        parts: list[PartnerLocation | PartnerContact] = [*partner.locations, *partner.contacts]
        assert {part.confidentiality for part in parts} == {Confidentiality.CELL}


def each_says_what_a_worker_needs(directory: list[Partner]) -> None:
    for partner in directory:
        assert partner.services
        assert partner.locations[0].hours
        assert partner.address
        assert [contact.receives_referrals for contact in partner.contacts].count(True) == 1
        given = {service.id for place in partner.locations for service in place.services}
        assert given == {service.id for service in partner.services}


def services_are_those_of_the_lists(directory: list[Partner]) -> None:
    services = db.session.query(PartnerService).all()

    assert {service.code for service in services} <= {option.code for option in SERVICE_TYPES}
    assert {service.status for service in services} == set(ServiceStatus)
    for service in services:
        assert all(service.code in PROGRAMMES[key].services for key in service.programmes)
        assert all(code in SPOKEN_LANGUAGES for code in service.languages)
        assert (service.n_free is None) == (service.capacity is None)
        assert service.capacity is None or 0 <= (service.n_free or 0) <= service.capacity
    assert len({code for service in services for code in service.languages}) > 3


def some_cards_were_not_checked_for_long(directory: list[Partner]) -> None:
    checked = [partner for partner in directory if partner.checked_on]
    old = [partner for partner in checked if partner.checked_on < today() - HALF_A_YEAR]  # type: ignore[operator]

    assert 2 <= len(old) <= 10
    assert len(checked) == 39
    assert all(partner.checked_by for partner in checked)


def nobody_real_can_be_reached(directory: list[Partner]) -> None:
    parts = [*directory, *db.session.query(PartnerContact), *db.session.query(PartnerLocation)]
    phones = [part.phone for part in parts if part.phone]
    addresses = [partner.email for partner in directory]

    assert len(phones) > 40
    assert all(len(phone) == 13 and phone.startswith("+21260000") for phone in phones)
    assert all(address.endswith(".example") for address in addresses)


def each_cell_has_a_card_and_somebody_waits_there(directory: list[Partner]) -> None:
    cells = db.session.query(Cell).all()
    cards = db.session.query(Partner).filter(Partner.cell_id.is_not(None)).all()
    waiting = db.session.query(Referral).filter_by(state=ReferralState.SENT).all()

    said = {(card.cell_id, card.kind, card.name_ar, card.name_fr) for card in cards}
    assert said == {(cell.id, PartnerKind.CELL, cell.name_ar, cell.name_fr) for cell in cells}
    for card in cards:
        assert [referral for referral in waiting if referral.partner_id == card.id]


def a_partner_has_an_account(directory: list[Partner]) -> None:
    position = db.session.query(User).filter_by(username="noura").one().positions[0]

    assert position.role.value == "partner"
    assert position.cell_id is None
    assert position.partner_id in {partner.id for partner in directory}
    sent = db.session.query(Referral).filter_by(partner_id=position.partner_id, state=ReferralState.SENT)
    assert sent.count(), "there is something to answer"
