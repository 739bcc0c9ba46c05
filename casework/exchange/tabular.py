"""HSDS as tables: the lists of an organisation become files whose rows name their owner, and back."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from casework.exchange.checking import Row
from casework.exchange.problems import Problem, Unreadable
from casework.exchange.standard import ENTITIES, Entity

Tables = dict[str, list[dict[str, Any]]]
MOST_ROWS = 100_000
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
HARMLESS = re.compile(r"[+-]?[0-9][0-9 .]*")  # a phone number or a number
NUMBERS = ("number", "degrees", "offset")
# an attribute names its owner in two columns of its own
OWNER = {"attribute": "link_id"}


def flattened(organizations: Iterable[dict[str, Any]]) -> Tables:
    tables: Tables = {name: [] for name in ENTITIES}
    terms: dict[str, dict[str, Any]] = {}
    for organization in organizations:
        flatten(organization, "organization", {}, tables, terms)
    tables["taxonomy_term"] = list(terms.values())
    return tables


def flatten(
    item: dict[str, Any], name: str, owner: dict[str, str], tables: Tables, terms: dict[str, dict[str, Any]]
) -> None:
    entity = ENTITIES[name]
    tables[name].append({key: value for key, value in item.items() if entity.field(key)} | owner)
    if term := item.get("taxonomy_term"):
        terms[term["id"]] = term
    for key, members in entity.lists.items():
        column = OWNER.get(members, f"{name}_id")
        for member in item.get(key, ()):
            flatten(member, members, {column: item["id"]}, tables, terms)


def as_csv(entity: Entity, rows: list[dict[str, Any]], *, is_strict: bool) -> bytes:
    """In UTF-8, as a data package wants it; no cell begins a formula."""
    text = io.StringIO()
    columns = list(entity.fields) if is_strict else entity.columns
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([harmless(row.get(column, "")) for column in columns] for row in rows)
    return text.getvalue().encode()


def harmless(value: Any) -> Any:
    """What a spreadsheet would take for a formula stands after an apostrophe."""
    if not isinstance(value, str) or not FORMULA.match(value.lstrip("'")) or HARMLESS.fullmatch(value):
        return value
    return f"'{value}"


def as_written(value: str) -> str:
    """Without the apostrophe that an export put before a formula."""
    is_guarded = value.startswith("'") and FORMULA.match(value.lstrip("'"))
    return value[1:] if is_guarded else value


def read_csv(entity: Entity, text: str) -> Iterator[Row]:
    """Raises Unreadable when the first line names none of the columns, or too many follow."""
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [column.strip() for column in next(lines, [])]
        if not columns or "id" not in columns or len(set(columns)) < len(columns):
            raise Unreadable("header")
        for n, cells in enumerate(lines, start=2):
            if n > MOST_ROWS + 1:
                raise Unreadable("rows")
            if any(cells):
                yield row_of(entity, columns, cells, n)
    except csv.Error:
        raise Unreadable("header") from None


def row_of(entity: Entity, columns: list[str], cells: list[str], n: int) -> Row:
    row = Row()
    row.where = f"{entity.file} {n}"
    if len(cells) != len(columns):
        row["columns"] = len(cells)  # a row cut short is said to be one, whatever else it lacks
        return row
    for column, cell in zip(columns, cells, strict=True):
        field = entity.field(column)
        if field and (cell or column == "postal_code"):
            row[column] = number(cell) if field.kind in NUMBERS else as_written(cell)
    return row


def number(cell: str) -> Any:
    """As a number when it is one; the text otherwise, which the check then finds."""
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,12})?", cell):
        return cell
    return float(cell) if "." in cell else int(cell)


def nested(tables: dict[str, list[Row]]) -> tuple[list[Row], list[Problem]]:
    """Each row put into the list of its owner; those whose owner is not there are told."""
    cut = [row for rows in tables.values() for row in rows if "columns" in row]
    problems = [Problem(row.where, "", "columns") for row in cut]
    whole = {name: [row for row in rows if "columns" not in row] for name, rows in tables.items()}
    terms = {row["id"]: row for row in whole.get("taxonomy_term", ()) if "id" in row}
    for row in whole.get("attribute", ()):
        if term := terms.get(row.get("taxonomy_term_id")):
            row["taxonomy_term"] = term
    owned: set[int] = set()
    for name, entity in ENTITIES.items():
        for key, members in entity.lists.items():
            owned |= put_in_lists(whole, name, key, members)
    for name, rows in whole.items():
        if name not in ("organization", "taxonomy_term"):
            problems += [Problem(row.where, "id", "orphan") for row in rows if id(row) not in owned]
    return whole.get("organization", []), problems


def put_in_lists(tables: dict[str, list[Row]], name: str, key: str, members: str) -> set[int]:
    column = OWNER.get(members, f"{name}_id")
    by_owner: dict[Any, list[Row]] = defaultdict(list)
    for row in tables.get(members, ()):
        by_owner[row.get(column)].append(row)
    owned: set[int] = set()
    for owner in tables.get(name, ()):
        if "id" in owner and (found := by_owner.get(owner["id"])):
            owner[key] = found
            owned |= {id(row) for row in found}
    return owned
