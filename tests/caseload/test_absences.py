"""A supervisor records who is away, has the files covered, and sees the colleague come back."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Action
from casework.accounts.models import Absence, User
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case, Member, MemberRole
from casework.cases.queries import find_case
from casework.cases.services import add_member, assign
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from tests.browser import Browser, Page
from tests.caseload.giving import (
    ahead,
    can_confirm,
    confirm,
    cover,
    first_form,
    preview_cover,
    preview_giving,
    written,
)
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory
from tests.factories.organisation import CellFactory


@pytest.fixture
def team(browser: Browser) -> tuple[User, User, Case]:
    """A worker who leads a file, her colleague, and their supervisor, signed in."""
    cell = CellFactory()
    worker, colleague = UserFactory(cell=cell), UserFactory(cell=cell)
    browser.sign_in(UserFactory(cell=cell, supervisor=True))
    return worker, colleague, CaseFactory(worker=worker)


def record(browser: Browser, person: User, first: str, last: str) -> Page:
    answers = {"from_on": first, "until_on": last}
    return browser.submit("caseload.record_absence", answers, cell_id=person.cells[0].id, user_id=person.id)


def test_leave_is_recorded_and_covered_in_one_go(
    browser: Browser, team: tuple[User, User, Case], set_time: Any
) -> None:
    worker, colleague, case = team
    page = record(browser, worker, ahead(2), ahead(12))
    assert page.heading == f"Cover for {worker.name}"
    assert page.messages == ["The absence was recorded."]
    days = [page.soup.select(f"#{name}")[0]["value"] for name in ("from_on", "until_on")]
    assert days == [ahead(2), ahead(12)]

    answers = page.hidden | {"worker": str(colleague.id), "reason": "Annual leave", "case": str(case.id)}
    preview = browser.visit("POST", "caseload.cover", answers | {"from_on": days[0], "until_on": days[1]})
    assert case.reference in confirm(browser, preview).texts("a.code")
    assert find_case(case.id, colleague, Action.CASE_VIEW) is None  # not yet
    assert browser.open("caseload.list_absences").texts("td")[2] == f"1 file, until {ahead(12)}"
    left = browser.open("caseload.cover_worker", cell_id=worker.cells[0].id, user_id=worker.id)
    assert "1 file is covered already at that time." in left.text

    set_time(now() + timedelta(days=3))
    visitor = Browser(browser.app)
    visitor.sign_in(UserFactory(cell=worker.cells[0], supervisor=True))
    assert find_case(case.id, colleague, Action.CASE_VIEW)
    listed = visitor.open("caseload.list_absences")
    assert "Away today" in listed.texts(".chip")
    absence = db.session.query(Absence).one()
    shorter = {"from_on": written(absence.from_on), "until_on": ahead(1)}
    assert visitor.submit("caseload.change_absence", shorter, absence_id=absence.id).messages[1:] == [
        "1 cover ends with it."
    ]
    assert db.session.query(Member).filter_by(role=MemberRole.COVER).one().until_at < now() + timedelta(
        days=2
    )
    back = first_form(listed)
    assert visitor.send("POST", f"/absences/{absence.id}/end", back).status == 409  # seen before the change
    back = first_form(visitor.open("caseload.list_absences"))
    assert "1 cover ends with it." in visitor.send("POST", f"/absences/{absence.id}/end", back).messages
    assert find_case(case.id, colleague, Action.CASE_VIEW) is None
    assert db.session.query(Absence).one().until_on == today() - timedelta(days=1)
    events = db.session.query(AuditEntry).filter_by(event=Event.ABSENCE_RECORDED.value, object_id=worker.id)
    assert events.count() == 3


def test_who_is_away_is_given_nothing(browser: Browser, team: tuple[User, User, Case]) -> None:
    worker, colleague, case = team
    ready = preview_giving(browser, colleague, case)
    record(browser, colleague, ahead(0), ahead(3))
    sentence = f"\u2068{colleague.name}\u2069 is away from \u2066{ahead(0)}\u2069 to \u2066{ahead(3)}\u2069."

    page = browser.open("caseload.assign", case=[case.id])
    assert "(away until" in page.texts(".choice")[-1]
    for page in (preview_giving(browser, colleague, case), preview_cover(browser, colleague, case)):
        assert (page.status, sentence in page.text) == (422, True)
    page = confirm(browser, ready)
    assert (page.status, sentence in page.text) == (422, True)
    supervisor = UserFactory(cell=case.cell, supervisor=True)
    with pytest.raises(RuleBroken, match="is away"):
        assign(case, colleague, by=supervisor)
    with pytest.raises(RuleBroken, match="is away"):
        add_member(case, colleague, MemberRole.SPECIALIST, by=supervisor)
    assign(case, colleague, by=colleague)  # who opens a file is at work
    later = preview_cover(browser, colleague, CaseFactory(worker=worker), from_on=ahead(4))
    assert can_confirm(later)


@pytest.mark.parametrize(
    ("first", "last", "status", "sentence"),
    [
        (-1, 3, 422, "This date is already past."),
        (5, 4, 422, "This period ends before it begins."),
        (0, 400, 422, "This period is longer than a year."),
        (4, 9, 409, "is away from"),
    ],
)
def test_an_absence_that_makes_no_sense(
    browser: Browser,
    team: tuple[User, User, Case],
    first: int,
    last: int,
    status: int,
    sentence: str,
) -> None:
    worker, _colleague, _case = team
    record(browser, worker, ahead(2), ahead(4))
    record(browser, worker, ahead(2), ahead(4))  # a second click
    page = record(browser, worker, ahead(first), ahead(last))

    assert (page.status, sentence in page.text) == (status, True)
    assert db.session.query(Absence).count() == 1


def test_an_absence_to_come_is_moved_or_called_off(browser: Browser, team: tuple[User, User, Case]) -> None:
    worker, colleague, case = team
    record(browser, worker, ahead(2), ahead(4))
    cover(browser, colleague, case, from_on=ahead(2), until_on=ahead(4))
    absence = db.session.query(Absence).one()
    days = {"from_on": ahead(3), "until_on": ahead(6)}
    assert browser.submit("caseload.change_absence", days, absence_id=absence.id).status == 200
    assert db.session.query(Absence).one().until_on == today() + timedelta(days=6)

    back = first_form(browser.open("caseload.list_absences"))
    assert browser.send("POST", f"/absences/{absence.id}/end", back).status == 200
    assert db.session.query(Absence).count() == 0
    member = db.session.query(Member).filter_by(role=MemberRole.COVER).one()
    assert member.until_at < member.from_at  # it never begins


def test_absences_of_another_cell_are_not_there(browser: Browser, team: tuple[User, User, Case]) -> None:
    worker, _colleague, _case = team
    stranger = UserFactory()
    absence = Absence(user_id=stranger.id, from_on=today(), until_on=today(), recorded_by_id=stranger.id)
    db.session.add(absence)
    commit()
    here, elsewhere = worker.cells[0].id, stranger.cells[0].id
    addresses = [(elsewhere, stranger.id), (here, stranger.id), (elsewhere, worker.id), (here, new_id())]

    for cell, user in addresses:
        assert browser.open("caseload.record_absence", cell_id=cell, user_id=user).status == 404
    assert browser.open("caseload.change_absence", absence_id=absence.id).status == 404
    assert browser.post("caseload.end_absence", absence_id=absence.id).status == 404
    assert stranger.name not in browser.open("caseload.list_absences", cell=elsewhere).text
    assert db.session.query(Absence).count() == 1
