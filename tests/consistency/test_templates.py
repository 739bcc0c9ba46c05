"""Templates: each is used, none holds anything inline, styles follow the direction of reading."""

import re
from itertools import pairwise

import pytest

from tests.consistency.tree import ROOT, committed_files, name

TEMPLATES = ROOT / "templates"
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(r"<script\b(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=(?!=)", re.IGNORECASE),
}
ONE_SIDED = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right|"
    r"border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def test_every_template_is_used() -> None:
    sources = [path.read_text() for path in committed_files(".py", ".html")]
    named = set(re.findall(r"[\"']([\w./-]+\.html)[\"']", "\n".join(sources)))
    kept = {path.relative_to(TEMPLATES).as_posix() for path in committed_files(".html", under="templates")}
    assert kept - named == set()


@pytest.mark.parametrize("what", INLINE)
def test_nothing_is_written_inline(what: str) -> None:
    guilty = [name(path) for path in committed_files(".html") if INLINE[what].search(path.read_text())]
    assert guilty == [], f"the content security policy blocks {what}"


def test_styles_never_name_a_side() -> None:
    """Unless the comment on the line above says why it is so in both directions."""
    sided = [
        f"{name(path)}: {line.strip()}"
        for path in committed_files(".css")
        for above, line in pairwise(["", *path.read_text().splitlines()])
        if ONE_SIDED.search(line) and "both directions" not in above
    ]
    assert sided == [], "say inline-start or inline-end: the page is read from the right in Arabic"
