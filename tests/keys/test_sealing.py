"""What is sealed can be read only in its own column of its own row, with its own key."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from flask import Flask

from casework.core.extensions import db
from casework.keys.models import DataKey
from casework.keys.ring import destroy
from casework.people.models import Person
from tests.factories.cases import PersonFactory

MARKER = "MARQUEUR-زينب-7781"


def reread(person: Person) -> Person:
    db.session.expire_all()
    db.session.info.pop("data_keys", None)
    return db.session.get_one(Person, person.id)


def test_a_sealed_value_is_read_again_as_written(app: Flask) -> None:
    person = PersonFactory(first_name_ar=MARKER, alias=None)

    assert (reread(person).first_name_ar, person.alias) == (MARKER, None)


def test_a_ciphertext_copied_to_another_row_is_refused(app: Flask) -> None:
    one, other = PersonFactory(), PersonFactory()
    copy = sa.text("UPDATE persons SET first_name_ar_sealed = :stolen WHERE id = :id")
    kind = Person.__table__.c.id.type
    copy = copy.bindparams(sa.bindparam("id", type_=kind))
    db.session.execute(copy, {"stolen": one.first_name_ar_sealed, "id": other.id})
    db.session.commit()

    with pytest.raises(InvalidTag):
        _ = reread(other).first_name_ar


def test_a_ciphertext_moved_to_another_column_is_refused(app: Flask) -> None:
    person = PersonFactory()
    person.douar_sealed = person.commune_sealed = person.first_name_ar_sealed
    db.session.commit()

    with pytest.raises(InvalidTag):
        _ = reread(person).douar


def test_destroying_a_key_erases_what_it_sealed(app: Flask) -> None:
    person, neighbour = PersonFactory(), PersonFactory(first_name_ar="أمينة")
    destroy(db.session.get_one(DataKey, person.key_id))
    db.session.commit()

    assert reread(person).first_name_ar is None
    assert neighbour.first_name_ar == "أمينة"


def test_the_keys_of_many_rows_are_opened_in_one_statement(app: Flask, statements: list[str]) -> None:
    for _ in range(5):
        PersonFactory()
    db.session.expire_all()
    db.session.info.pop("data_keys")
    statements.clear()
    names = [person.first_name_ar for person in db.session.query(Person)]

    assert len(names) == 5
    assert len(statements) == 2, statements


def test_nothing_sealed_is_in_the_files_of_the_database(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the files of PostgreSQL are looked at in tests/consistency")
    PersonFactory(first_name_ar=MARKER, surname_lat=MARKER, douar=MARKER, cin="IC000012")
    folder = Path(db.engine.url.database or "").parent

    for path in folder.iterdir():
        stored = path.read_bytes()
        for text in (MARKER, "IC000012"):
            assert text.encode() not in stored
            assert text.encode("utf-16-le") not in stored
