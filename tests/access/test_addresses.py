"""Every address, with the rule that guards it, is written down in addresses.txt and reviewed in the diff."""

import re
from pathlib import Path

from flask import Flask

WRITTEN = Path(__file__).with_name("addresses.txt")


def lines_of(app: Flask) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for address in app.url_map.iter_rules():
        verbs = ",".join(sorted((address.methods or set()) - {"HEAD", "OPTIONS"}))
        guard = getattr(app.view_functions[address.endpoint], "rule", "-")
        found.add((address.endpoint, verbs, address.rule, str(guard)))
    return found


def test_addresses_are_the_ones_written_down(app: Flask) -> None:
    written = {tuple(re.split(r"\s{2,}", line)) for line in WRITTEN.read_text().splitlines()}

    assert lines_of(app) == written
