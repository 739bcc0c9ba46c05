"""A few short codes kept in one column, and asked for one at a time."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Text, type_coerce
from sqlalchemy.types import TypeDecorator


class Codes(TypeDecorator[tuple[str, ...]]):
    """Kept as ` ar fr `, with a space on either side, so that ` ar ` is found and `arc` is not."""

    impl = Text
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[Any]):  # noqa: N801 SQLAlchemy's name
        def holds(self, code: str) -> ColumnElement[bool]:
            return type_coerce(self.expr, Text).contains(f" {code} ", autoescape=True)

        def is_empty(self) -> ColumnElement[bool]:
            return type_coerce(self.expr, Text) == ""

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str:
        codes = tuple(value or ())
        return f" {' '.join(codes)} " if codes else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        return tuple((value or "").split())
