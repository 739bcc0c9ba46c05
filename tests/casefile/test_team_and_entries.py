"""The supervisor's acts: members, a file entered in error, entries made in the wrong file."""

from datetime import timedelta
from typing import Any

import pytest

from casework.audit.models import AuditEntry, Event, Reason
from casework.cases.entries import STAYS, WAYS_OUT
from casework.cases.models import Case, CaseStatus, MemberRole, RiskChange
from casework.cases.services import set_risk, state_purpose
from casework.cases.timeline import Happening, TimelineEntry
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.i18n import short_day
from casework.core.ids import new_id
from casework.followup.models import Note
from casework.programmes.base import RiskLevel
from casework.tasks.queries import open_tasks
from tests.browser import Browser, Page
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.followup import NoteFactory
from tests.factories.organisation import CellFactory

WHY = "Entered under the wrong reference"


@pytest.fixture
def supervisor(browser: Browser, case: Case) -> Browser:
    """The browser of the cell's supervisor, who has said why he opens the file."""
    user = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, user, "Review of the month")
    commit()
    browser.sign_in(user)
    return browser


def line_of(kind: Happening) -> TimelineEntry:
    return db.session.query(TimelineEntry).filter_by(kind=kind).one()


def move(browser: Browser, case: Case, entry: TimelineEntry, reference: str) -> Page:
    answers = {"reference": reference, "why": WHY}
    return browser.submit("casefile.move_entry", answers, case_id=case.id, entry_id=entry.id)


def withdraw(browser: Browser, case: Case, entry: TimelineEntry) -> Page:
    return browser.submit("casefile.withdraw_entry", {"why": WHY}, case_id=case.id, entry_id=entry.id)


def add(browser: Browser, case: Case, user_id: Any, **more: str) -> Page:
    answers = {"user_id": str(user_id), "role": "specialist", "why": WHY} | more
    return browser.submit("casefile.add_member", answers, case_id=case.id)


def test_a_specialist_joins_and_leaves(supervisor: Browser, app: Any, case: Case) -> None:
    specialist = UserFactory(specialist=True, cell=case.cell)
    add(supervisor, case, specialist.id)
    theirs = Browser(app)
    theirs.sign_in(specialist)
    assert theirs.open("casefile.show", case_id=case.id).status == 200
    member = next(member for member in case.current_members if member.user_id == specialist.id)
    address: dict[str, Any] = {"case_id": case.id, "member_id": member.id}
    supervisor.submit("casefile.end_member", {"why": "The sessions are over"}, **address)

    assert theirs.open("casefile.show", case_id=case.id).status == 404
    assert supervisor.open("casefile.end_member", **address).status == 404
    entry = db.session.query(AuditEntry).filter_by(event=Event.MEMBER_ENDED.value).one()
    assert db.session.get_one(Reason, entry.reason_id).text == "The sessions are over"


def test_a_member_until_a_day(supervisor: Browser, case: Case) -> None:
    colleague = UserFactory(cell=case.cell)
    until = today() + timedelta(days=5)
    add(supervisor, case, colleague.id, role="cover", until_on=short_day(until))
    member = next(member for member in case.current_members if member.user_id == colleague.id)

    assert (member.role, member.until_at.date()) == (MemberRole.COVER, until)
    assert add(supervisor, case, UserFactory(cell=case.cell).id, until_on="01/01/2020").status == 422


def test_who_cannot_work_on_files_of_the_cell_is_no_choice(supervisor: Browser, case: Case) -> None:
    for user in (UserFactory(cell=CellFactory()), UserFactory(reception=True, cell=case.cell), lead_of(case)):
        assert add(supervisor, case, user.id).status == 422
    assert len(case.members) == 1


def test_the_lead_worker_leaves_and_the_file_waits(supervisor: Browser, case: Case) -> None:
    address: dict[str, Any] = {"case_id": case.id, "member_id": case.current_members[0].id}
    page = supervisor.submit("casefile.end_member", {"why": "On maternity leave"}, **address)

    assert case.lead_id is None
    assert case.unassigned_at
    assert "Nobody is in charge of this file." in page.text


def test_a_file_entered_in_error_leaves_the_lists(supervisor: Browser, case: Case) -> None:
    for _n in range(2):
        supervisor.submit("casefile.enter_in_error", {"why": WHY}, case_id=case.id)

    assert case.status is CaseStatus.ENTERED_IN_ERROR
    assert not open_tasks(case)
    assert case.next_due_on is None
    assert db.session.query(AuditEntry).filter_by(event=Event.ENTERED_IN_ERROR.value).count() == 1
    assert db.session.query(TimelineEntry).filter_by(kind=Happening.CLOSURE).count() == 1
    assert "Entered in error" in supervisor.open("casefile.show", case_id=case.id).text


@pytest.mark.parametrize("endpoint", ["add_member", "enter_in_error"])
def test_a_worker_does_none_of_this(browser: Browser, case: Case, endpoint: str) -> None:
    browser.sign_in(lead_of(case))

    assert browser.open(f"casefile.{endpoint}", case_id=case.id).status == 403


def test_a_withdrawn_note_leaves_its_trace(supervisor: Browser, case: Case) -> None:
    note = NoteFactory(case=case, text="Words about somebody else")
    withdraw(supervisor, case, line_of(Happening.NOTE))
    page = supervisor.open("casefile.show", case_id=case.id)

    assert note.text is None
    assert "Words about somebody else" not in page.text
    assert "Withdrawn entry" in page.text
    entry = line_of(Happening.WITHDRAWN)
    assert (entry.detail, entry.author_id, entry.story) == ("note", note.author_id, None)
    audited = db.session.query(AuditEntry).filter_by(event=Event.ENTRY_WITHDRAWN.value).one()
    assert db.session.get_one(Reason, audited.reason_id).text == WHY


def test_a_note_moves_to_the_right_file(supervisor: Browser, case: Case) -> None:
    other = CaseFactory(cell=case.cell)
    NoteFactory(case=case, text="Words about somebody else")
    before = line_of(Happening.NOTE)
    happened_at = before.happened_at
    page = move(supervisor, case, before, other.reference.lower().replace("-", ""))

    assert page.status == 200
    assert "Words about somebody else" not in page.text
    moved = line_of(Happening.NOTE)
    assert (moved.case_id, moved.happened_at, moved.key_id) == (other.id, happened_at, other.key_id)
    assert moved.story["text"] == "Words about somebody else"
    texts = {note.case_id: note.text for note in db.session.query(Note)}
    assert texts == {case.id: None, other.id: "Words about somebody else"}
    audited = db.session.query(AuditEntry).filter_by(event=Event.ENTRY_MOVED.value)
    assert {entry.case_id for entry in audited} == {case.id, other.id}


def test_an_entry_is_moved_once(supervisor: Browser, case: Case) -> None:
    other = CaseFactory(cell=case.cell)
    NoteFactory(case=case)
    address: dict[str, Any] = {"case_id": case.id, "entry_id": line_of(Happening.NOTE).id}
    answers = supervisor.open("casefile.move_entry", **address).hidden | {
        "reference": other.reference,
        "why": WHY,
    }
    for _n in range(2):
        assert supervisor.visit("POST", "casefile.move_entry", answers, **address).status == 200

    assert db.session.query(Note).filter_by(case_id=other.id).count() == 1


def test_a_file_of_another_cell_a_missing_and_a_barred_one_get_the_same_answer(
    supervisor: Browser, case: Case
) -> None:
    NoteFactory(case=case)
    elsewhere = CaseFactory(cell=CellFactory())
    entry = line_of(Happening.NOTE)
    pages = [
        move(supervisor, case, entry, known)
        for known in (elsewhere.reference, "AZ-26-222222", case.reference)
    ]
    headings = {page.heading for page in pages if page.status == 409}

    assert headings == {"Give the reference of another file of the same cell."}
    assert move(supervisor, case, entry, "AZ-26-ABC").status == 422
    assert entry.kind is Happening.NOTE


def test_a_reason_of_risk_is_withdrawn_and_the_level_stays(supervisor: Browser, case: Case) -> None:
    set_risk(case, RiskLevel.HIGH, "Words about somebody else", by=lead_of(case))
    commit()
    entry = line_of(Happening.RISK)
    assert move(supervisor, case, entry, CaseFactory(cell=case.cell).reference).status == 409
    withdraw(supervisor, case, entry)

    assert db.session.query(RiskChange).one().why is None
    assert case.risk is RiskLevel.HIGH


def test_an_assignment_is_not_withdrawn(supervisor: Browser, case: Case) -> None:
    assert withdraw(supervisor, case, line_of(Happening.MEMBER)).status == 409


def test_a_closed_file_still_loses_a_wrong_entry(supervisor: Browser, case: Case) -> None:
    NoteFactory(case=case)
    case.status = CaseStatus.CLOSED
    commit()
    withdraw(supervisor, case, line_of(Happening.NOTE))

    assert line_of(Happening.WITHDRAWN)


@pytest.mark.parametrize("endpoint", ["move_entry", "withdraw_entry"])
def test_an_entry_of_another_file_is_missing(supervisor: Browser, case: Case, endpoint: str) -> None:
    foreign = NoteFactory(case=CaseFactory(cell=case.cell))
    entry = db.session.query(TimelineEntry).filter_by(object_id=foreign.id).one()
    for asked in (entry.id, new_id()):
        assert supervisor.open(f"casefile.{endpoint}", case_id=case.id, entry_id=asked).status == 404


@pytest.mark.parametrize("endpoint", ["move_entry", "withdraw_entry"])
def test_a_worker_withdraws_nothing(browser: Browser, case: Case, endpoint: str) -> None:
    NoteFactory(case=case)
    browser.sign_in(lead_of(case))
    entry_id = line_of(Happening.NOTE).id

    assert browser.open(f"casefile.{endpoint}", case_id=case.id, entry_id=entry_id).status == 403


def test_every_kind_of_line_has_its_way_out(app: Any) -> None:
    assert set(Happening) - set(STAYS) == set(WAYS_OUT)
