"""Whatever keeps the service from starting is said in one sentence; the code makes gunicorn stop."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import config

ROOT = Path(__file__).parents[2]


def start(**settings: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-c", "import wsgi"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True)
    return done.returncode, done.stderr.splitlines()


@pytest.fixture
def settings(tmp_path: Path, key_dir: Path) -> dict[str, str]:
    return {"CASEWORK_DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "CASEWORK_KEY_DIR": str(key_dir)}


def test_right_settings_start_the_service(settings: dict[str, str]) -> None:
    assert start(**settings) == (0, [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"CASEWORK_SECRET_KEY": "short"}, "CASEWORK_SECRET_KEY is too weak"),
        ({"CASEWORK_KEY_DIR": "/nonexistent"}, "No key in /nonexistent"),
        ({"CASEWORK_DATABASE_URL": "sqlite:////nonexistent/new.db"}, "The database cannot be reached"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(
    settings: dict[str, str], wrong: dict[str, str], said: str
) -> None:
    status, lines = start(**settings | wrong)

    assert status == 4
    assert len(lines) == 1
    assert lines[0].startswith(said)


def test_keys_beside_the_database_are_refused(tmp_path: Path) -> None:
    beside = {"CASEWORK_DATABASE_URL": f"sqlite:///{tmp_path}/new.db", "CASEWORK_KEY_DIR": f"{tmp_path}/keys"}

    assert start(**beside) == (
        4,
        [f"The keys may not lie in {tmp_path}: set CASEWORK_KEY_DIR to another place."],
    )


def test_what_make_run_left_is_the_demonstration_unless_said_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting in ("CASEWORK_DEMONSTRATION", "CASEWORK_DATABASE_URL", "CASEWORK_KEY_DIR"):
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setattr(config, "MARK", tmp_path / "demonstration")

    assert not config.is_demonstration()
    (tmp_path / "demonstration").touch()
    assert config.is_demonstration()
    monkeypatch.setenv("CASEWORK_DATABASE_URL", "postgresql:///casework")
    assert not config.is_demonstration()


def test_names_are_compared_before_there_is_anything_else() -> None:
    command = [sys.executable, "-m", "flask", "names", "compare", "فاطمة", "Fatima"]
    nowhere = os.environ | {"CASEWORK_KEY_DIR": "/nonexistent"}

    assert subprocess.run(command, cwd=ROOT, env=nowhere, capture_output=True, text=True).stdout[:4] == "same"
