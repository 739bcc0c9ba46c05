"""The supervisor's review is the supervisor's: a worker neither does it nor puts it off."""

from datetime import timedelta
from typing import Any

import pytest

from casework.core.clock import today
from casework.core.extensions import db
from casework.tasks.models import Task, TaskKind
from tests.browser import Browser
from tests.factories.accounts import UserFactory
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
