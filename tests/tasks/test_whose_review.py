"""The supervisor's review is the supervisor's: a worker neither does it nor puts it off."""

from datetime import timedelta
from typing import Any

import pytest

from casework.core.clock import now, today
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind
from casework.tasks.services import refresh
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory


@pytest.mark.parametrize(("is_supervisor", "status"), [(False, 409), (True, 302)])
def test_only_the_supervisor_puts_the_review_off(browser: Browser, is_supervisor: bool, status: int) -> None:
    case: Any = CaseFactory()
    task = db.session.query(Task).filter_by(case_id=case.id, kind=TaskKind.SUPERVISOR_REVIEW).one()
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(supervisor if is_supervisor else case.lead)
    if is_supervisor:
        browser.submit("cases.state_purpose", {"purpose": "The review"}, case_id=case.id, follow=False)
    before, later = task.due_at, today() + timedelta(days=900)
    answers = {"due_on": f"{later:%d/%m/%Y}", "why": "There is no hurry"}
    page = browser.submit("tasks.move_task", answers, case_id=case.id, task_id=task.id, follow=False)

    assert page.status == status
    assert (task.due_at != before) is is_supervisor


def test_a_late_review_makes_no_worker_late(browser: Browser) -> None:
    case: Any = CaseFactory()
    task = db.session.query(Task).filter_by(case_id=case.id, kind=TaskKind.SUPERVISOR_REVIEW).one()
    task.due_at = now() - timedelta(days=3)
    refresh(case)
    browser.sign_in(UserFactory(supervisor=True, cell=case.cell))
    commit()

    assert case.review_due_on == task.due_on < today() <= case.next_due_on
    assert case.reference in browser.open("caseload.files", reach="reviewed", mark="review_due").text
    assert case.reference not in browser.open("caseload.files", reach="reviewed", mark="late").text
