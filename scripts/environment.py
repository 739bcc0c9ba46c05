"""The virtual environment: made when missing, brought to the hashed pins when they changed."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
RUNNING = "requirements.txt"


def ensure(pins: str) -> None:
    """Install the file of pins, unless a stamp says that this very file was installed."""
    stamp = FOLDER / f"installed-{pins}"
    wanted = hashlib.sha256((ROOT / pins).read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    make_folder()
    print(f"Installing {pins} into .venv (once, less than a minute) …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / pins)]).returncode:
        sys.exit(f"The packages of {pins} could not be installed; pip says why above.")
    stamp.write_text(wanted)


def make_folder() -> None:
    if PYTHON.exists():
        return
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python lacks its venv module: install it first (Debian: apt install python3-venv).")
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)


if __name__ == "__main__":
    ensure(sys.argv[1])
