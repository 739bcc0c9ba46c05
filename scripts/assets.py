"""What is made at set-up and not kept in the repository: compiled catalogues and web fonts."""

from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
AxisLimit = float | tuple[float, float]

CATALOGUES = ROOT / "casework" / "translations"
FONTS = ROOT / "static" / "fonts"

NOTO = files("justmytype_intl_rtl") / "fonts" / "ofl" / "notosansarabic" / "NotoSansArabic[wdth,wght].ttf"
AMIRI = files("fontpkg_amiri") / "files"


def make_all() -> None:
    compile_catalogues()
    make_font(NOTO, "noto-sans-arabic.woff2", {"wdth": 100, "wght": (400, 700)})  # half the bytes
    make_font(AMIRI / "Amiri-Regular.ttf", "amiri-regular.woff2")
    make_font(AMIRI / "Amiri-Bold.ttf", "amiri-bold.woff2")


def compile_catalogues() -> None:
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        locale = source.parent.parent.name
        with source.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text, locale=locale))


def make_font(source: Traversable, name: str, axes: dict[str, AxisLimit] | None = None) -> None:
    made = FONTS / name
    if made.exists():
        return
    print(f"Making the font {name} …", flush=True)
    FONTS.mkdir(parents=True, exist_ok=True)
    with as_file(source) as path:
        font = TTFont(path)
        if axes:
            font = instantiateVariableFont(font, axes, inplace=True)
        font.flavor = "woff2"
        unfinished = made.with_suffix(".part")
        font.save(unfinished)
        unfinished.replace(made)


if __name__ == "__main__":
    make_all()
