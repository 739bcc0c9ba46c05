"""What no directory should hold: each has its sentence, and what stands beside it can still be imported."""

import io
import json
import zipfile
from typing import Any

import pytest

from casework.access.policy import Role
from casework.core.extensions import db
from casework.exchange import reading
from casework.partners.models import Partner
from tests.browser import Browser
from tests.exchange.directories import ID, confirm, counts, in_json, organization, send, service, zipped
from tests.factories.accounts import UserFactory

HEAD = "id,name,description\r\n"
LINE = f"{ID.format(0)},Association,Aide\r\n"


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


def packed(names: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as files:
        for name, inside in names.items():
            files.writestr(name, inside)
    return content.getvalue()


WHOLE = {
    "empty": (b"  \n", "The file is empty."),
    "no organisation": (b"[]", "The file holds no organisation."),
    "no known kind": (b"%PDF-1.7", "This is neither an HSDS file"),
    "not UTF-8": (b'[{"name": "\xff\xfe\xe9"}]', "The text of the file is not in UTF-8."),
    "not JSON": (b"[{", "cannot be read as JSON"),
    "NaN": (b"[NaN]", "cannot be read as JSON"),
    "10,000 deep": (b"[" * 10_000 + b"]" * 10_000, "nested too deep"),
    "100 deep": (b'{"a":' * 100 + b"1" + b"}" * 100, "nested too deep"),
    "20,001 organisations": (b"[" + b"1," * 20_000 + b"1]", "too many rows"),
    "broken zip": (b"PK\x03\x04" + b"x" * 40, "damaged or protected"),
    "zip with ../": (packed({"../organizations.csv": b"id"}), "names that lead outside it"),
    "zip with a drive": (packed({"C:\\organizations.csv": b"id"}), "names that lead outside it"),
    "zip of many": (packed({f"{n}.csv": b"" for n in range(300)}), "too many files"),
    "zip bomb": (
        packed({"organizations.csv": b"0" * 33 * 1024 * 1024}),
        "the zip file is too large",
    ),
    "no organisations": (zipped(services="id\r\n"), "lacks the table organizations.csv"),
    "wrong headings": (zipped(organizations="nom,ville\r\nA,B\r\n"), "does not name its columns as HSDS"),
    "table not UTF-8": (packed({"organizations.csv": b"id,name\n\xff\xfe,a"}), "not in UTF-8"),
    "100,001 rows": (zipped(organizations=HEAD + LINE * 100_001), "too many rows"),
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_file_that_cannot_be_read_says_why(officer: Browser, what: str) -> None:
    content, sentence = WHOLE[what]
    page = send(officer, content)

    assert page.status == 422
    assert sentence in page.text


def test_no_file_is_asked_for_again(officer: Browser) -> None:
    page = officer.submit("exchange.import_directory", {})

    assert page.status == 422
    assert "Choose a file." in page.text


DAILY = {"id": ID.format(9), "freq": "DAILY"}
PARTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "null": ({"email": None}, "E-mail", "This is null"),
    "missing name": ({"name": ""}, "Name", "This is needed"),
    "bad UUID": ({"id": "17"}, "id", "This is no identifier"),
    "unknown status": ({"services": [service(status="actif")]}, "status", "none of the values"),
    "wrong enum": (
        {"locations": [{"id": ID.format(9), "location_type": "confidential"}]},
        "location_type",
        "none of the values",
    ),
    "wrong often": (
        {"services": [service(schedules=[{"id": ID.format(9), "freq": "DAILY"}])]},
        "freq",
        "none of",
    ),
    "text extension": (
        {"phones": [{"id": ID.format(9), "number": "0600000000", "extension": "12"}]},
        "extension",
        "A number is expected",
    ),
    "huge number": ({"services": [service(minimum_age=10**20)]}, "minimum_age", "A number is expected"),
    "infinite": ({"services": [service(maximum_age=1e308 * 10)]}, "maximum_age", "A number is expected"),
    "ages crossed": ({"services": [service(minimum_age=9, maximum_age=3)]}, "minimum_age", "The lowest age"),
    "no e-mail": ({"email": "a b@c"}, "E-mail", "This is no e-mail address"),
    "script address": ({"website": "javascript:alert(1)"}, "Website", "This is no web address"),
    "no date": ({"services": [service(assured_date="31/12/2025")]}, "Checked on", "This is no date"),
    "future check": ({"services": [service(assured_date="2999-01-01")]}, "Checked on", "in the future"),
    "no list": ({"services": {}}, "Services", "A list is expected"),
    "no object": ({"services": [7]}, "", "An object with named fields"),
    "long name": ({"name": "a" * 201}, "Name", "too long"),
    "duplicate": ({"services": [service(1), service(1)]}, "id", "stands twice"),
    "no text": ({"description": ["a"]}, "description", "A text is expected"),
}


@pytest.mark.parametrize("what", PARTS)
def test_a_wrong_field_is_told_and_the_others_are_imported(officer: Browser, what: str) -> None:
    fields, field, sentence = PARTS[what]
    content = json.dumps([organization(0, **fields), organization(1)]).replace("Infinity", "1e999").encode()
    preview = send(officer, content)

    assert counts(preview)["Will be added"] == 1
    (row,) = preview.soup.select("section[aria-labelledby=errors] tbody tr")
    where, name, said = (cell.get_text(strip=True) for cell in row.select("th, td"))
    assert where.startswith("/0")
    assert name == field
    assert sentence in said
    confirm(officer, preview)
    assert [one.name_fr for one in db.session.query(Partner)] == ["Association 1"]


def test_a_number_of_five_thousand_figures_is_no_number(officer: Browser) -> None:
    text = in_json(organization(services=[service(minimum_age=0)])).replace(b": 0", b": " + b"9" * 5000)

    assert "A number is expected here" in send(officer, text).text


def test_two_organisations_of_one_id_are_told(officer: Browser) -> None:
    preview = send(officer, in_json(organization(1), organization(1, name="Again")))

    assert "This identifier stands twice in the file." in preview.text
    assert counts(preview) == {"Will be added": 1, "Errors in the file": 1}


def test_rows_of_tables_are_told_by_their_line(officer: Browser) -> None:
    services = "id,organization_id,name,status\r\n"
    orphan = service()["id"] + f",{ID.format(7)},Soutien,active\r\n"
    preview = send(officer, zipped(organizations=HEAD + LINE + "1,2\r\n", services=services + orphan))

    places = preview.texts("section[aria-labelledby=errors] tbody th")
    assert places == ["organizations.csv 3", "services.csv 2"]
    assert counts(preview)["Will be added"] == 1


def test_markup_in_a_file_is_only_text(officer: Browser) -> None:
    name = "<script>alert(1)</script>\u202e"
    preview = send(officer, in_json(organization(name=name)))
    assert "<script>alert" not in preview.text
    confirm(officer, preview)

    assert db.session.query(Partner).one().name_fr == "<script>alert(1)</script>"


def test_a_page_of_an_interface_is_read_too() -> None:
    page = json.dumps({"total_items": 1, "contents": [organization()]}).encode()
    cards, problems = reading.read_file(page)

    assert [card["said"]["name_fr"] for card in cards] == ["Association 0"]
    assert problems == []
