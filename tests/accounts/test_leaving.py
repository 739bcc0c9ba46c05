"""Whoever leaves a cell, or is disabled, leaves its files to others at once."""

from datetime import timedelta

import pytest
from flask import Flask

from casework.access.policy import Role
from casework.accounts import services
from casework.accounts.models import User
from casework.audit.models import AuditEntry
from casework.cases.models import Case, MemberRole
from casework.cases.services import add_member
from casework.core.clock import now
from casework.core.extensions import db
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join


@pytest.fixture
def administrator(app: Flask) -> User:
    user: User = UserFactory(administrator=True)
    return user


def is_unassigned(case: Case) -> bool:
    db.session.refresh(case)
    return case.lead_id is None and case.unassigned_at is not None and case.member_ids == set()


@pytest.mark.parametrize("how", ["role ended", "disabled"])
def test_the_files_of_somebody_who_leaves_wait_for_another(
    browser: Browser, administrator: User, how: str
) -> None:
    case = CaseFactory()
    worker = case.lead
    assert worker
    page = browser
    page.sign_in(administrator)
    if how == "disabled":
        browser.post("accounts.disable_account", user_id=worker.id)
    else:
        browser.post("accounts.end_role", user_id=worker.id, position_id=worker.positions[0].id)

    assert is_unassigned(case)
    assert db.session.query(AuditEntry).filter_by(event="member.ended", case_id=case.id).count() == 1


def test_only_the_files_of_that_cell_are_left(administrator: User) -> None:
    here = CaseFactory()
    worker = here.lead
    assert worker
    other = UserFactory(supervisor=True)
    position = services.propose_role(worker, Role.SOCIAL_WORKER, other.cells[0], by=administrator)
    services.confirm_role(position, by=other)
    there = CaseFactory(cell=other.cells[0], worker=worker)
    services.end_role(worker.positions[0], by=administrator)
    commit()

    assert is_unassigned(here)
    assert there.lead_id == worker.id


def test_who_keeps_another_role_that_reads_files_keeps_them(administrator: User) -> None:
    case = CaseFactory()
    worker = case.lead
    assert worker
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    position = services.propose_role(worker, Role.SPECIALIST, case.cell, by=administrator)
    services.confirm_role(position, by=supervisor)
    services.end_role(worker.positions[0], by=administrator)
    commit()

    assert case.lead_id == worker.id


def test_a_specialist_and_a_cover_to_come_leave_too(administrator: User) -> None:
    case = CaseFactory()
    specialist, cover = (UserFactory(cell=case.cell) for _n in range(2))
    join(case, specialist)
    soon = now() + timedelta(days=2)
    add_member(case, cover, MemberRole.COVER, by=specialist, from_at=soon, until_at=soon + timedelta(days=9))
    for user in (specialist, cover):
        services.disable(user, by=administrator)
    commit()

    assert case.member_ids == {case.lead_id}
    assert all(member.until_at <= now() for member in case.members if member.user_id != case.lead_id)


def test_nobody_stays_deputy_of_a_cell_that_he_left(administrator: User) -> None:
    worker, colleague = UserFactory(), UserFactory()
    for user in (worker, colleague):
        user.cells[0].deputy_id = user.id
    db.session.commit()
    left, still = worker.cells[0], colleague.cells[0]
    services.end_role(worker.positions[0], by=administrator)
    commit()

    assert (left.deputy_id, still.deputy_id) == (None, colleague.id)
    services.disable(colleague, by=administrator)
    commit()
    assert still.deputy_id is None
