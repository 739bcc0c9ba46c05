"""The kinds of work, as data. Adding one is a module here, its line below, its rows in the data files."""

from collections.abc import Iterable

from flask import Flask

from casework.programmes import child_protection, disability, womens_rights
from casework.programmes.base import Programme


def by_key(programmes: Iterable[Programme]) -> dict[str, Programme]:
    found: dict[str, Programme] = {}
    for programme in programmes:
        if programme.key in found:
            raise ValueError(f"Two programmes have the key {programme.key}.")
        found[programme.key] = programme
    return found


PROGRAMMES = by_key((child_protection.programme, womens_rights.programme, disability.programme))


def init_app(app: Flask) -> None:
    app.extensions["programmes"] = PROGRAMMES  # for pages on the floors below
