"""Cells are compared only where it was authorised, by `flask tick` alone, for the officer's eyes alone."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from casework.accounts.models import User
from casework.audit.models import AuditEntry, Event
from casework.audit.verify import verify_all
from casework.cases.models import Case, CaseStatus
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.fields import PartialDate
from casework.duplicates.models import AcrossKey, AcrossMatch, AcrossPerson
from casework.organisation.models import Cell
from casework.people.services import describe
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of
from tests.factories.organisation import CellFactory, DirectorateFactory, the_directorate
from tests.intake.interviews import fill_in

OTHER_SCRIPT: dict[str, Any] = {
    "first_name_ar": None,
    "surname_ar": None,
    "first_name_lat": "Fatima Zohra",
    "surname_lat": "AIT EL HAJ",
}
NOTHING = "0 possible matches between cells found"


def authorise() -> None:
    directorate = the_directorate()
    directorate.cross_cell_authorised_on, directorate.cross_cell_reference = today(), "D-12/2026"
    db.session.commit()


def tick(app: Flask) -> str:
    result = app.test_cli_runner().invoke(args=["tick"])
    db.session.expire_all()
    return str(result.output.splitlines()[-1])


@pytest.fixture
def two(app: Flask) -> tuple[Case, Case]:
    """One person, known to two cells; and her sister, known to one of them."""
    child, women = CellFactory(), CellFactory(women=True)
    sister = OTHER_SCRIPT | {"first_name_lat": "Khadija", "birth": PartialDate(1994)}
    CaseFactory(cell=women, person=PersonFactory(cell=women, **sister))
    return (
        CaseFactory(cell=child, person=PersonFactory(cell=child, first_name_lat=None, surname_lat=None)),
        CaseFactory(cell=women, person=PersonFactory(cell=women, **OTHER_SCRIPT)),
    )


def rows(model: Any) -> int:
    return int(db.session.query(model).count())


def test_it_is_off_until_authorised(app: Flask, browser: Browser, two: tuple[Case, Case]) -> None:
    assert tick(app) == NOTHING
    assert rows(AcrossKey) == rows(AcrossPerson) == rows(AcrossMatch) == 0
    browser.sign_in(UserFactory(dpo=True))
    assert "Cells are not compared." in browser.open("duplicates.across").text


def test_it_finds_once_and_goes_on_from_there(app: Flask, two: tuple[Case, Case]) -> None:
    authorise()
    assert tick(app) == "1 possible matches between cells found"
    match = db.session.query(AcrossMatch).one()
    assert {match.first_id, match.second_id} == {case.id for case in two}
    assert match.evidence == ["same_name_other_script", "same_birth_year", "same_commune"]
    entry = db.session.query(AuditEntry).filter_by(event=Event.ACROSS_CELLS_FOUND.value).one()
    assert (entry.case_id, entry.cell_id, entry.object_id) == (None, None, match.id)
    assert (tick(app), rows(AcrossMatch), rows(AcrossPerson)) == (NOTHING, 1, 3)

    person = two[0].person  # corrected: the pair is no pair any more
    names = {"first_name_ar": "يطو", "first_name_lat": "Itto"}
    describe(person, **names, birth=PartialDate(1950), commune=person.commune)
    commit()
    assert (tick(app), rows(AcrossMatch)) == (NOTHING, 0)

    NumberFactory(person=person, number="+212600000077")  # only her telephone tells now
    NumberFactory(person=two[1].person, number="+212600000077")
    assert tick(app) == NOTHING
    describe(person, first_name_lat="Fatima", surname_lat="Aithaj", birth=PartialDate(1991))
    commit()
    assert tick(app) == "1 possible matches between cells found"
    assert "same_phone" in db.session.query(AcrossMatch).one().evidence
    assert all(verdict.is_sound for verdict in verify_all())


def test_neither_one_cell_nor_two_directorates_are_compared(app: Flask) -> None:
    cell, far = CellFactory(), CellFactory(directorate=DirectorateFactory(code="BM"))
    for place in (cell, cell, far):
        CaseFactory(cell=place, person=PersonFactory(cell=place))
    authorise()
    far.directorate.cross_cell_authorised_on = today()
    db.session.commit()

    assert tick(app) == NOTHING
    assert rows(AcrossPerson) == 3


def test_the_officer_sees_two_references_and_kinds_of_evidence(
    app: Flask, browser: Browser, two: tuple[Case, Case]
) -> None:
    authorise()
    tick(app)
    references = sorted(case.reference for case in two)
    told = [case.cell.name_fr for case in two] + [str(case.id) for case in two] + ["Fatima", "F. ", "ف."]
    browser.sign_in(UserFactory(dpo=True))
    page = browser.open("duplicates.across")
    assert page.texts("td:first-child") == [" · ".join(references)]
    assert "same name in the other script" in page.text
    assert not any(text in page.text for text in told)
    match_id = db.session.query(AcrossMatch.id).scalar()
    for _click in range(2):
        page = browser.post("duplicates.look_at", match_id=match_id)
    assert "Looked at" in page.texts("td .chip")
    assert db.session.query(AuditEntry).filter_by(detail="looked_at").count() == 1

    db.session.get_one(Case, two[0].id).status = CaseStatus.ENTERED_IN_ERROR
    db.session.commit()
    assert browser.open("duplicates.across").texts("td") == []
    assert browser.post("duplicates.look_at", match_id=match_id).status == 404


def test_turned_off_it_is_erased_and_hidden(app: Flask, browser: Browser, two: tuple[Case, Case]) -> None:
    names = {"name_ar": "أزيلال", "name_fr": "Azilal"}
    browser.sign_in(UserFactory(administrator=True))
    on = {"cross_cell_authorised_on": f"{today():%d/%m/%Y}"}
    assert browser.submit("organisation.edit_directorate", names | on).status == 422
    on["cross_cell_reference"] = "D-12/2026"
    assert browser.submit("organisation.edit_directorate", names | on).status == 200
    tick(app)
    assert (rows(AcrossKey) > 0, rows(AcrossPerson), rows(AcrossMatch)) == (True, 3, 1)

    off = {"cross_cell_authorised_on": "", "cross_cell_reference": ""}
    page = browser.submit("organisation.edit_directorate", names | off)
    assert page.status == 200, page.errors
    assert rows(AcrossKey) == rows(AcrossPerson) == rows(AcrossMatch) == 0
    details = [
        entry.detail
        for entry in db.session.query(AuditEntry).order_by(AuditEntry.seq)
        if (entry.detail or "").startswith("comp")
    ]
    assert details == ["comparison.on", "comparison.off"]
    officer = Browser(app)
    officer.sign_in(UserFactory(dpo=True))
    page = officer.open("duplicates.across")
    assert "Cells are not compared." in page.text
    assert two[0].reference not in page.text


def test_without_its_key_one_sentence_says_so(app: Flask, two: tuple[Case, Case]) -> None:
    authorise()
    key = Path(app.config["KEY_DIR"]) / "across"
    kept = key.read_text()
    key.unlink()
    try:
        said = tick(app)
    finally:
        key.touch(0o600)
        key.write_text(kept)

    assert said == f"Error: {key} is missing: make it with `python -m casework.keys create`."


def test_the_interview_never_depends_on_another_cell(
    app: Flask, browser: Browser, two: tuple[Case, Case], statements: list[str]
) -> None:
    """The same statements and the same page, switched on or off; no page reads the comparison's tables."""
    worker, costs, pages = lead_of(two[0]), [], []
    cell = db.session.get_one(Cell, two[0].cell_id)
    for is_on in (False, True):
        if is_on:
            authorise()
            tick(app)
        browser = Browser(app)
        browser.sign_in(db.session.get_one(User, worker.id))
        statements.clear()
        draft_id = fill_in(browser, cell)
        pages.append(browser.open("duplicates.check_draft", draft_id=draft_id).texts("main"))
        costs.append([sent.split(" WHERE ")[0] for sent in statements])

    assert costs[0] == costs[1]
    assert pages[0] == pages[1]
    assert not any("across_" in sent for sent in costs[1])
