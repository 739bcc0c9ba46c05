"""Holds what a file says against the table of the standard; what it does not know is left unread."""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from casework.exchange.problems import Problem
from casework.exchange.standard import CHOICES, ENTITIES, Entity, Field

NAME, TEXT, LARGEST = 200, 20_000, 1_000_000
EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"'.]+")
ADDRESS = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
TIME = re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:?\d\d)?")
UUID_FORM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Row(dict[str, Any]):
    """A line of a table, which remembers where it stood."""

    where = ""


def problems_in(item: Any, name: str, where: str) -> Iterator[Problem]:
    """Of one organisation, service, location… and of all that it holds."""
    where = getattr(item, "where", "") or where
    if not isinstance(item, dict):
        yield Problem(where, "", "object")
        return
    entity, is_table = ENTITIES[name], isinstance(item, Row)
    for field, rule in entity.fields.items():
        is_needed = rule.is_required or is_table and rule.is_required_in_tables
        if is_needed and field not in item:
            yield Problem(where, field, "missing")
    for field, value in item.items():
        yield from problems_of(entity, str(field), value, where)


def problems_of(entity: Entity, field: str, value: Any, where: str) -> Iterator[Problem]:
    rule, members = entity.field(field), entity.lists.get(field)
    if value is None and (rule or members):
        yield Problem(where, field, "null")
    elif rule and (code := wrong(rule, value)):
        yield Problem(where, field, code)
    elif members and not isinstance(value, list):
        yield Problem(where, field, "list")
    elif members:
        for n, member in enumerate(value):
            yield from problems_in(member, members, f"{where}/{field}/{n}")
    elif field == "taxonomy_term" and "taxonomy_term_id" in entity.fields:
        yield from problems_in(value, field, f"{where}/{field}")


def wrong(rule: Field, value: Any) -> str:
    """The code of the problem, or nothing."""
    if rule.is_required and rule.kind == "name" and isinstance(value, str) and not value.strip():
        return "missing"
    if rule.kind in CHOICES:
        return "" if value in CHOICES[rule.kind] else "choice"
    return CHECKS[rule.kind](value)


def wrong_text(value: Any, longest: int = TEXT) -> str:
    if not isinstance(value, str):
        return "text"
    return "long" if len(value) > longest else ""


def wrong_name(value: Any) -> str:
    return wrong_text(value, NAME)


def number_between(least: float, most: float) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        return "" if is_number and least <= value <= most else "number"

    return check


def written_as(form: re.Pattern[str], code: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        is_right = isinstance(value, str) and len(value) <= TEXT and form.fullmatch(value)
        return "" if is_right else code

    return check


def read_by(read: Callable[[str], Any], code: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        try:
            read(value)
        except (ValueError, TypeError, AttributeError):
            return code
        return ""

    return check


def read_date(value: str) -> date:
    return date.fromisoformat(value)


def read_moment(value: str) -> datetime:
    """At the edges of the calendar an hour of another zone has no date in ours."""
    moment = datetime.fromisoformat(value)
    if not 1900 <= moment.year <= 2999:
        raise ValueError(value)
    return moment


CHECKS: dict[str, Callable[[Any], str]] = {
    "text": wrong_text,
    "name": wrong_name,
    "uuid": written_as(UUID_FORM, "uuid"),
    "email": written_as(EMAIL, "email"),
    "uri": written_as(ADDRESS, "uri"),
    "number": number_between(0, LARGEST),
    "degrees": number_between(-180, 180),
    "offset": number_between(-14, 14),
    "date": read_by(read_date, "date"),
    "moment": read_by(read_moment, "moment"),
    "time": written_as(TIME, "time"),
}


def repeated(organizations: list[Any]) -> Iterator[tuple[int, Problem]]:
    """Identifiers that stand twice, each with the place of its organisation in the list."""
    seen: set[UUID] = set()
    for n, organization in enumerate(organizations):
        for where, item in identified(organization, f"/{n}"):
            found = item.get("id")
            if not isinstance(found, str) or not UUID_FORM.fullmatch(found):
                continue
            if UUID(found) in seen:
                yield n, Problem(getattr(item, "where", "") or where, "id", "duplicate")
            seen.add(UUID(found))


def identified(organization: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What has an identifier that later files know it by: the organisation, its services, its places."""
    if not isinstance(organization, dict):
        return
    yield where, organization
    for name in ("services", "locations"):
        members = organization.get(name)
        for n, member in enumerate(members if isinstance(members, list) else ()):
            if isinstance(member, dict):
                yield f"{where}/{name}/{n}", member
