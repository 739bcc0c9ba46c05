"""A partner with an account reads its own card, and keeps what it knows best of it."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.core.clock import today
from casework.core.extensions import db
from casework.partners.models import Confidentiality, Partner, PartnerContact, PartnerLocation, PartnerService
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.partners import ContactFactory, LocationFactory, PartnerFactory


@pytest.fixture
def partner(browser: Browser) -> Partner:
    made: Partner = PartnerFactory(name_fr="Espoir", agreement="12/2026")
    browser.sign_in(account_of(made))
    return made


def account_of(partner: Partner) -> User:
    user: User = UserFactory(role=Role.PARTNER)
    user.all_positions[0].partner_id = partner.id
    db.session.commit()
    return user


def test_a_partner_reads_its_card(browser: Browser, partner: Partner) -> None:
    PartnerFactory(name_fr="Somebody else")
    page = browser.open("partners.own_card")

    assert page.heading == "Espoir"
    assert "12/2026" in page.text
    for endpoint in ("partners.list_partners", "partners.create_partner", "partners.list_proposals"):
        assert browser.open(endpoint).status == 403
    assert browser.open("partners.show_partner", partner_id=partner.id).status == 403
    assert browser.open("partners.edit_partner", partner_id=partner.id).status == 403


def test_many_parts_cost_no_more_than_few(browser: Browser, partner: Partner, statements: list[str]) -> None:
    costs = []
    for n in (1, 6):
        for _n in range(n):
            LocationFactory(partner=partner)
            ContactFactory(partner=partner)
        db.session.commit()
        statements.clear()
        browser.open("partners.own_card")
        costs.append(len(statements))

    assert costs[1] <= costs[0] <= 10


def test_it_keeps_its_phone_hours_and_free_places(browser: Browser, partner: Partner) -> None:
    location, service = LocationFactory(partner=partner), partner.services[0]
    given_here = list(location.services)
    browser.submit("partners.edit_own_card", {"phone": "06 00 00 00 91"})
    browser.submit("partners.edit_own_service", {"n_free": "7"}, service_id=service.id)
    hours = {"hours_SA": "9-12", "phone": "06 00 00 00 92"}
    page = browser.submit("partners.edit_own_location", hours, location_id=location.id)

    assert page.messages == ["Your hours and your number were changed."]
    assert db.session.get_one(Partner, partner.id).phone == "+212600000091"
    kept: Any = db.session.get_one(PartnerService, service.id)
    assert (kept.n_free, kept.free_on) == (7, today())
    place = db.session.get_one(PartnerLocation, location.id)
    assert [(entry["days"], entry["opens"]) for entry in place.hours] == [(["SA"], "09:00")]
    assert place.services == given_here
    details = [e.detail for e in db.session.query(AuditEntry).filter_by(event=Event.PARTNER_CHANGED.value)]
    assert {"changed", "service_changed", "location_changed"} <= set(details)


def test_it_keeps_its_contacts(browser: Browser, partner: Partner) -> None:
    browser.submit("partners.add_own_contact", {"name": "Mme Filali", "phone": "06 00 00 00 93"})
    contact = db.session.query(PartnerContact).one()
    form = filled(browser.open("partners.edit_own_contact", contact_id=contact.id))
    answers = form | {"title": "Accueil", "confidentiality": "public", "receives_referrals": "y"}
    browser.visit("POST", "partners.edit_own_contact", answers, contact_id=contact.id)

    assert (contact.title, contact.receives_referrals) == ("Accueil", False)
    assert contact.confidentiality is Confidentiality.PARTNERS
    browser.post("partners.remove_own_contact", contact_id=contact.id)
    assert db.session.query(PartnerContact).count() == 0


def test_names_agreement_and_secrecy_are_not_its_own(browser: Browser, partner: Partner) -> None:
    answers = {"name_fr": "Other", "agreement": "99", "confidentiality": "public", "phone": ""}
    browser.submit("partners.edit_own_card", answers)

    kept = db.session.get_one(Partner, partner.id)
    assert (kept.name_fr, kept.agreement) == ("Espoir", "12/2026")
    assert kept.confidentiality is Confidentiality.PARTNERS


def test_what_only_the_cells_know_is_not_on_it(browser: Browser, partner: Partner) -> None:
    hidden = LocationFactory(
        partner=partner, name_fr="House", address="Rue cachée 7", confidentiality=Confidentiality.CELL
    )
    somebody = ContactFactory(partner=partner, name="Mme Secret", confidentiality=Confidentiality.CELL)
    page = browser.open("partners.own_card")

    for marker in ("House", "Rue cachée 7", "Mme Secret"):
        assert marker not in page.text
    assert browser.open("partners.edit_own_location", location_id=hidden.id).status == 404
    assert browser.open("partners.edit_own_contact", contact_id=somebody.id).status == 404
    assert browser.post("partners.remove_own_contact", contact_id=somebody.id).status == 404


def test_the_card_of_another_is_missing(browser: Browser, partner: Partner) -> None:
    location = LocationFactory()
    contact, service = ContactFactory(partner=location.partner), location.partner.services
    other = PartnerFactory().services[0]

    assert not service
    assert browser.open("partners.edit_own_location", location_id=location.id).status == 404
    assert browser.open("partners.edit_own_contact", contact_id=contact.id).status == 404
    assert browser.open("partners.edit_own_service", service_id=other.id).status == 404


def test_a_stale_form_of_its_own_shows_both_texts(browser: Browser, partner: Partner) -> None:
    form = browser.open("partners.edit_own_card").hidden
    browser.visit("POST", "partners.edit_own_card", form | {"phone": "06 00 00 00 91"})
    page = browser.visit("POST", "partners.edit_own_card", form | {"phone": "06 00 00 00 92"})

    assert page.status == 409
    assert db.session.get_one(Partner, partner.id).phone == "+212600000091"


@pytest.mark.parametrize(
    "nonsense", ["a\x00b\u202e", "9" * 5000, "²", "'><script>alert(1)</script>", "ب" * 60_000]
)
def test_nonsense_is_answered(browser: Browser, partner: Partner, nonsense: str) -> None:
    location, contact = LocationFactory(partner=partner), ContactFactory(partner=partner)
    addresses: list[tuple[str, dict[str, Any]]] = [
        ("partners.edit_own_card", {}),
        ("partners.edit_own_service", {"service_id": partner.services[0].id}),
        ("partners.edit_own_location", {"location_id": location.id}),
        ("partners.add_own_contact", {}),
        ("partners.edit_own_contact", {"contact_id": contact.id}),
    ]
    for endpoint, about in addresses:
        page = browser.open(endpoint, **about)
        names = [str(tag["name"]) for tag in page.soup.select("main input:not([type=hidden]), main select")]
        answer = browser.visit("POST", endpoint, page.hidden | dict.fromkeys(names, nonsense), **about)
        assert answer.status in (200, 413, 422)
        assert "<script>alert" not in answer.text


def test_an_account_without_an_organisation_is_told_so(browser: Browser) -> None:
    browser.sign_in(UserFactory(role=Role.PARTNER))

    assert "does not belong to an organisation yet" in browser.open("partners.own_card").text
    assert browser.open("partners.edit_own_card").status == 409
