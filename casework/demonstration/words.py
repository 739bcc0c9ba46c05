"""The invented words: names, places and texts, as data beside this module."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from casework.programmes.lists import rows_of

DATA = Path(__file__).with_name("data")
Row = dict[str, str]
Choice = TypeVar("Choice")


def drawn(chance: Random, weights: Mapping[Choice, int]) -> Choice:
    """One of these, the heavier the more often."""
    return chance.choices(list(weights), list(weights.values()))[0]


@cache
def rows(name: str) -> Sequence[Row]:
    return tuple(rows_of(DATA / f"{name}.csv"))


@cache
def first_names(sex: str) -> Sequence[Row]:
    return tuple(row for row in rows("first_names") if row["sex"] == sex)


@cache
def texts(use: str, cell_key: str = "*") -> Sequence[str]:
    """What is written for this use: in one kind of cell, or in any."""
    return tuple(row["text"] for row in rows("texts") if row["use"] == use and row["cell"] in ("*", cell_key))
