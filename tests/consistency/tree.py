"""The files of the repository, as they would be committed."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_BY_A_TOOL = ("casework/migrations/versions/", "requirements.txt", "requirements-dev.txt")


def committed_files(*endings: str, under: str = "") -> list[Path]:
    """Tracked files and those about to be, without what .gitignore leaves out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", under or "."]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in sorted(set(listed.split("\0"))) if name.endswith(endings or ("",))]
    return [path for path in paths if path.is_file()]


def written_by_hand(*endings: str, under: str = "") -> list[Path]:
    committed = committed_files(*endings, under=under)
    return [path for path in committed if not name(path).startswith(WRITTEN_BY_A_TOOL)]


def text_files() -> Iterator[tuple[Path, str]]:
    """Every committed file that is text, with its text."""
    for path in committed_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path, content.decode()


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def n_lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=name(path))
