"""What is asked of the supervisor nobody else decides: no asker, colleague, stranger or barred supervisor."""

from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.models import Position
from casework.cases.approvals import PAGES, decide
from casework.cases.barring import bar
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus, Decision
from casework.cases.services import state_purpose
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, join, lead_of
from tests.factories.closures import ask_to_close
from tests.factories.measures import ReportFactory
from tests.factories.organisation import CellFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.transfers import asked as propose

YES = {
    "decision": "approved",
    "why": "It must be",
    "comment": "Yes",
    "kind": "danger_to_life",
    "rule": "Article 54",
}
ANSWERS = YES | {"person_was_told": "no", "version": "1"}


def asked(case: Case, kind: ApprovalKind) -> Approval:
    """By the lead worker, as each feature asks it."""
    lead = lead_of(case)
    if kind is ApprovalKind.CLOSURE:
        ask_to_close(case)
    elif kind is ApprovalKind.LEGAL_GROUND:
        ReferralFactory(case=case, is_emergency=True)
    elif kind is ApprovalKind.AUTHORITY_REPORT:
        ReportFactory(case=case)
    elif kind is ApprovalKind.TRANSFER:
        elsewhere = CellFactory(directorate=case.cell.directorate)
        UserFactory(supervisor=True, cell=elsewhere)
        propose(case, elsewhere)
    else:
        what = {"from": case.risk.value, "to": "low", "why": "Calm", "text": "She came back"}
        key = {"key_id": case.key_id, "case_id": case.id, "cell_id": case.cell_id}
        db.session.add(Approval(**key, kind=kind, asked_by_id=lead.id, what=what))
    commit()
    return db.session.query(Approval).one()


def nobody_who_decides(case: Case) -> dict[str, Any]:
    cell = case.cell
    people: dict[str, Any] = {
        "asker": lead_of(case),
        "colleague": UserFactory(cell=cell),
        "member": UserFactory(cell=cell),
        "specialist": UserFactory(specialist=True, cell=cell),
        "supervisor elsewhere": UserFactory(supervisor=True, cell=CellFactory()),
        "barred supervisor": UserFactory(supervisor=True, cell=cell),
        "supervisor until yesterday": UserFactory(supervisor=True, cell=cell),
        "administrator": UserFactory(role=Role.ADMINISTRATOR),
        "director": UserFactory(role=Role.DIRECTOR),
    }
    for name in ("member", "specialist"):
        join(case, people[name])
    bar(case, people["barred supervisor"], why="A cousin")
    people["supervisor until yesterday"].positions[0].until_at = now()
    commit()
    return people


@pytest.mark.parametrize("kind", ApprovalKind)
def test_nobody_else_decides(browser: Browser, subtests: Any, kind: ApprovalKind) -> None:
    case: Case = CaseFactory(risk=RiskLevel.EMERGENCY)
    approval, people = asked(case, kind), nobody_who_decides(case)
    approval_id, before = approval.id, case.status
    for name, user in people.items():
        with subtests.test(name):
            with pytest.raises(RuleBroken):
                decide(case, approval, Decision.APPROVED, by=user)
            db.session.rollback()
            visitor = Browser(browser.app)
            visitor.sign_in(user)
            about = {"case_id": case.id, "approval_id": approval_id}
            assert visitor.post(PAGES[kind], ANSWERS, **about).status in (403, 404, 409)

    assert db.session.query(Approval).one().decision is None
    assert db.session.query(Case).one().status is before
    assert db.session.query(Referral).filter(Referral.sent_at.is_not(None)).count() == 0


@pytest.mark.parametrize("kind", ApprovalKind)
def test_the_supervisor_decides_once(browser: Browser, kind: ApprovalKind) -> None:
    case: Case = CaseFactory(risk=RiskLevel.EMERGENCY)
    approval, supervisor = asked(case, kind), UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, supervisor, "To decide")
    commit()
    browser.sign_in(supervisor)
    about = {"case_id": case.id, "approval_id": approval.id}
    statuses = [browser.post(PAGES[kind], ANSWERS, **about, follow=False).status for _n in range(2)]

    assert statuses == [302, 409]
    assert db.session.query(Approval).one().decided_by_id == supervisor.id
    assert (db.session.query(Case).one().status is CaseStatus.CLOSED) is (kind is ApprovalKind.CLOSURE)


def test_two_roles_do_not_make_somebody_his_own_judge(browser: Browser) -> None:
    """The worker who asked becomes supervisor of the cell as well."""
    case: Case = CaseFactory()
    approval, lead = asked(case, ApprovalKind.CLOSURE), lead_of(case)
    place = {"cell_id": case.cell_id, "directorate_id": case.cell.directorate_id}
    lead.all_positions.append(Position(role=Role.SUPERVISOR, **place, confirmed_at=now()))
    commit()
    browser.sign_in(lead)
    page = browser.post("closure.decide_closure", ANSWERS, case_id=case.id, approval_id=approval.id)

    assert page.status == 409
    assert db.session.query(Approval).one().decision is None
