"""Small files that would keep a server busy for hours."""

import io
import zipfile
from uuid import UUID

import openpyxl
import pytest
import xlsxwriter
from flask import Flask

from casework.exchange.problems import Unreadable
from casework.exchange.reading import read_file
from tests.exchange.directories import in_json, organization, service

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def workbook() -> bytes:
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    sheet = book.add_worksheet()
    for row, cells in enumerate((("Nom en arabe", "Nom en français"), ("جمعية", "Association"))):
        sheet.write_row(row, 0, cells)
    book.close()
    return packed.getvalue()


def with_part(path: str, before: bytes, added: bytes) -> bytes:
    """The workbook with something put before the last of these words of one of its parts."""
    packed = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(workbook()))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name in whole.namelist():
            part = whole.read(name)
            if name == path:
                first, last, rest = part.rpartition(before)
                part = first + added + last + rest
            files.writestr(name, part)
    return packed.getvalue()


ENDLESS = {
    "unclosed merges": (SHEET, b"</worksheet>", b"<mergeCell " * 200_000),
    "merges of everything": (
        SHEET,
        b"</worksheet>",
        b"<mergeCells>" + b'<mergeCell ref="A9:A1048576"/>' * 300_000 + b"</mergeCells>",
    ),
    "empty strings": (STRINGS, b"</sst>", b"<si/>" * 1_600_000),
    "cells of one row": (SHEET, b"</row>", b"<c/>" * 1_600_000),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_it_is_refused_before_it_is_read(app: Flask, what: str) -> None:
    content = with_part(*ENDLESS[what])

    with pytest.raises(Unreadable):
        read_file(content)
    assert len(content) < 100_000


def test_a_sheet_of_another_name_is_looked_at_too(app: Flask) -> None:
    packed = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(with_part(*ENDLESS["cells of one row"])))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for name in whole.namelist():
            part = whole.read(name)
            if not name.startswith("xl/worksheets/"):
                part = part.replace(b"sheet1.xml", b"sheet1.odd")
            files.writestr(name.replace("sheet1.xml", "sheet1.odd"), part)

    with pytest.raises(Unreadable):
        read_file(packed.getvalue())


def test_an_organisation_of_thousands_of_services_is_refused(app: Flask) -> None:
    """Imported twice, each of them would be compared with each."""
    services = [service(n % 10) | {"id": str(UUID(int=n))} for n in range(1_001)]

    with pytest.raises(Unreadable):
        read_file(in_json(organization(services=services)))
    assert read_file(in_json(organization(services=services[1:])))[0]


def test_the_rows_of_overlapping_merges_are_still_told(app: Flask) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    for where in ("A2:B2", "A2:A3", "A5:A6"):
        book.worksheets[0].merge_cells(where)
    packed = io.BytesIO()
    book.save(packed)
    cards, problems = read_file(packed.getvalue())

    assert cards == []
    assert {(problem.where, problem.code) for problem in problems} >= {("2", "merged"), ("3", "merged")}
