"""Where hours are counted a file is late the hour that its time is over, on the board and in the lists."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from casework.cases.models import Case
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.supervision.queries.sessions import files_to_review
from casework.tasks.models import TaskKind
from casework.tasks.services import wait_for_person
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.tasks import open_task_of_kind

SetTime = Callable[[datetime], None]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def test_an_emergency_is_late_when_its_hours_are_over(browser: Browser, set_time: SetTime) -> None:
    """Assessed within 24 hours: until Tuesday at the same hour."""
    set_time(MONDAY)
    case: Case = CaseFactory(risk=RiskLevel.EMERGENCY)
    calm: Case = CaseFactory(worker=lead_of(case), days_ago=1)
    supervisor = UserFactory(cell=case.cell, supervisor=True)
    commit()
    late = []
    for moment in (MONDAY + A_DAY - AN_HOUR, MONDAY + A_DAY + AN_HOUR):
        set_time(moment)
        browser.sign_in(supervisor)
        board = browser.open("caseload.board")
        late.append(board.texts(".figure strong")[0])
        listed = browser.open("caseload.files", mark="late").texts("tbody a.code")
        assert listed == [case.reference][: int(late[-1])]

    assert late == ["0", "1"]
    assert "Assessment: 1 hour late" in browser.open("caseload.files", mark="late").text
    assert files_to_review(supervisor, lead_of(case), case.cell) == [case, calm]
    browser.sign_in(lead_of(case))
    assert "Assessment: 1 hour late" in browser.open("casefile.show", case_id=case.id).text


def test_a_day_that_is_agreed_lasts_until_its_end(browser: Browser, set_time: SetTime) -> None:
    set_time(MONDAY)
    case: Case = CaseFactory(cell=CellFactory(women=True))
    follow_up = open_task_of_kind(case, TaskKind.FOLLOW_UP)
    assert follow_up
    wait_for_person(case, follow_up, until_on=MONDAY.date(), version=follow_up.version)
    commit()
    db.session.refresh(case)

    assert (case.next_due_on, case.next_due_at) == (MONDAY.date(), None)
