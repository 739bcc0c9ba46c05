"""The directory leaves as HSDS: valid, whole, and without anything that is not public."""

import csv
import io
import json
import zipfile
from typing import Any

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.core.extensions import db
from casework.exchange.checking import problems_in
from casework.exchange.standard import ENTITIES
from casework.partners.models import PartnerKind
from tests.browser import Browser
from tests.exchange.directories import (
    CELL,
    PARTNERS,
    PUBLIC,
    contact_of,
    exported,
    location_of,
    public_partner,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.partners import PartnerFactory

SECRET = "SECRETSTRING"


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


def unknown_fields(item: dict[str, Any], name: str) -> set[str]:
    """What a copy of the schemas that allows nothing more would refuse."""
    entity = ENTITIES[name]
    nested = {"taxonomy_term"} if name == "attribute" else set()
    found = set(item) - set(entity.fields) - set(entity.lists) - nested
    for key, members in entity.lists.items():
        for member in item.get(key, ()):
            found |= unknown_fields(member, members)
    return found


def test_the_package_is_valid(officer: Browser) -> None:
    public_partner()
    PartnerFactory(confidentiality=PUBLIC, service_codes=(), address=None, phone=None, commune_code=None)
    for strict in ("0", "1"):
        package = json.loads(exported(officer, strict=strict))
        assert len(package) == 2
        assert [list(problems_in(one, "organization", "")) for one in package] == [[], []]


def test_a_strict_package_holds_nothing_but_the_standard(officer: Browser) -> None:
    public_partner()
    (strict,), (own,) = (json.loads(exported(officer, strict=strict)) for strict in ("1", "0"))

    assert unknown_fields(strict, "organization") == set()
    assert unknown_fields(own, "organization") >= {"name_ar", "confidentiality"}


def test_what_a_card_says_is_in_the_package(officer: Browser) -> None:
    partner = public_partner()
    (written,) = json.loads(exported(officer))

    assert (written["name"], written["alternate_name"]) == ("Association Tiwizi", "جمعية تيويزي")
    assert written["id"] == str(partner.id)
    legal, psy = written["services"]
    assert legal["status"] == "temporarily closed"
    assert (legal["minimum_age"], legal["maximum_age"], legal["assured_date"]) == (6, 17, "2026-05-04")
    assert [language["code"] for language in legal["languages"]] == ["ary", "tzm"]
    assert [document["document"] for document in legal["required_documents"]] == ["CIN", "شهادة السكنى"]
    terms = {attribute["link_type"]: attribute["taxonomy_term"]["code"] for attribute in legal["attributes"]}
    assert terms == {"service_types": "LEGAL", "programmes": "child_protection", "sex": "F"}
    (place,) = [location for location in written["locations"] if location.get("name") == "Antenne"]
    assert place["schedules"][0]["opens_at"] == "09:00+01:00"
    assert legal["service_at_locations"][0]["location_id"] == place["id"]
    assert psy["name"] == "Écoute =SUM"


def test_tables_are_named_and_linked_as_the_data_package_says(officer: Browser) -> None:
    public_partner()
    with zipfile.ZipFile(io.BytesIO(exported(officer, "zip"))) as files:
        described = json.loads(files.read("datapackage.json"))
        tables = {
            one["path"]: list(csv.DictReader(io.StringIO(files.read(one["path"]).decode())))
            for one in described["resources"]
        }
    assert set(tables) == {entity.file for entity in ENTITIES.values()}
    (organization,) = tables["organizations.csv"]
    assert {row["organization_id"] for row in tables["services.csv"]} == {organization["id"]}
    services = {row["id"] for row in tables["services.csv"]}
    assert {row["service_id"] for row in tables["service_at_location.csv"]} <= services
    terms = {row["id"] for row in tables["taxonomy_terms.csv"]}
    assert {row["taxonomy_term_id"] for row in tables["attributes.csv"]} == terms


def test_no_cell_of_a_table_begins_a_formula(officer: Browser) -> None:
    public_partner(name_fr='=HYPERLINK("http://x")', about_fr="@SUM(1)", about_ar="+1+1")
    with zipfile.ZipFile(io.BytesIO(exported(officer, "zip"))) as files:
        cells = [
            cell
            for name in files.namelist()
            if name.endswith(".csv")
            for row in csv.reader(io.StringIO(files.read(name).decode()))
            for cell in row
        ]
    assert '\'=HYPERLINK("http://x")' in cells
    beginning = [cell for cell in cells if cell.startswith(("=", "@", "-", "+"))]
    assert [cell for cell in beginning if not cell[1:].replace(".", "").isdigit()] == []


def test_nothing_that_is_not_public_leaves(officer: Browser) -> None:
    partner = public_partner()
    for level in (CELL, PARTNERS):
        hidden = location_of(partner, level, name_fr=SECRET, address=SECRET, phone="+212699999999")
        hidden.hours = [{"days": ["MO"], "note": SECRET}]
        partner.services[0].locations.append(hidden)
        contact_of(partner, level, name=SECRET, phone="+212699999999", title=SECRET)
        contact_of(partner, PUBLIC, name=SECRET, location_id=hidden.id)
        PartnerFactory(confidentiality=level, name_fr=SECRET, name_ar=SECRET, address=SECRET, about_fr=SECRET)
    PartnerFactory(confidentiality=PUBLIC, kind=PartnerKind.CELL, name_fr=SECRET)
    PartnerFactory(confidentiality=PUBLIC, name_fr=SECRET).is_active = False
    PartnerFactory(confidentiality=PUBLIC, name_fr=SECRET, directorate=DirectorateFactory(code="BM"))
    commit()

    for kind in ("json", "zip"):
        for strict in ("0", "1"):
            content = exported(officer, kind, strict=strict)
            if kind == "zip":
                with zipfile.ZipFile(io.BytesIO(content)) as files:
                    content = b"".join(files.read(name) for name in files.namelist())
            assert b"Tiwizi" in content
            assert SECRET.encode() not in content
            assert b"699999999" not in content


def test_even_those_who_know_of_shelters_export_none(browser: Browser) -> None:
    browser.sign_in(UserFactory(supervisor=True, cell=CellFactory(women=True)))
    PartnerFactory(shelter=True, name_fr=SECRET)

    assert json.loads(exported(browser)) == []


def test_an_export_is_in_the_log(officer: Browser) -> None:
    exported(officer)
    exported(officer, "zip", strict="1")

    entries = db.session.query(AuditEntry).filter_by(event=Event.DIRECTORY_EXPORTED.value)
    assert [entry.detail for entry in entries.order_by(AuditEntry.seq)] == ["json", "zip-strict"]


def test_only_those_who_keep_the_directory_exchange_it(browser: Browser) -> None:
    browser.sign_in(UserFactory())
    for endpoint in ("show_exchange", "import_directory", "download_list"):
        assert browser.open(f"exchange.{endpoint}").status == 403
    assert browser.open("exchange.export_directory", kind="json").status == 403
