"""Who takes a barred supervisor's place follows who supervises today, not who did at the time."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.services import confirm_role, end_role, propose_role
from casework.cases.barring import bar
from casework.cases.models import Case
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory

PURPOSE = {"purpose": "In the supervisor's place"}


@pytest.fixture
def case(app: Any) -> Case:
    made: Case = CaseFactory()
    made.cell.deputy_id = UserFactory(cell=made.cell).id
    commit()
    return made


def status_for_the_deputy(browser: Browser, case: Case) -> int:
    visitor = Browser(browser.app)
    visitor.sign_in(case.cell.deputy)
    return visitor.open("casefile.show", case_id=case.id).status


def test_somebody_barred_who_becomes_supervisor_gives_way_to_the_deputy(browser: Browser, case: Case) -> None:
    colleague, administrator = UserFactory(cell=case.cell), UserFactory(role=Role.ADMINISTRATOR)
    bar(case, colleague, why="A cousin")
    commit()
    assert status_for_the_deputy(browser, case) == 404
    position = propose_role(colleague, Role.SUPERVISOR, case.cell, by=administrator)
    if position.is_waiting:
        confirm_role(position, by=UserFactory(supervisor=True, cell=case.cell))
    commit()

    assert status_for_the_deputy(browser, case) == 200


def test_once_the_barred_supervisor_has_left_the_deputy_reads_no_more(browser: Browser, case: Case) -> None:
    supervisor, administrator = (
        UserFactory(supervisor=True, cell=case.cell),
        UserFactory(role=Role.ADMINISTRATOR),
    )
    bar(case, supervisor, why="A cousin")
    commit()
    assert status_for_the_deputy(browser, case) == 200
    end_role(supervisor.positions[0], by=administrator)
    commit()

    assert status_for_the_deputy(browser, case) == 404
