"""What a person needs is found: the services that fit, near first, each with how it usually answers."""

from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.core.clock import today
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.partners import queries
from casework.partners.models import Confidentiality, Partner, PartnerService, ServiceStatus
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.organisation import the_directorate
from tests.factories.partners import LocationFactory, PartnerFactory, with_services

AZILAL, DEMNATE, TABANT, IMLIL, BZOU = (
    "05.081.01.01",
    "05.081.01.03",
    "05.081.03.09",
    "05.081.15.11",
    "05.081.05.07",
)


def found(user: User, **asked: Any) -> list[str]:
    return [
        service.partner.name_fr for service in db.session.scalars(queries.matching_services(user, **asked))
    ]


def test_the_nearest_come_first(app: Flask) -> None:
    user = UserFactory()
    for name, commune in (("A far", BZOU), ("B around", TABANT), ("C there", AZILAL), ("D nowhere", None)):
        with_services("PSY", name_fr=name, commune_code=commune)

    assert found(user, commune=AZILAL) == ["C there", "B around", "A far", "D nowhere"]
    assert found(user, commune=TABANT) == ["B around", "C there", "A far", "D nowhere"]
    assert found(user, commune=IMLIL)[0] == "A far"
    assert found(user, commune="outside")[0] == "A far"


def test_a_place_of_its_own_counts_as_near_when_it_may_be_known(app: Flask) -> None:
    user = UserFactory()
    with_services("PSY", name_fr="A seat elsewhere", commune_code=BZOU)
    open_one = with_services("PSY", name_fr="B open place", commune_code=BZOU)
    hidden = with_services("PSY", name_fr="C hidden place", commune_code=BZOU)
    LocationFactory(partner=open_one, commune_code=DEMNATE)
    LocationFactory(partner=hidden, commune_code=DEMNATE, confidentiality=Confidentiality.CELL)

    assert found(user, commune=DEMNATE) == ["B open place", "A seat elsewhere", "C hidden place"]
    assert found(user, commune=IMLIL)[0] == "B open place"


@pytest.mark.parametrize(
    ("said", "asked", "fits"),
    [
        ({}, {"age": 3, "sex": "M", "programme": "disability", "commune": AZILAL}, True),
        ({"age_from": 15, "age_to": 25}, {"age": 15}, True),
        ({"age_from": 15, "age_to": 25}, {"age": 25}, True),
        ({"age_from": 15, "age_to": 25}, {"age": 14}, False),
        ({"age_from": 15, "age_to": 25}, {"age": 26}, False),
        ({"sex": "F"}, {"sex": "F"}, True),
        ({"sex": "F"}, {"sex": "female"}, True),
        ({"sex": "F"}, {"sex": "M"}, False),
        ({"programmes": ("disability", "womens_rights")}, {"programme": "womens_rights"}, True),
        ({"programmes": ("disability",)}, {"programme": "womens_rights"}, False),
        ({"areas": (AZILAL, BZOU)}, {"commune": BZOU}, True),
        ({"areas": (AZILAL, BZOU)}, {"commune": DEMNATE}, False),
        ({"n_free": 2}, {"with_free_place": True}, True),
        ({"n_free": 0}, {"with_free_place": True}, False),
        ({}, {"with_free_place": True}, False),
        ({"status": ServiceStatus.PAUSED}, {}, False),
        ({"status": ServiceStatus.INACTIVE}, {}, False),
        ({"status": ServiceStatus.ENDED}, {}, False),
        ({}, {"code": "LEGAL"}, False),
        ({}, {"code": "PSY"}, True),
    ],
)
def test_only_what_fits_is_offered(app: Flask, said: Any, asked: Any, fits: bool) -> None:
    with_services("PSY", name_fr="Espoir", service=said)

    assert found(UserFactory(), **asked) == (["Espoir"] if fits else [])


def test_who_no_longer_receives_is_not_offered(app: Flask) -> None:
    with_services("PSY", is_active=False)

    assert found(UserFactory()) == []


def test_the_page_says_how_each_answers(browser: Browser) -> None:
    quick = with_services("PSY", name_fr="Quick", checked_on=today())
    silent = with_services("PSY", name_fr="Silent", service={"n_free": 3, "capacity": 8, "free_on": today()})
    quick.services[0].usual_days = 2.5
    silent.services[0].seldom_answers = True
    db.session.commit()
    browser.sign_in(UserFactory())

    page = browser.open("partners.list_partners", service="PSY", commune=DEMNATE, age="٣٠", sex="F")
    lines = dict(zip(page.texts("tbody th a"), page.texts("tbody tr"), strict=True))
    assert "Usually within 3 days" in lines["Quick"]
    assert "six months" not in lines["Quick"]
    assert "Usually does not answer" in lines["Silent"]
    assert "3 of 8" in lines["Silent"]
    assert "Not checked for six months" in lines["Silent"]
    assert page.soup.select_one('option[value="PSY"][selected]')
    assert "No partner offers this there." in browser.open("partners.list_partners", service="COOP").text


def fill(number: int) -> None:
    """Organisations of two services and one place each, all in one commune."""
    directorate, key = the_directorate(), new_key(KeyOwner.PARTNER)
    db.session.flush()
    for n in range(number // 2):
        partner = Partner(
            key_id=key.id,
            directorate_id=directorate.id,
            name_ar=f"جمعية {n:04}",
            name_fr=f"Association {n:04}",
            commune_code=AZILAL,
            phone="+212600000011",
        )
        partner.services = [PartnerService(code="PSY"), PartnerService(code="LEGAL")]
        db.session.add(partner)
    db.session.commit()


@pytest.mark.parametrize("number", [10, 1000])
@pytest.mark.parametrize(
    "asked", [{}, {"service": "PSY"}, {"service": "PSY", "commune": AZILAL, "age": "30"}]
)
def test_a_page_asks_little_of_the_database(
    browser: Browser, statements: list[str], number: int, asked: dict[str, str]
) -> None:
    fill(number)
    browser.sign_in(UserFactory())
    statements.clear()
    page = browser.open("partners.list_partners", **asked)

    assert len(statements) <= 8
    assert page.texts("tbody th")


@pytest.mark.parametrize("asked", [{"programme": "disability"}, {"commune": AZILAL}])
def test_a_long_list_of_services_is_read_page_by_page(browser: Browser, asked: dict[str, str]) -> None:
    fill(60)
    browser.sign_in(UserFactory())
    page = browser.open("partners.list_partners", **asked)
    seen = page.texts("tbody tr")
    while following := page.soup.select_one("a[rel=next]"):
        page = browser.send("GET", "/partners/" + str(following["href"]))
        seen += page.texts("tbody tr")

    assert len(seen) == len(set(seen)) == 60


def test_a_card_with_many_parts_asks_little(browser: Browser, statements: list[str]) -> None:
    partner = PartnerFactory(service_codes=("PSY", "LEGAL", "TRANS"))
    for _ in range(6):
        LocationFactory(partner=partner)
    browser.sign_in(UserFactory())
    statements.clear()

    assert browser.open("partners.show_partner", partner_id=partner.id).status == 200
    assert len(statements) <= 10
