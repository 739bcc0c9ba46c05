"""What an authority decided about a person: recorded, corrected, ended, and in time a task says so."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.entries import withdraw
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.measures.models import Authority, Measure, MeasureKind
from casework.measures.services import measures as services
from casework.people.models import Change
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.casefile.people import as_supervisor, correct, filled
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of

WORDS = "Stays with the aunt at Tamda"
DAY = timedelta(days=1)


@pytest.fixture
def case(app: Any) -> Case:
    return CaseFactory()


def typed(**said: Any) -> dict[str, str]:
    answers = {"kind": "placement", "authority": "childrens_judge", "from_on": today(), "until_on": ""}
    answers |= {"reference": "12/2026", "text": WORDS} | said
    return {name: f"{day:%d/%m/%Y}" if hasattr(day, "year") else str(day) for name, day in answers.items()}


def add(browser: Browser, case_id: Any, **said: Any) -> Page:
    return browser.submit("measures.add_measure", typed(**said), case_id=case_id)


def clocks(case: Case) -> list[tuple[str | None, Any]]:
    db.session.expire_all()
    declared = [task for task in open_tasks(case) if task.kind is TaskKind.DECLARED]
    return [(task.clock, task.due_on) for task in declared]


def test_a_measure_from_its_first_day_to_its_end(browser: Browser, case: Case) -> None:
    """Its last day raises a task in time; prolonged the task goes, and what it said is kept."""
    browser.sign_in(lead_of(case))
    case_id, last = case.id, today() + 10 * DAY
    form = browser.open("measures.add_measure", case_id=case_id).hidden | typed(until_on=last)
    for _click in range(2):
        browser.visit("POST", "measures.add_measure", form, case_id=case_id)
    measure = db.session.query(Measure).one()
    assert clocks(case) == [("measure", last)]
    assert "Placement" in browser.open("casefile.show", case_id=case_id).text
    page = browser.open("measures.list_measures", case_id=case_id)
    assert WORDS in page.text

    about: dict[str, Any] = {"case_id": case_id, "measure_id": measure.id}
    old = filled(browser.open("measures.edit_measure", **about))
    correct(browser, "measures.edit_measure", {"until_on": f"{today() + 90 * DAY:%d/%m/%Y}"}, **about)
    assert clocks(case) == []
    stale = browser.visit("POST", "measures.edit_measure", old | {"text": "Other words"}, **about)
    assert stale.status == 409
    assert {change.field for change in db.session.query(Change)} == {"until_on"}
    assert f"{last:%d/%m/%Y}" in browser.open("casefile.corrections", case_id=case_id).text

    ended = {"ended_on": f"{today():%d/%m/%Y}", "outcome": "Back with her mother"}
    browser.submit("measures.end_measure", ended, **about)
    assert "Back with her mother" in browser.open("measures.list_measures", case_id=case_id).text
    again = browser.post("measures.end_measure", ended | {"version": "1", "outcome": "Nothing"}, **about)
    assert again.status == 409
    story = db.session.query(TimelineEntry).filter_by(kind=Happening.MEASURE).order_by(TimelineEntry.id)
    assert [(line.detail, line.story) for line in story] == [
        ("placement", None),
        ("changed", None),
        ("ended", None),
    ]
    assert db.session.query(AuditEntry).filter_by(event=Event.MEASURE_SAVED.value).count() == 3


def test_a_hearing_is_one_day_and_its_task_comes_a_week_before(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    add(browser, case.id, kind="hearing", from_on=today() + 8 * DAY, until_on=today() + 30 * DAY)
    assert db.session.query(Measure).one().until_on == today() + 8 * DAY
    assert clocks(case) == []
    add(browser, case.id, kind="hearing", from_on=today() + 6 * DAY)

    assert clocks(case) == [("hearing", today() + 6 * DAY)]


def test_what_is_refused(browser: Browser, case: Case) -> None:
    lead = lead_of(case)
    browser.sign_in(lead)
    assert add(browser, case.id, until_on=today() - DAY).status == 409
    assert add(browser, case.id, from_on="").status == 422
    case.status = CaseStatus.CLOSED
    commit()
    assert browser.open("measures.add_measure", case_id=case.id).status == 409
    kind, authority = MeasureKind.OTHER, Authority.JUDGE
    with pytest.raises(RuleBroken, match="closed"):
        services.add_measure(
            case, by=lead, form_key=new_id(), kind=kind, authority=authority, from_on=today(), until_on=None
        )
    assert db.session.query(Measure).count() == 0


def test_its_words_are_for_the_team_on_no_sheet_and_go_when_withdrawn(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    case_id = case.id
    add(browser, case_id)
    measure = db.session.query(Measure).one()
    about: dict[str, Any] = {"case_id": case_id, "measure_id": measure.id}
    correct(browser, "measures.edit_measure", {"text": f"{WORDS}, until spring"}, **about)
    sheet = browser.submit("casefile.print_file", {"why": "For the judge"}, case_id=case_id)
    assert WORDS not in sheet.text
    as_supervisor(Browser(browser.app), case)

    line = db.session.query(TimelineEntry).filter_by(kind=Happening.MEASURE).first()
    assert line
    withdraw(db.session.get_one(Case, case_id), line, "Wrong file")
    commit()
    db.session.expire_all()
    assert (measure.text, measure.reference, measure.kind) == (None, None, MeasureKind.PLACEMENT)
    assert [(kept.before, kept.after) for kept in db.session.query(Change).filter_by(field="text")] == [
        (None, None)
    ]
