"""A page that lists files of which nobody opened one is an entry of the log all the same."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.services.absences import record_absence
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.clock import today
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.supervision import conference


def of_whom(case: Case) -> dict[str, Any]:
    return {"cell_id": case.cell_id, "user_id": case.lead_id}


PAGES: dict[str, Any] = {
    "caseload.assign": lambda case, _chief: {"case": str(case.id)},
    "caseload.cover": lambda case, _chief: {"case": str(case.id)},
    "caseload.cover_worker": lambda case, _chief: of_whom(case),
    "supervision.choose_file": lambda _case, chief: {"conference_id": conference(chief).id},
    "grants.stand_in": lambda _case, _chief: {},
}


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_list_leaves_an_entry(browser: Browser, endpoint: str) -> None:
    case: Case = CaseFactory(risk=RiskLevel.HIGH)
    chief = UserFactory(supervisor=True, cell=case.cell)
    record_absence(lead_of(case), case.cell, from_on=today(), until_on=today(), by=chief)
    commit()
    address = PAGES[endpoint](case, chief)
    reader = chief if endpoint != "grants.stand_in" else UserFactory(role=Role.SOCIAL_WORKER, cell=case.cell)
    browser.sign_in(reader)
    page = browser.open(endpoint, **address)
    assert page.status == 200
    assert case.reference in page.text

    kept = db.session.query(AuditEntry).filter_by(event=Event.LIST_VIEWED.value, actor_id=reader.id)
    assert [entry.detail for entry in kept], endpoint


def test_a_whole_list_that_is_given_at_once_leaves_one_too(browser: Browser) -> None:
    case: Case = CaseFactory(risk=RiskLevel.HIGH)
    chief = UserFactory(supervisor=True, cell=case.cell)
    browser.sign_in(chief)
    assert case.reference in browser.open("caseload.assign", all="1", reach="reviewed").text

    kept = db.session.query(AuditEntry).filter_by(event=Event.LIST_VIEWED.value, actor_id=chief.id)
    assert [entry.detail for entry in kept] == ["giving"]
