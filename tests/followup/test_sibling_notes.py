"""Brothers and sisters seen together: one pass, a text and a note for each file."""

from datetime import timedelta
from typing import Any

import pytest

from casework.cases.households import line_for, link
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.followup.models import Note
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory


@pytest.fixture
def sister(case: Case) -> Case:
    made: Case = CaseFactory(worker=case.lead, days_ago=5)
    return made


def answers(*cases: Case, **more: Any) -> dict[str, Any]:
    texts = {f"text_{case.id.hex}": f"About {case.reference}" for case in cases}
    day = short_day(today())
    return {"happened_on": day, "kind": "home_visit", "contact": "made"} | texts | more


def write(browser: Browser, case: Case, other: Case, filled: dict[str, Any]) -> Page:
    return browser.submit(
        "followup.add_sibling_notes", filled, case_id=case.id, **{"with": str(other.id)}, follow=False
    )


def test_each_file_gets_its_own_text(browser: Browser, case: Case, sister: Case) -> None:
    assert write(browser, case, sister, answers(case, sister)).status == 302
    notes = {note.case_id: note for note in db.session.query(Note)}

    assert {case_id: note.text for case_id, note in notes.items()} == {
        case.id: f"About {case.reference}",
        sister.id: f"About {sister.reference}",
    }
    assert notes[sister.id].key_id == sister.key_id
    assert sister.last_contact_on == today()
    story = db.session.query(TimelineEntry).filter_by(object_id=notes[sister.id].id).one().story
    assert case.reference not in str(story)


def test_sent_twice_each_note_is_one(browser: Browser, case: Case, sister: Case) -> None:
    page = browser.open("followup.add_sibling_notes", case_id=case.id, **{"with": str(sister.id)})
    filled = page.hidden | answers(case, sister)
    for _click in range(2):
        browser.visit("POST", "followup.add_sibling_notes", filled, case_id=case.id, follow=False)

    assert db.session.query(Note).count() == 2


def test_a_file_without_a_text_keeps_the_others(browser: Browser, case: Case, sister: Case) -> None:
    page = write(browser, case, sister, answers(case))

    assert page.status == 422
    assert "Each file gets a text of its own." in " ".join(page.errors)
    assert f"About {case.reference}" in page.text
    assert db.session.query(Note).count() == 0


def test_a_day_before_one_of_the_files_is_refused(browser: Browser, case: Case, sister: Case) -> None:
    early = short_day(today() - timedelta(days=7))
    page = write(browser, case, sister, answers(case, sister, happened_on=early))

    assert page.status == 422
    assert db.session.query(Note).count() == 0


def test_only_my_open_files_of_the_cell_are_offered(browser: Browser, case: Case, sister: Case) -> None:
    colleagues = CaseFactory(cell=case.cell)
    elsewhere = CaseFactory()
    closed = CaseFactory(worker=case.lead, status=CaseStatus.CLOSED)
    page = browser.open("followup.add_sibling_notes", case_id=case.id)

    assert page.texts(".options .code") == [sister.reference]
    for foreign in (colleagues, elsewhere, closed, case):
        address = {"case_id": case.id, "with": str(foreign.id)}
        assert browser.open("followup.add_sibling_notes", **address).status == 404
        sent = {"with": str(foreign.id)} | answers(case, foreign)
        assert browser.post("followup.add_sibling_notes", sent, case_id=case.id).status == 404
    assert browser.open("followup.add_sibling_notes", case_id=case.id, **{"with": "garbage"}).status == 404
    assert db.session.query(Note).count() == 0


def test_the_household_is_offered_first(browser: Browser, case: Case, sister: Case) -> None:
    newer = CaseFactory(worker=case.lead)
    link(case, sister, line_for(case, sister, relation="SIB"))
    commit()
    page = browser.open("followup.add_sibling_notes", case_id=case.id)

    assert page.texts(".options .code") == [sister.reference, newer.reference]
    assert len([text for text in page.texts(".options small") if "Same household" in text]) == 1


def test_the_supervisor_is_offered_only_files_of_his_own(browser: Browser, case: Case, sister: Case) -> None:
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    visitor = Browser(browser.app)
    visitor.sign_in(supervisor)
    visitor.submit("cases.state_purpose", {"purpose": "Monthly review"}, case_id=case.id, follow=False)
    page = visitor.open("followup.add_sibling_notes", case_id=case.id)

    assert "You work on no other open file of this cell." in page.text


def test_texts_kept_over_an_expired_session_come_back_file_by_file(
    browser: Browser, case: Case, sister: Case
) -> None:
    kept = answers(case, sister) | {"with": str(sister.id), "bring_back": "1"}
    page = browser.post("followup.add_sibling_notes", kept, case_id=case.id)

    assert page.status == 200
    assert page.texts("textarea") == [f"About {case.reference}", f"About {sister.reference}"]
    assert db.session.query(Note).count() == 0
