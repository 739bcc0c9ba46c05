"""The services, places and contacts of an organisation: added once, changed knowingly, ended or removed."""

from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerLocation,
    PartnerService,
    ServiceStatus,
)
from tests.browser import Browser
from tests.casefile.people import filled
from tests.factories.accounts import UserFactory
from tests.factories.partners import ContactFactory, LocationFactory, PartnerFactory, with_services

SERVICE = {
    "code": "TRAIN",
    "state": "active",
    "name_fr": "Couture",
    "about_fr": "Neuf mois",
    "programmes": ["womens_rights"],
    "sex": "F",
    "age_from": "15",
    "age_to": "45",
    "languages": ["DAR", "TAM"],
    "areas": ["05.081.01.01"],
    "documents": "CIN\n\n  Deux   photos ",
    "fees": "Gratuit",
    "capacity": "20",
    "n_free": "4",
}
LOCATION = {
    "name_fr": "Annexe de Tabant",
    "commune_code": "05.081.03.09",
    "address": "Près du souk",
    "phone": "06 00 00 00 55",
    "point": "31.9614, -6.5718",
    "hours_MO": "8h30-12:00، ١٤:٠٠-١٨:٠٠",
    "hours_TU": "08:30-12:00,14-18h",
    "hours_note": "Sur rendez-vous",
    "confidentiality": "public",
}
CONTACT = {
    "name": "Mme Alaoui",
    "title": "Directrice",
    "phone": "06 00 00 00 56",
    "email": "alaoui@example.org",
    "languages": ["FRE"],
    "confidentiality": "partners",
    "receives_referrals": "y",
}


@pytest.fixture
def partner(browser: Browser) -> Partner:
    made: Partner = PartnerFactory()
    browser.sign_in(UserFactory(supervisor=True))
    return made


def details() -> list[str | None]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.PARTNER_CHANGED.value)
    return [entry.detail for entry in entries.order_by(AuditEntry.seq)]


@pytest.mark.parametrize(
    ("endpoint", "answers", "kind"),
    [
        ("partners.add_service", SERVICE, PartnerService),
        ("partners.add_location", LOCATION, PartnerLocation),
        ("partners.add_contact", CONTACT, PartnerContact),
    ],
)
def test_a_part_is_added_once(
    browser: Browser, partner: Partner, endpoint: str, answers: dict[str, Any], kind: type[Any]
) -> None:
    before = db.session.query(kind).count()
    form = browser.open(endpoint, partner_id=partner.id).hidden | answers
    pages = [browser.visit("POST", endpoint, form, partner_id=partner.id) for _ in range(2)]

    assert [page.heading for page in pages] == [partner.name_fr] * 2
    assert db.session.query(kind).count() == before + 1
    assert len(details()) == 2
    other = PartnerFactory()
    assert browser.visit("POST", endpoint, form, partner_id=other.id).status == 409


def test_a_service_says_for_whom_it_is(browser: Browser, partner: Partner) -> None:
    page = browser.submit("partners.add_service", SERVICE, partner_id=partner.id)

    service = db.session.query(PartnerService).filter_by(code="TRAIN").one()
    assert service.documents == ["CIN", "Deux photos"]
    assert (service.languages, service.areas) == (("DAR", "TAM"), ("05.081.01.01",))
    assert (service.n_free, service.free_on) == (4, today())
    for said in (
        "Couture",
        "From 15 to 45 years of age",
        "Women and girls",
        "Deux photos",
        "4 of 20",
        "Gratuit",
    ):
        assert said in page.text
    address: dict[str, Any] = {"partner_id": partner.id, "service_id": service.id}
    form = browser.open("partners.edit_service", **address)
    assert filled(form)["documents"].split("\n")[-2:] == ["CIN", "Deux photos"]
    browser.visit("POST", "partners.edit_service", filled(form) | {"n_free": "", "sex": ""}, **address)
    db.session.refresh(service)
    assert (service.n_free, service.free_on, service.sex, service.age_to) == (None, None, None, 45)
    assert details()[1:] == ["service_added", "service_changed"]


def test_an_ended_service_stays_for_those_who_keep_the_card(browser: Browser) -> None:
    partner = with_services("TRANS", service={"name_fr": "Navette"})
    browser.sign_in(UserFactory(supervisor=True))
    service = partner.services[0]
    page = browser.post("partners.end_service", partner_id=partner.id, service_id=service.id)

    assert db.session.get_one(PartnerService, service.id).status is ServiceStatus.ENDED
    assert "Navette" in page.text
    browser.post("accounts.sign_out")
    browser.sign_in(UserFactory())
    assert "Navette" not in browser.open("partners.show_partner", partner_id=partner.id).text


def test_a_place_says_when_it_is_open(browser: Browser, partner: Partner) -> None:
    psy = next(service for service in partner.services if service.code == "PSY")
    answers = LOCATION | {"service_ids": [str(psy.id)]}
    page = browser.submit("partners.add_location", answers, partner_id=partner.id)

    location = db.session.query(PartnerLocation).one()
    assert location.hours == [
        {"days": ["MO", "TU"], "opens": "08:30", "closes": "12:00", "note": "Sur rendez-vous"},
        {"days": ["MO", "TU"], "opens": "14:00", "closes": "18:00", "note": "Sur rendez-vous"},
    ]
    assert (location.point, location.services) == ([31.9614, -6.5718], [psy])
    for said in ("Annexe de Tabant", "Monday", "08:30-12:00, 14:00-18:00", "31.9614, -6.5718"):
        assert said in page.text
    address: dict[str, Any] = {"partner_id": partner.id, "location_id": location.id}
    form = filled(browser.open("partners.edit_location", **address))
    assert (form["hours_TU"], form["service_ids"]) == ("08:30-12:00, 14:00-18:00", [str(psy.id)])
    form |= {"hours_TU": "", "hours_SU": "09:00-10:00", "service_ids": []}
    browser.visit("POST", "partners.edit_location", form, **address)
    db.session.refresh(location)
    assert [entry["days"] for entry in location.hours] == [["MO"], ["MO"], ["SU"]]
    assert location.services == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours_MO": "in the morning"},
        {"hours_MO": "25:00-26:00"},
        {"hours_MO": "12:00-08:00"},
        {"point": "99, 0"},
        {"point": "near the market"},
        {"commune_code": ""},
        {"service_ids": ["nonsense"]},
        {"service_ids": [str(new_id())]},
        {"confidentiality": "cell"},
    ],
)
def test_a_place_that_cannot_be_comes_back(browser: Browser, partner: Partner, wrong: Any) -> None:
    page = browser.submit("partners.add_location", LOCATION | wrong, partner_id=partner.id)

    assert page.status == 422
    assert "Annexe de Tabant" in page.text
    assert db.session.query(PartnerLocation).count() == 0


def test_a_place_is_removed_and_who_answered_there_stays(browser: Browser, partner: Partner) -> None:
    location = LocationFactory(partner=partner)
    contact = ContactFactory(partner=partner, location_id=location.id)
    address: dict[str, Any] = {"partner_id": partner.id, "location_id": location.id}
    page = browser.post("partners.remove_location", **address)

    assert page.messages == ["The place was removed."]
    assert db.session.query(PartnerLocation).count() == 0
    assert db.session.get_one(PartnerContact, contact.id).location_id is None
    assert browser.post("partners.remove_location", **address).status == 404


def test_a_contact_is_changed_and_removed(browser: Browser, partner: Partner) -> None:
    browser.submit("partners.add_contact", CONTACT, partner_id=partner.id)
    contact = db.session.query(PartnerContact).one()
    address: dict[str, Any] = {"partner_id": partner.id, "contact_id": contact.id}
    form = filled(browser.open("partners.edit_contact", **address))
    page = browser.visit("POST", "partners.edit_contact", form | {"title": "Présidente"}, **address)

    assert "Présidente" in page.text
    assert (contact.name, contact.languages, contact.receives_referrals) == ("Mme Alaoui", ("FRE",), True)
    assert browser.post("partners.remove_contact", **address).messages == ["The contact was removed."]
    assert db.session.query(PartnerContact).count() == 0
    assert details()[1:] == ["contact_added", "contact_changed", "contact_removed"]


def test_a_hidden_place_of_a_contact_outlives_a_change_by_who_may_not_know_it(
    browser: Browser, partner: Partner
) -> None:
    hidden = LocationFactory(partner=partner, name_fr="House", confidentiality=Confidentiality.CELL)
    known = LocationFactory(partner=partner)
    contact = ContactFactory(partner=partner, location_id=hidden.id)
    address: dict[str, Any] = {"partner_id": partner.id, "contact_id": contact.id}
    page = browser.open("partners.edit_contact", **address)
    assert str(hidden.id) not in page.text
    browser.visit("POST", "partners.edit_contact", filled(page) | {"title": "Accueil"}, **address)
    assert (contact.title, contact.location_id) == ("Accueil", hidden.id)

    stale = browser.visit("POST", "partners.edit_contact", filled(page) | {"title": "Late"}, **address)
    assert stale.status == 409
    assert str(hidden.id) not in stale.text
    form = filled(browser.open("partners.edit_contact", **address))
    browser.visit("POST", "partners.edit_contact", form | {"location_id": str(known.id)}, **address)
    assert contact.location_id == known.id


@pytest.mark.parametrize("part", ["service", "location", "contact"])
def test_a_stale_part_shows_both_texts(browser: Browser, partner: Partner, part: str) -> None:
    rows: dict[str, Any] = {
        "service": partner.services[0],
        "location": LocationFactory(partner=partner),
        "contact": ContactFactory(partner=partner),
    }
    text = {"service": "fees", "location": "address", "contact": "title"}[part]
    endpoint = f"partners.edit_{part}"
    address: dict[str, Any] = {"partner_id": partner.id, f"{part}_id": rows[part].id}
    form = filled(browser.open(endpoint, **address))
    browser.visit("POST", endpoint, form | {text: "First"}, **address)
    page = browser.visit("POST", endpoint, form | {text: "Second"}, **address)

    assert page.status == 409
    assert "First" in page.text
    assert "Second" in page.text
    db.session.refresh(rows[part])
    assert getattr(rows[part], text) == "First"


def test_a_part_of_another_card_is_missing(browser: Browser, partner: Partner) -> None:
    other = LocationFactory(confidentiality=Confidentiality.PUBLIC)

    for about in (other.id, new_id()):
        page = browser.open("partners.edit_location", partner_id=partner.id, location_id=about)
        assert page.status == 404
