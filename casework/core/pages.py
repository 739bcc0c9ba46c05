"""One page of a list at a time, found by where the last one ended rather than by counting."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import request

from casework.core.text import clean

Row = TypeVar("Row")
DAY_OR_NONE: Any = date | None  # a cursor's kind: the rows without a day have a place in the order too


@dataclass(frozen=True)
class ListPage(Generic[Row]):
    rows: Sequence[Row]
    next_cursor: str | None
    is_first: bool

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def cursor_of(*values: Any) -> str:
    text = "|".join("" if value is None else str(value) for value in values)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def asked_cursor(*kinds: Any) -> tuple[Any, ...] | None:
    """What `?after=` holds, read as the kinds given; anything else is the first page."""
    typed = request.args.get("after", "")
    try:
        parts = urlsafe_b64decode(typed + "=" * (-len(typed) % 4)).decode().split("|")
        return tuple(READERS[kind](part) for kind, part in zip(kinds, parts, strict=True)) if typed else None
    except (ValueError, KeyError):
        return None


def asked_id(name: str) -> UUID | None:
    """What the address names by its id; anything else is nothing."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def whole_number(part: str) -> int:
    """Raises ValueError for what no column of the database can hold."""
    if not re.fullmatch(r"[0-9]{1,9}", part):
        raise ValueError(part)
    return int(part)


READERS: dict[Any, Any] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    str: clean,
    int: whole_number,
    DAY_OR_NONE: lambda part: date.fromisoformat(part) if part else None,
}


def after(
    columns: Sequence[Any], values: Sequence[Any], *, descending: bool = False
) -> sa.ColumnElement[bool]:
    """Rows that come after the cursor in the order of the columns."""
    row, mark = sa.tuple_(*columns), sa.tuple_(*values)
    return row < mark if descending else row > mark


def cut(rows: Sequence[Any], size: int, cursor: Any, *, is_first: bool) -> ListPage[Any]:
    """A page out of size + 1 rows; `cursor(row)` gives the values that the next page starts after."""
    shown = rows[:size]
    more = cursor_of(*cursor(shown[-1])) if len(rows) > size else None
    return ListPage(shown, more, is_first)
