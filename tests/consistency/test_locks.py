"""The pins: hashed, without an address, and no more than what was asked for."""

import re

import pytest

from tests.consistency.tree import ROOT, committed_files

PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
ADDRESS = re.compile(r"://|--(?:extra-)?index|--find-links|--trusted-host|(?:^|\s)-[if]\s")


def asked_for(file: str) -> set[str]:
    lines = (ROOT / file).read_text().splitlines()
    return {re.split(r"[\[<>=~;]", line)[0] for line in lines if line and not line.startswith(("-", "#"))}


def pins(file: str) -> dict[str, str]:
    return dict(PINNED.findall((ROOT / file).read_text()))


@pytest.mark.parametrize("file", [path.name for path in committed_files(under="requirements*")])
def test_no_requirement_file_holds_an_address(file: str) -> None:
    assert ADDRESS.findall((ROOT / file).read_text()) == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_hash(file: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / file).read_text())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_what_is_asked_for_is_pinned_the_same_in_both() -> None:
    running, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert asked_for("requirements.in") <= running.keys()
    assert asked_for("requirements-dev.in") <= development.keys()
    assert running.items() <= development.items()


def test_locks_that_record_addresses_are_not_committed() -> None:
    assert committed_files("uv.lock", "pylock.toml") == []
