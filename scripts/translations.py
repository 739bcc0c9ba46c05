"""`make translations`: find the sentences in the source and bring the catalogues up to date."""

import subprocess
import sys
from pathlib import Path

from scripts.assets import CATALOGUES, compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "fr")  # English is the source
BABEL = [sys.executable, "-m", "babel.messages.frontend", "-q"]
EXTRACT = ["-F", "babel.cfg", "-k", "_l", "-c", "Translators:", "--add-location=file", "--sort-by-file"]
UPDATE = [
    "--init-missing",
    "--no-fuzzy-matching",
    "--ignore-obsolete",
    "--ignore-pot-creation-date",
    "--no-wrap",
]


def extract(template: Path) -> None:
    """Write every sentence of the source into a catalogue template."""
    about = ["--no-wrap", "--project=Casework"]
    command = [*BABEL, "extract", *EXTRACT, *about, "-o", str(template), "casework", "templates"]
    subprocess.run(command, check=True, cwd=ROOT)


def main() -> None:
    template = ROOT / "messages.pot"
    extract(template)
    for language in LANGUAGES:
        where = ["-l", language, "-i", str(template), "-d", str(CATALOGUES)]
        subprocess.run([*BABEL, "update", *UPDATE, *where], check=True, cwd=ROOT)
    compile_catalogues()


if __name__ == "__main__":
    main()
