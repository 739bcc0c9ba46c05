"""What may never be committed: the paths of one machine, secrets, what set-up makes, unfinished work."""

import re
from pathlib import Path

from tests.consistency.tree import ROOT, committed_files, name, text_files

SECRET = re.compile(r"BEGIN (?:[A-Z]+ )*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b")
UNFINISHED = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
MADE_AT_SETUP = (".mo", ".pot", ".pyc", ".woff2", ".sqlite", ".db", ".log", ".env")


def naming(pattern: re.Pattern[str]) -> list[str]:
    found = [(path, match) for path, text in text_files() for match in pattern.finditer(text)]
    return [f"{name(path)}: {match.group()}" for path, match in found]


def test_no_file_names_a_place_on_this_machine() -> None:
    places = {str(ROOT), str(ROOT.parent), str(Path.home())} - {"/"}
    named = naming(re.compile("|".join(re.escape(place) + r"\b" for place in places)))
    # the deployment guide names the usual folders of a server, which may be this one
    assert [place for place in named if not place.startswith("docs/deployment.md")] == []


def test_no_file_holds_a_secret() -> None:
    assert naming(SECRET) == []
    assert committed_files(under="instance") == []


def test_nothing_that_setup_makes_is_committed() -> None:
    assert [name(path) for path in committed_files(*MADE_AT_SETUP)] == []


def test_nothing_is_left_for_later() -> None:
    assert naming(UNFINISHED) == [], "write an issue and finish what is here, or leave it out"
