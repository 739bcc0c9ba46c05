"""The feasts that follow the moon: how many days off each has. Their dates are announced, and entered."""

from dataclasses import dataclass
from functools import cache

from casework.programmes.lists import HERE, Option, rows_of


@dataclass(frozen=True)
class Feast:
    name: Option
    n_days: int


@cache
def feasts() -> dict[str, Feast]:
    return {
        row["code"]: Feast(
            Option(code=row["code"], ar=row["ar"], fr=row["fr"], en=row["en"]), int(row["days"])
        )
        for row in rows_of(HERE / "lunar_feasts.csv")
    }
