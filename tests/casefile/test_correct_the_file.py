"""Corrections: each keeps what was said before, a stale page changes nothing, a foreign id is missing."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import Event
from casework.cases.models import Case, CaseStatus
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import (
    BirthPrecision,
    Change,
    ContactNumber,
    ContactSafety,
    Relative,
    SuspectedAuthor,
)
from tests.browser import Browser
from tests.casefile.people import NUMBER, changes, correct, filled, n_entries
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory
from tests.factories.organisation import CellFactory


def test_the_identity_keeps_what_it_said(worker: Browser, case: Case) -> None:
    answers = {
        "first_name_lat": "Fatima",
        "birth": "03/05/1991",
        "is_presumed": "y",
        "commune": "05.081.07.03",
    }
    page = correct(worker, "casefile.edit_person", answers | {"commune": ""}, case_id=case.id)

    assert page.status == 200
    assert case.person.first_name_lat == "Fatima"
    assert (case.person.birth_year, case.person.born_on) == (1991, "1991-05-03")
    assert case.person.birth_precision is BirthPrecision.PRESUMED
    assert (case.person.commune, case.person.territory) == (None, None)
    assert changes()["first_name_lat"] == ("Fatima-Zohra", "Fatima")
    assert n_entries(Event.PERSON_CHANGED) == 1
    text = worker.open("casefile.corrections", case_id=case.id).text
    assert "Fatima-Zohra" in text
    assert "03/05/1991" in text


def test_a_stale_identity_shows_both_texts(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.edit_person", case_id=case.id)
    worker.visit("POST", "casefile.edit_person", filled(page) | {"douar": "Ait Abbas"}, case_id=case.id)
    late = worker.visit("POST", "casefile.edit_person", filled(page) | {"douar": "Tamda"}, case_id=case.id)

    assert late.status == 409
    assert "Ait Abbas" in late.text
    assert "Tamda" in late.text
    assert case.person.douar == "Ait Abbas"


def test_a_second_click_on_the_same_correction_is_no_conflict(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.edit_person", case_id=case.id)
    answers = filled(page) | {"douar": "Ait Abbas"}
    pages = [worker.visit("POST", "casefile.edit_person", answers, case_id=case.id) for _n in range(2)]

    assert [page.status for page in pages] == [200, 200]
    assert db.session.query(Change).filter_by(field="douar").count() == 1


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"birth": "31/02/1990"}, "31/02/1990"),
        ({"birth": "01/01/2090"}, "01/01/2090"),
        ({"first_name_ar": "", "first_name_lat": "", "alias": ""}, "AIT LHAJ"),
        ({"douar": "x" * 121}, "x" * 121),
        ({"commune": "elsewhere"}, "AIT LHAJ"),
    ],
)
def test_a_wrong_answer_comes_back_as_typed(
    worker: Browser, case: Case, answers: dict[str, str], kept: str
) -> None:
    page = correct(worker, "casefile.edit_person", answers, case_id=case.id)

    assert page.status == 422
    assert page.errors
    assert kept in page.text
    assert not changes()


def test_what_makes_a_name_read_otherwise_is_removed(worker: Browser, case: Case) -> None:
    correct(worker, "casefile.edit_person", {"alias": "Ya\u202e\x00 sm\u200bin"}, case_id=case.id)

    assert case.person.alias == "Ya smin"


def test_extra_fields_are_ignored(worker: Browser, case: Case) -> None:
    other = CellFactory()
    extra = {"cell_id": str(other.id), "id": str(new_id()), "territory": "outside", "key_id": str(new_id())}
    correct(worker, "casefile.edit_person", extra | {"douar": "Tamda"}, case_id=case.id)

    assert case.person.cell_id == case.cell_id
    assert case.person.douar == "Tamda"


def test_a_number_is_added_once(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.add_number", case_id=case.id)
    for _n in range(2):
        answer = worker.visit("POST", "casefile.add_number", filled(page) | NUMBER, case_id=case.id)
        assert answer.status == 200

    number = db.session.query(ContactNumber).one()
    assert (number.number, number.safety, number.is_safe_now) == ("+212600000021", ContactSafety.SAFE, False)


def test_a_number_is_corrected_and_confirmed(worker: Browser, case: Case) -> None:
    number = NumberFactory(person=case.person, confirmed_on=today() - timedelta(days=100))
    address: dict[str, Any] = {"case_id": case.id, "number_id": number.id}
    correct(worker, "casefile.edit_number", {"safety": "trusted_only", "hours": "Morning"}, **address)
    worker.post("casefile.confirm_number", **address)

    assert changes()["safety"] == ("safe", "trusted_only")
    assert number.confirmed_on == today()
    assert number.is_safe_now


def test_a_stale_number_shows_both_texts(worker: Browser, case: Case) -> None:
    number = NumberFactory(person=case.person)
    address: dict[str, Any] = {"case_id": case.id, "number_id": number.id}
    page = worker.open("casefile.edit_number", **address)
    for safety in ("unsafe", "trusted_only"):
        answer = worker.visit("POST", "casefile.edit_number", filled(page) | {"safety": safety}, **address)

    assert answer.status == 409
    assert "Never call" in answer.text
    assert "Only through a trusted person" in answer.text


def test_a_relative_is_added_once_and_corrected(worker: Browser, case: Case) -> None:
    page = worker.open("casefile.add_relative", case_id=case.id)
    answers = filled(page) | {
        "name": "Khadija",
        "relation": "MOTH",
        "birth_year": "1970",
        "capacity": "custodian",
    }
    for _n in range(2):
        worker.visit("POST", "casefile.add_relative", answers, case_id=case.id)
    relative = db.session.query(Relative).one()
    address: dict[str, Any] = {"case_id": case.id, "relative_id": relative.id}
    correct(worker, "casefile.edit_relative", {"capacity": "representative", "lives_there": "y"}, **address)

    assert (relative.name, relative.birth_year, relative.lives_there) == ("Khadija", 1970, True)
    assert changes()["capacity"] == ("custodian", "representative")
    assert "Legal representative" in worker.open("casefile.person", case_id=case.id).text


@pytest.mark.parametrize(
    ("endpoint", "name"),
    [
        ("edit_number", "number_id"),
        ("edit_relative", "relative_id"),
        ("edit_reporter", "reporter_id"),
        ("edit_suspected_author", "author_id"),
        ("decide_risk", "approval_id"),
    ],
)
def test_a_foreign_id_is_a_missing_one(worker: Browser, case: Case, endpoint: str, name: str) -> None:
    other: Any = CaseFactory(cell=case.cell).person
    number = NumberFactory(person=other)
    relative = Relative(key_id=other.key_id, person_id=other.id, name="Rachid")
    author = SuspectedAuthor(key_id=other.key_id, person_id=other.id, relation="FAMILY")
    db.session.add_all([relative, author])
    commit()
    foreign = {"number_id": number.id, "relative_id": relative.id, "author_id": author.id}.get(
        name, number.id
    )
    for asked in (foreign, new_id()):
        assert worker.open(f"casefile.{endpoint}", case_id=case.id, **{name: asked}).status == 404
    assert n_entries(Event.REFUSED) == 2


def test_a_foreign_number_is_not_confirmed(worker: Browser, case: Case) -> None:
    number = NumberFactory(person=CaseFactory(cell=case.cell).person, confirmed_on=None)

    assert worker.post("casefile.confirm_number", case_id=case.id, number_id=number.id).status == 404
    assert number.confirmed_on is None


EDITS = (
    "edit_person",
    "add_number",
    "add_relative",
    "edit_concerns",
    "edit_details",
    "change_risk",
    "edit_reporter",
)


@pytest.mark.parametrize("endpoint", EDITS)
def test_a_closed_file_takes_no_correction(worker: Browser, case: Case, endpoint: str) -> None:
    page = worker.open(f"casefile.{endpoint}", case_id=case.id)
    case.status = CaseStatus.CLOSED
    commit()
    answer = worker.visit("POST", f"casefile.{endpoint}", filled(page), case_id=case.id)

    assert answer.status == 409
    assert "This file is closed" in answer.heading


@pytest.mark.parametrize("endpoint", EDITS)
def test_a_post_without_its_token_changes_nothing(worker: Browser, case: Case, endpoint: str) -> None:
    answers = filled(worker.open(f"casefile.{endpoint}", case_id=case.id)) | {
        "csrf_token": "",
        "douar": "Tamda",
    }

    assert worker.visit("POST", f"casefile.{endpoint}", answers, case_id=case.id).status in (400, 422)
    assert not changes()
