"""Asking for a row of another file is refused as if it were missing, and leaves an entry in the log."""

from typing import Any
from uuid import UUID

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Approval, ApprovalKind
from casework.core.extensions import db
from tests.browser import Browser
from tests.factories.cases import CaseFactory
from tests.factories.followup import NoteFactory, TaskFactory

ASKED = {
    "followup.show_note": "note_id",
    "followup.correct_note": "note_id",
    "followup.add_addendum": "note_id",
    "tasks.complete_task": "task_id",
    "tasks.move_task": "task_id",
    "tasks.wait_task": "task_id",
}


@pytest.mark.parametrize("endpoint", ASKED)
def test_the_row_of_another_file_is_missing_and_the_log_says_so(browser: Browser, endpoint: str) -> None:
    mine, theirs = CaseFactory(), CaseFactory()
    make: Any = NoteFactory if ASKED[endpoint] == "note_id" else TaskFactory
    row_id: UUID = make(case=theirs).id
    browser.sign_in(mine.lead)
    page = browser.open(endpoint, **{"case_id": mine.id, ASKED[endpoint]: row_id})

    assert page.status == 404
    assert refused() == [row_id]


def test_a_file_not_offered_for_a_note_on_several_is_logged(browser: Browser) -> None:
    mine, theirs = CaseFactory(), CaseFactory()
    theirs_id = theirs.id
    browser.sign_in(mine.lead)
    address = {"case_id": mine.id, "with": str(theirs_id)}

    assert browser.open("followup.add_sibling_notes", **address).status == 404
    assert refused() == [theirs_id]


def test_a_request_of_another_file_is_missing_and_the_log_says_so(browser: Browser) -> None:
    case: Any = CaseFactory()
    theirs: Any = CaseFactory()
    asked = Approval(
        key_id=theirs.key_id,
        case_id=theirs.id,
        cell_id=theirs.cell_id,
        kind=ApprovalKind.RISK_LOWERED,
        asked_by_id=theirs.lead_id,
        what={"from": "high", "to": "low", "why": "Calm"},
    )
    db.session.add(asked)
    db.session.commit()
    asked_id = asked.id
    browser.sign_in(case.lead)

    assert browser.open("casefile.decide_risk", case_id=case.id, approval_id=asked_id).status == 404
    assert refused() == [asked_id]


def refused() -> list[UUID | None]:
    entries = db.session.query(AuditEntry).filter_by(event=Event.REFUSED.value)
    return [entry.object_id for entry in entries]
