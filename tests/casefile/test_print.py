"""On paper: a coded header, a reason, and nothing that could harm whoever carries it."""

from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event, Reason
from casework.cases.models import Case, Reporter
from casework.cases.services import set_concerns
from casework.cases.timeline import Audience, Happening, tell
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import SuspectedAuthor
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, PersonFactory, lead_of

WHY = "Hearing tomorrow at the court"


@pytest.fixture
def case(app: Any) -> Case:
    person = PersonFactory(douar="Ait Abbas", alias="Yasmine")
    made: Case = CaseFactory(person=person)
    NumberFactory(person=person, number="+212600000041")
    NumberFactory(person=person, number="+212600000042", confirmed_on=None)
    reporter = Reporter(key_id=made.key_id, case_id=made.id, name="Si Mohamed")
    author = SuspectedAuthor(key_id=person.key_id, person_id=person.id, relation="FAMILY", known_as="Red cap")
    db.session.add_all([reporter, author])
    for audience in Audience:
        story = {"text": f"Words for {audience.value}"}
        tell(
            made,
            Happening.NOTE,
            happened_at=now(),
            author_id=made.lead_id,
            object_id=new_id(),
            audience=audience,
            story=story,
        )
    commit()
    return made


def sheet(browser: Browser, case: Case, *ticked: str) -> Page:
    return browser.submit("casefile.print_file", {"why": WHY} | dict.fromkeys(ticked, "y"), case_id=case.id)


def test_the_sheet_is_coded(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = sheet(browser, case)

    assert (page.status, page.heading) == (200, case.reference)
    for hidden in ("AIT LHAJ", "Ait Abbas", "Yasmine", "06 00 00 00 41"):
        assert hidden not in page.text
    assert "Do not contact" in page.text


def test_what_is_ticked_is_printed(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = sheet(browser, case, "with_name", "with_douar", "with_phone")

    for shown in ("AIT LHAJ", "Ait Abbas", "06 00 00 00 41"):
        assert shown in page.text
    assert "06 00 00 00 42" not in page.text


def test_reporter_author_and_restricted_parts_are_never_printed(browser: Browser, case: Case) -> None:
    listed = [option.code for option in case.programme.concerns if option.is_restricted]
    set_concerns(case, listed[0], [])
    commit()
    browser.sign_in(lead_of(case))
    page = sheet(browser, case, "with_name", "with_douar", "with_phone")

    assert "Words for team" in page.text
    for hidden in ("Words for restricted", "Words for author", "Si Mohamed", "Red cap"):
        assert hidden not in page.text
    assert str(case.programme.concerns[listed[0]].label) not in page.text


def test_printing_needs_a_reason_and_is_logged(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = browser.submit("casefile.print_file", {"why": ""}, case_id=case.id)
    assert page.status == 422
    assert not db.session.query(AuditEntry).filter_by(event=Event.CASE_PRINTED.value).count()

    sheet(browser, case, "with_phone")
    entry = db.session.query(AuditEntry).filter_by(event=Event.CASE_PRINTED.value).one()
    assert (entry.case_id, entry.detail) == (case.id, "with_phone")
    assert db.session.get_one(Reason, entry.reason_id).text == WHY
    lines = browser.open("casefile.seen_by", case_id=case.id).texts("main tbody tr")
    assert len(lines) == 1
    assert "Printed the file" in lines[0]


def test_a_colleague_who_is_no_member_prints_nothing(browser: Browser, case: Case) -> None:
    browser.sign_in(UserFactory(cell=case.cell))

    assert browser.open("casefile.print_file", case_id=case.id).status == 404
