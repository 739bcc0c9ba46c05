"""Opens a file that somebody sent: JSON, zipped tables or a workbook. Nothing in it is believed yet."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, NoReturn

from casework.exchange.cards import Card, card_of
from casework.exchange.checking import Row, problems_in, repeated
from casework.exchange.problems import Problem, Unreadable
from casework.exchange.sheets import MOST_CARDS, cards_of_sheet
from casework.exchange.standard import ENTITIES
from casework.exchange.tabular import nested, read_csv

MOST_MEMBERS, MOST_UNPACKED = 200, 32 * 1024 * 1024
MOST_PARTS = 1_000  # services, places or contacts of one organisation
LONGEST_NUMBER = 30  # figures; what is longer is no age, capacity or coordinate
DEEPEST = 40  # lists within lists; HSDS needs a dozen
WORKBOOK = "[Content_Types].xml"
Read = tuple[list[Card], list[Problem]]


def read_file(content: bytes) -> Read:
    """The cards that can be imported, and what is wrong with the others; raises Unreadable."""
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(b"PK"):
        return read_zip(content)
    return read_organizations(read_json(content))


def read_json(content: bytes) -> list[Any]:
    text = decoded(content)
    if text.lstrip()[:1] not in ("[", "{"):
        raise Unreadable("unknown")
    try:
        found = json.loads(text, parse_int=number, parse_float=number, parse_constant=no_number)
    except RecursionError:
        raise Unreadable("deep") from None
    except ValueError:
        raise Unreadable("json") from None
    refuse_deep(found)
    if isinstance(found, dict):  # one organisation, or a page of an interface
        contents = found.get("contents", [found])
        found = contents if isinstance(contents, list) else [found]
    return list(found)


def refuse_deep(found: Any) -> None:
    """Looked at level by level, so that no depth is too much for the look itself."""
    level = [found]
    for _depth in range(DEEPEST):
        level = [inner for outer in level for inner in members(outer)]
        if not level:
            return
    raise Unreadable("deep")


def members(outer: Any) -> Iterator[Any]:
    inside = outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
    return (inner for inner in inside if isinstance(inner, dict | list))


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("utf8") from None


def number(figures: str) -> Any:
    """A number of a length that means something; otherwise its text, which is then found to be no number."""
    if len(figures) > LONGEST_NUMBER:
        return figures[:LONGEST_NUMBER]
    return float(figures) if re.search("[.eE]", figures) else int(figures)


def no_number(_word: str) -> NoReturn:
    raise ValueError("NaN and infinity are no JSON")


def read_zip(content: bytes) -> Read:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as files:
            refuse_unsafe(files.infolist())
            if WORKBOOK in files.namelist():
                return cards_of_sheet(content, files)
            return read_tables(files)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        zlib.error,
    ):
        raise Unreadable("zip") from None


def refuse_unsafe(members: list[zipfile.ZipInfo]) -> None:
    """No archive larger than it may be, no name that leads outside; nothing is unpacked to a disk."""
    leads_outside = any(
        name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name
        for name in (member.filename for member in members)
    )
    if len(members) > MOST_MEMBERS or leads_outside:
        raise Unreadable("members")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable("unpacked")


def read_tables(files: zipfile.ZipFile) -> Read:
    """Tables may stand in one folder of the archive."""
    paths = {path.rsplit("/", 1)[-1]: path for path in files.namelist()}
    if "organizations.csv" not in paths:
        raise Unreadable("tables")
    tables: dict[str, list[Row]] = {}
    for name, entity in ENTITIES.items():
        if entity.file in paths:
            tables[name] = list(read_csv(entity, decoded(files.read(paths[entity.file]))))
    organizations, problems = nested(tables)
    cards, others = read_organizations(organizations)
    return cards, problems + others


def holds_too_much(organization: Any) -> bool:
    """No organisation has as many services or places; each is compared with each of the card's."""
    lists = organization.values() if isinstance(organization, dict) else ()
    return any(isinstance(members, list) and len(members) > MOST_PARTS for members in lists)


def read_organizations(organizations: list[Any]) -> Read:
    if not organizations:
        raise Unreadable("nothing")
    if len(organizations) > MOST_CARDS or any(map(holds_too_much, organizations)):
        raise Unreadable("rows")
    wrong: dict[int, list[Problem]] = {}
    for n, problem in repeated(organizations):
        wrong.setdefault(n, []).append(problem)
    cards: list[Card] = []
    problems: list[Problem] = []
    for n, organization in enumerate(organizations):
        found = [*problems_in(organization, "organization", f"/{n}"), *wrong.get(n, ())]
        if not found:
            card, found = card_of(organization, f"/{n}")
            cards += [] if found else [card]
        problems += found
    return cards, problems
