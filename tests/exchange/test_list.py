"""The plain list of a directorate, in a workbook of our own or nearly so."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from casework.access.policy import Role
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerKind
from tests.browser import Browser
from tests.exchange.directories import confirm, counts, send
from tests.factories.accounts import UserFactory

DAY = date(2026, 3, 2)
FRENCH = ["Nom en français", "Nom en arabe", "Type", "Commune", "Téléphone", "Services", "Vérifié le"]
ROW = [
    "Association A",
    "جمعية أ",
    "Association",
    "Azilal",
    "0600000011",
    "Soutien psychologique; LEGAL",
    date(2026, 3, 2),
]


@pytest.fixture
def officer(browser: Browser) -> Browser:
    browser.sign_in(UserFactory(role=Role.PROGRAMME_OFFICER))
    return browser


def workbook(*rows: Sequence[Any], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def told(page: Any) -> list[list[str]]:
    rows = page.soup.select("section[aria-labelledby=errors] tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]


def test_a_list_becomes_cards(officer: Browser) -> None:
    preview = send(officer, workbook(["Annuaire 2026"], FRENCH, ROW, [], ["Association B"]))
    assert counts(preview) == {"Will be added": 2}
    confirm(officer, preview)

    first, second = db.session.query(Partner).order_by(Partner.name_fr)
    assert (first.name_ar, first.kind, first.commune_code) == (
        "جمعية أ",
        PartnerKind.ASSOCIATION,
        "05.081.01.01",
    )
    assert (first.phone, first.service_codes, first.checked_on) == (
        "+212600000011",
        ["LEGAL", "PSY"],
        date(2026, 3, 2),
    )
    assert second.name_ar == second.name_fr == "Association B"
    assert counts(send(officer, workbook(FRENCH, ROW))) == {"Already so": 1}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_list_offered_is_one_that_is_read(officer: Browser, language: str) -> None:
    officer.client.set_cookie("lang", language)
    content = officer.open("exchange.download_list").response.get_data()
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, words = book.worksheets
    # each word of the second sheet may stand in its column
    headings = [cell.value for cell in sheet[1]]
    for n, column in enumerate(words.iter_cols(values_only=True)):
        place = headings.index(column[0]) + 1
        for row, word in enumerate(filter(None, column[1:]), start=2):
            sheet.cell(row, 1).value = sheet.cell(row, 2).value = f"Association {row}"
            sheet.cell(row, place).value = word
        assert n < 3
    filled = io.BytesIO()
    book.save(filled)
    officer.client.set_cookie("lang", "en")

    preview = send(officer, filled.getvalue())
    assert told(preview) == []
    assert counts(preview)["Will be added"] == sheet.max_row - 1


def test_formulas_merged_cells_and_unknown_words_are_told_by_row(officer: Browser) -> None:
    content = workbook(
        FRENCH,
        ["=1+1", "صيغة"],
        ["Fusion"],
        ["Fusion 2"],
        ["Type faux", "", "Château"],
        ["Commune fausse", "", "", "Paris"],
        ["Service faux", "", "", "", "", "PSY; Magie"],
        ["Jour faux", "", "", "", "", "", "hier"],
        ["", "", "", "Azilal"],
        ["Juste"],
        merged="A3:A4",
    )
    preview = send(officer, content)

    assert [(row, field) for row, field, _said in told(preview)] == [
        ("2", "Name in French"),
        ("3", ""),
        ("4", ""),
        ("5", "Kind of organisation"),
        ("6", "Commune"),
        ("7", "Services"),
        ("8", "Checked on"),
        ("9", "Name in Arabic"),
    ]
    assert "This cell holds a formula: write its value instead." in preview.text
    assert "Cells of this row are merged" in preview.text
    assert counts(preview)["Will be added"] == 1


def test_wrong_headings_and_an_empty_list_are_told(officer: Browser) -> None:
    assert (
        "No row of the first sheet names the columns" in send(officer, workbook(["a", "b"], ["c", "d"])).text
    )
    assert "The file holds no organisation." in send(officer, workbook(FRENCH)).text


def test_fifty_thousand_rows_are_too_many(officer: Browser) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(FRENCH)
    for n in range(50_000):
        sheet.append([f"Association {n}"])
    content = io.BytesIO()
    book.save(content)

    page = send(officer, content.getvalue())
    assert page.status == 422
    assert "The file has too many rows" in page.text


def with_part(content: bytes, name: str, inside: bytes) -> bytes:
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, inside if member == name else old.read(member))
    return changed.getvalue()


@pytest.mark.parametrize("coding", ["utf-8", "utf-16"])
def test_entities_that_explode_are_refused(officer: Browser, coding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    declared = f'<?xml version="1.0" encoding="{coding}"?>' + bomb
    content = with_part(workbook(FRENCH, ROW), "xl/worksheets/sheet1.xml", declared.encode(coding))

    assert "The workbook is damaged and cannot be read." in send(officer, content).text


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("inside", [b"", b"<a/>", b"<a", b"\x00\xff"])
def test_a_damaged_workbook_says_so(officer: Browser, part: str, inside: bytes) -> None:
    page = send(officer, with_part(workbook(FRENCH, ROW), part, inside))

    assert page.status == 422
