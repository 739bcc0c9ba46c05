"""The plain list in a workbook: one row an organisation. Our own list to fill in, and how one is read."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat  # nosec B406 asked only whether a declaration of types stands before the root

from casework.core.i18n import language
from casework.exchange.cards import Card, kept
from casework.exchange.cells import READERS, normal, read_line
from casework.exchange.problems import Problem, Unreadable
from casework.organisation.territory import COMMUNES
from casework.partners.models import PartnerKind
from casework.programmes.lists import SERVICE_TYPES

MOST_CARDS, MOST_COLUMNS, BEFORE_HEADINGS = 20_000, 60, 20
MOST_TAGS = 1_500_000  # of one part: a full list has a million, and a small zip may hold many more
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
# what a column is called: in Arabic, in French, in English
HEADINGS = {
    "name_ar": ("الاسم بالعربية", "Nom en arabe", "Name in Arabic"),
    "name_fr": ("الاسم بالفرنسية", "Nom en français", "Name in French"),
    "kind": ("النوع", "Type", "Kind"),
    "commune_code": ("الجماعة", "Commune", "Commune"),
    "address": ("العنوان", "Adresse", "Address"),
    "phone": ("الهاتف", "Téléphone", "Phone"),
    "email": ("البريد الإلكتروني", "Courriel", "E-mail"),
    "website": ("الموقع الإلكتروني", "Site web", "Website"),
    "services": ("الخدمات", "Services", "Services"),
    "identifier": ("التعريف الموحد للمقاولة", "ICE", "Identifier"),
    "checked_on": ("تاريخ آخر تحقق", "Vérifié le", "Checked on"),
    "about": ("ملاحظات", "Observations", "Notes"),
    "id": ("المعرف", "Identifiant HSDS", "HSDS identifier"),
}
LANGUAGE_COLUMN = {"ar": 0, "fr": 1, "en": 2}


NAMED = {normal(word): name for name, called in HEADINGS.items() for word in (name, *called)}


def cards_of_sheet(content: bytes, files: zipfile.ZipFile) -> tuple[list[Card], list[Problem]]:
    """Of the first sheet, read row by row: its size costs no more memory than its longest row."""
    import openpyxl  # like xlsxwriter, megabytes that no other page of a worker needs

    merged = merged_rows(files)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        rows = enumerate(book.worksheets[0].iter_rows(max_col=MOST_COLUMNS), start=1)
        return read_rows(rows, merged)
    except (
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        expat.ExpatError,
        SyntaxError,
        OSError,
    ):
        raise Unreadable("workbook") from None


def merged_rows(files: zipfile.ZipFile) -> set[int]:
    """Rows with merged cells; refuses a part that declares types of its own: so do small files explode."""
    spans: list[tuple[int, int]] = []
    for path in files.namelist():
        part = files.read(path)
        if part.count(b"<") > MOST_TAGS:  # whatever it is called: the workbook names its own parts
            raise Unreadable("rows")
        if path.endswith((".xml", ".rels", ".vml")):
            refuse_declarations(part)
            if path.startswith("xl/worksheets/"):
                if part.count(b"mergeCell") > MOST_CARDS:
                    raise Unreadable("rows")
                spans += [(int(first), int(last)) for _from, first, _to, last in MERGED.findall(part)]
    return rows_in(spans)


def rows_in(spans: list[tuple[int, int]]) -> set[int]:
    """Each row is looked at once, however often it is merged; what comes after the last one read, never."""
    rows: set[int] = set()
    behind = 0
    for first, last in sorted(spans):
        last = min(last, MOST_CARDS + BEFORE_HEADINGS)
        rows.update(range(max(first, behind + 1), last + 1))
        behind = max(behind, last)
    return rows


class AtTheRoot(Exception):
    """The root element has begun: no declaration of types can follow."""


def refuse_declarations(part: bytes) -> None:
    parser = expat.ParserCreate()

    def declared(*_what: Any) -> None:
        raise Unreadable("workbook")

    def begun(*_what: Any) -> None:
        raise AtTheRoot

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = declared, begun
    try:
        parser.Parse(part, True)
    except AtTheRoot:
        return
    except expat.ExpatError:
        raise Unreadable("workbook") from None


def read_rows(rows: Iterator[tuple[int, Any]], merged: set[int]) -> tuple[list[Card], list[Problem]]:
    columns = find_headings(rows)
    cards: list[Card] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    n_rows = 0
    for n, cells in rows:
        n_rows += 1
        if n_rows > MOST_CARDS:
            raise Unreadable("rows")
        answers = {
            columns[place]: cell
            for place, cell in enumerate(cells)
            if place in columns and cell.value is not None
        }
        if not answers and n not in merged:
            continue
        card, found = card_of_row(n, answers, n in merged, seen)
        cards += [] if found else [card]
        problems += found
    if not cards and not problems:
        raise Unreadable("nothing")
    return cards, problems


def find_headings(rows: Iterator[tuple[int, Any]]) -> dict[int, str]:
    """A title may stand above them."""
    for n, cells in rows:
        found = {
            place: NAMED.get(normal(str(cell.value)))
            for place, cell in enumerate(cells)
            if cell.value is not None
        }
        columns = {place: name for place, name in found.items() if name}
        if {"name_ar", "name_fr"} & set(columns.values()) and len(columns) >= 2:
            return columns
        if n >= BEFORE_HEADINGS:
            break
    raise Unreadable("headings")


def card_of_row(n: int, cells: dict[str, Any], is_merged: bool, seen: set[str]) -> tuple[Card, list[Problem]]:
    problems = [Problem(str(n), "", "merged")] if is_merged else []
    problems += [Problem(str(n), name, "formula") for name, cell in cells.items() if cell.data_type == "f"]
    said: dict[str, Any] = {}
    for name, cell in cells.items():
        try:
            said[name] = READERS.get(name, read_line)(cell.value) if cell.data_type != "f" else None
        except ValueError as error:
            problems.append(Problem(str(n), name, str(error)))
    if not said.get("name_ar") and not said.get("name_fr") and not problems:
        problems.append(Problem(str(n), "name_ar", "missing"))
    if (its_id := said.pop("id", None)) and its_id in seen:
        problems.append(Problem(str(n), "id", "duplicate"))
    seen.add(its_id or "")
    services = [{"code": code} for code in said.pop("services", None) or ()]
    about = said.pop("about", None)
    said["name_ar"], said["name_fr"] = (
        said.get("name_ar") or said.get("name_fr"),
        said.get("name_fr") or said.get("name_ar"),
    )
    said |= {"about_ar" if language() == "ar" else "about_fr": about}
    card = {
        "where": str(n),
        "id": its_id,
        "said": kept(**said),
        "services": services,
        "locations": [],
        "contacts": [],
    }
    return card, problems


def empty_list() -> bytes:
    """A workbook to fill in, in the language of the page; a second sheet gives the words that may be used."""
    import xlsxwriter

    place = LANGUAGE_COLUMN[language()]
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(
        packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    titles = (("القائمة", "Liste", "List")[place], ("الكلمات", "Mots", "Words")[place])
    sheet, words = (book.add_worksheet(title) for title in titles)
    sheet.freeze_panes(1, 0)
    for column, called in enumerate(HEADINGS.values()):
        sheet.write_string(0, column, called[place], bold)
        sheet.set_column(column, column, 24)
    columns = {
        HEADINGS["kind"][place]: [str(kind.label) for kind in PartnerKind if kind is not PartnerKind.CELL],
        HEADINGS["services"][place]: [str(one.label) for one in SERVICE_TYPES],
        HEADINGS["commune_code"][place]: [str(one.label) for one in COMMUNES.values()],
    }
    for column, (heading, offered) in enumerate(columns.items()):
        words.set_column(column, column, 36)
        for row, word in enumerate([heading, *offered]):
            words.write_string(row, column, word, bold if row == 0 else None)
    for each in (sheet, words):
        each.right_to_left() if language() == "ar" else None
    book.close()
    return packed.getvalue()
