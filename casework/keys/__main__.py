"""`python -m casework.keys create`: makes the keys without which the application refuses to start."""

import os
import secrets
import sys
from pathlib import Path

KEY_BYTES = 32
# seals the data keys; signs the cookies; hashes for `flask tick` what it compares between cells
FILES = ("kek-1", "secret", "across")


def create(folder: Path) -> list[Path]:
    """Write the missing files, readable by their owner only; what exists is left alone."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name in FILES:
        path = folder / name
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(KEY_BYTES))
            made.append(path)
    return made


def main() -> int:
    if sys.argv[1:] != ["create"]:
        sys.stderr.write("usage: python -m casework.keys create\n")
        return 2
    folder = os.environ.get("CASEWORK_KEY_DIR")
    if not folder:
        sys.stderr.write("Say where the keys go: CASEWORK_KEY_DIR=/a/folder python -m casework.keys create\n")
        return 2
    for path in create(Path(folder)):
        sys.stdout.write(f"made {path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
