"""The service does not start without its keys, nor with keys that others can read."""

from pathlib import Path

import pytest
from flask import Flask

from casework import create_app
from casework.core.extensions import db
from casework.keys.__main__ import create
from casework.keys.models import DataKey
from casework.keys.ring import KeyTrouble, blind_index
from config import WeakSetting, for_a_test, refuse_keys_beside, strong_secret
from tests.factories.organisation import CellFactory


def start(folder: Path, database: str = "sqlite://") -> Flask:
    return create_app(for_a_test(database, folder))


def test_made_keys_are_read_by_their_owner_only(tmp_path: Path) -> None:
    made = create(tmp_path / "keys")

    assert {path.name for path in made} == {"kek-1", "secret", "across"}
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_making_keys_again_changes_none(tmp_path: Path) -> None:
    create(tmp_path)
    before = (tmp_path / "kek-1").read_text()

    assert create(tmp_path) == []
    assert (tmp_path / "kek-1").read_text() == before


def test_without_keys_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(KeyTrouble, match="No key in"):
        start(tmp_path)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_with_keys_that_others_may_read_it_does_not_start(tmp_path: Path, mode: int) -> None:
    create(tmp_path)
    (tmp_path / "kek-1").chmod(mode)

    with pytest.raises(KeyTrouble, match="read by others"):
        start(tmp_path)


@pytest.mark.parametrize("content", ["", "not hexadecimal", "00" * 31])
def test_with_something_else_than_a_key_it_does_not_start(tmp_path: Path, content: str) -> None:
    create(tmp_path)
    (tmp_path / "kek-1").write_text(content)

    with pytest.raises(KeyTrouble, match="not a key"):
        start(tmp_path)


def test_with_the_keys_of_another_machine_it_does_not_start(app: Flask, tmp_path: Path) -> None:
    CellFactory()
    address = db.engine.url.render_as_string(hide_password=False)
    create(tmp_path)

    with pytest.raises(KeyTrouble, match="not on this machine"):
        create_app(for_a_test(address, tmp_path))


@pytest.mark.parametrize("secret", ["short", "a" * 64])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(WeakSetting):
        strong_secret(secret)


def test_keys_beside_the_database_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WeakSetting):
        refuse_keys_beside(f"sqlite:///{tmp_path}/casework.db", tmp_path / "keys")
    refuse_keys_beside(f"sqlite:///{tmp_path}/data/casework.db", tmp_path / "keys")


def test_the_same_value_in_two_cells_has_two_indexes(app: Flask) -> None:
    one, other = CellFactory(), CellFactory()
    indexes = {
        blind_index(cell.index_key_id, field, "IC000012")
        for cell in (one, other)
        for field in ("cin", "phone")
    }

    assert len(indexes) == 4
    assert blind_index(one.index_key_id, "cin", "IC000012") in indexes


def test_no_key_is_stored_unwrapped(app: Flask) -> None:
    CellFactory()

    assert all(key.wrapped and len(key.wrapped) > 32 for key in db.session.query(DataKey))
