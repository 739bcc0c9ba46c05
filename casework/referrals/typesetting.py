"""Paper as PDF: words go in as data, never as markup, in a font that draws all three scripts."""

import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KEPT = "\n\u200c\u200d\u2066\u2069"  # they are never drawn
NUMBERS = re.compile(r"\+?\d[\d\s.,:/\-]*\d")
FONTS = Path(str(files("fontpkg_amiri") / "files"))


@cache
def drawn() -> frozenset[int]:
    """The characters that the font has."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "Amiri-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(said: Any) -> Any:
    """The same words, with a question mark for what the font lacks: a strict PDF refuses it."""
    if isinstance(said, str):
        return "".join(c if c in KEPT or ord(c) in drawn() else "?" for c in said)
    if isinstance(said, dict):
        return {name: printable(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [printable(value) for value in said]
    return said


def upright(text: str) -> str:
    """Amounts, dates and phones that somebody typed keep their order inside an Arabic line."""
    return NUMBERS.sub(lambda found: f"\u2066{found[0]}\u2069", text)


def compiled(template: Path, words: dict[str, Any]) -> bytes:
    import typst  # megabytes that a worker who prints nothing does not need

    pdf: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"words": json.dumps(printable(words))},
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],  # read aloud by a screen reader, kept in an archive
    )
    return pdf
