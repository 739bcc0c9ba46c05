"""`make locks`: pin requirements.in and requirements-dev.in, with hashes and without any address."""

import subprocess
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "bin", "python")
        subprocess.run([python, "-m", "pip", "install", "-qq", "uv"], check=True)
        for name in ("requirements", "requirements-dev"):
            pins = ["-q", "--upgrade", *OPTIONS, f"{name}.in", "-o", f"{name}.txt"]
            subprocess.run([python, "-m", "uv", "pip", "compile", *pins], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
