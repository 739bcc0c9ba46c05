"""The keys of a person follow every change, whoever makes it, and tell nothing outside her cell."""

import sqlalchemy as sa
from flask import Flask

from casework.cases.models import Case
from casework.core.extensions import db
from casework.intake.services.opening import open_from
from casework.keys.ring import blind_index
from casework.people.index import FoundBy, index, keys_of
from casework.people.models import ContactNumber, Person, PersonKey
from tests.browser import Browser
from tests.casefile.people import NUMBER, correct
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import PersonFactory
from tests.factories.intake import new_case
from tests.factories.organisation import CellFactory

WITH_NUMBER = {"number": "+212600001234", "safety": "unsafe"}


def stored(person: Person) -> set[bytes]:
    keys = sa.select(PersonKey.key).where(PersonKey.person_id == person.id)
    return set(db.session.scalars(keys))


def by_phone(person: Person, number: str) -> bytes:
    return blind_index(person.cell.index_key_id, FoundBy.PHONE, number)


def is_right(person: Person) -> bool:
    numbers = db.session.query(ContactNumber).filter_by(person_id=person.id)
    return stored(person) == keys_of(person, numbers) != set()


def test_the_keys_follow_a_file_through_its_life(browser: Browser) -> None:
    worker = UserFactory()
    case: Case = open_from(new_case(worker.cells[0], numbers=[WITH_NUMBER]), by=worker)
    commit()
    person, first = case.person, stored(case.person)
    assert is_right(person)
    assert by_phone(person, "+212600001234") in first

    browser.sign_in(worker)
    correct(browser, "casefile.edit_person", {"surname_ar": "أمغار", "cin": "IC 000042"}, case_id=case.id)
    renamed = stored(person)
    assert is_right(person)
    assert renamed != first
    assert blind_index(person.cell.index_key_id, FoundBy.CIN, "IC000042") in renamed

    correct(browser, "casefile.add_number", NUMBER, case_id=case.id)
    assert is_right(person)
    assert len(stored(person)) == len(renamed) + 1
    db.session.delete(person.numbers[0])
    commit()
    assert is_right(person)

    correct(browser, "casefile.edit_person", {"douar": "Tamda"}, case_id=case.id)
    assert is_right(person)


def test_a_person_who_moves_is_found_in_the_new_cell_alone(app: object) -> None:
    person, there = PersonFactory(), CellFactory()
    before = stored(person)
    person.cell_id = there.id
    commit()

    assert is_right(person)
    assert not before & stored(person)


def test_what_was_moved_past_the_session_is_indexed_on_request(app: object) -> None:
    person, twin = PersonFactory(), PersonFactory()
    number = ContactNumber(key_id=person.key_id, person_id=person.id, number="+212600001234")
    db.session.add(number)
    commit()
    db.session.execute(sa.update(ContactNumber).values(person_id=twin.id))
    index({person.id, twin.id})
    commit()

    assert by_phone(twin, "+212600001234") in stored(twin)
    assert by_phone(person, "+212600001234") not in stored(person)


def test_the_operator_makes_all_keys_anew(app: Flask) -> None:
    person = PersonFactory(cin="IC000042")
    right = stored(person)
    db.session.execute(sa.delete(PersonKey))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])

    assert (result.exit_code, result.output) == (0, "1 persons can be found\n")
    assert stored(person) == right


def test_equal_names_of_two_cells_have_nothing_in_common(app: object) -> None:
    here, there = PersonFactory(cin="IC000042"), PersonFactory(cin="IC000042")

    assert stored(here)
    assert not stored(here) & stored(there)
    assert all(len(key) == 16 for key in stored(here))
