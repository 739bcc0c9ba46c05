"""What a closure asks of the worker, and what makes it be asked again; of two answers the first counts."""

import pytest

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Approval, Case, CaseStatus
from casework.closure import services
from casework.closure.models import Closure
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.programmes.base import RiskLevel
from casework.referrals.models import ReferralState
from casework.tasks.queries import open_tasks
from tests.browser import Browser
from tests.casefile.people import as_supervisor, filled
from tests.closure.test_closing import ASKED, ask
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.closures import ask_to_close
from tests.factories.referrals import ReferralFactory
from tests.parallel import AT_ONCE, answers_to

DECIDED = "سبق البت في هذا الطلب"


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_the_checklist_of_the_programme_is_gone_through(browser: Browser, case: Case) -> None:
    """A no says why; what is still open is confirmed; the supervisor reads both; it comes back filled in."""
    browser.sign_in(lead_of(case))
    n_tasks = len(open_tasks(case))
    page = browser.open("closure.ask_closure", case_id=case.id)
    assert "Is the child safe" in page.text
    assert f"{n_tasks} open task" in page.text
    unsafe = ASKED | {"check_SAFE": "no"}
    assert browser.submit("closure.ask_closure", unsafe, case_id=case.id).status == 422
    unseen = ASKED | {"has_seen_open": ""}
    page = browser.submit("closure.ask_closure", unseen, case_id=case.id)
    assert page.status == 422  # beside its question, what was typed kept
    assert "This answer is needed." in page.text
    for checks in ({}, {"SAFE": {"answer": "no", "why": None}}):
        with pytest.raises(RuleBroken, match="checklist"):
            ask_to_close(case, checks=checks)
    browser.submit("closure.ask_closure", unsafe | {"why_SAFE": "She moved away"}, case_id=case.id)

    closure, approval = db.session.query(Closure).one(), db.session.query(Approval).one()
    assert closure.checks["SAFE"] == {"answer": "no", "why": "She moved away"}
    assert closure.left_open == {"tasks": n_tasks}
    chief = Browser(browser.app)
    as_supervisor(chief, case)
    address = {"case_id": case.id, "approval_id": approval.id}
    page = chief.open("closure.decide_closure", **address)
    assert "She moved away" in page.text
    chief.submit("closure.decide_closure", {"decision": "returned", "comment": "Where?"}, **address)
    kept = filled(browser.open("closure.ask_closure", case_id=case.id))
    assert (kept["check_SAFE"], kept["why_SAFE"]) == (["no"], "She moved away")
    told = db.session.query(Notice).filter_by(kind=NoticeKind.APPROVAL_DECIDED).one()
    assert (told.user_id, told.object_id) == (lead_of(case).id, approval.id)


def test_a_file_that_changed_since_is_not_closed_as_it_was_asked(case: Case) -> None:
    """The risk went up, or a referral was made: it is returned, and asked again."""
    supervisor = UserFactory(supervisor=True, cell=case.cell)
    approval, before = ask(case), case.risk
    case.risk = RiskLevel.EMERGENCY
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        services.approve_closure(case, approval, by=supervisor)
    case.risk = before
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    with pytest.raises(RuleBroken, match="changed since it was asked"):
        services.approve_closure(case, approval, by=supervisor)
    referral.state = ReferralState.DONE
    services.approve_closure(case, approval, by=supervisor)

    assert case.status is CaseStatus.CLOSED


def test_of_eight_approvals_at_once_one_wins(browser: Browser, case: Case) -> None:
    address = {"case_id": case.id, "approval_id": ask(case).id}
    as_supervisor(browser, case)
    form = browser.open("closure.decide_closure", **address).hidden | {"decision": "approved"}
    answers = answers_to(browser, "closure.decide_closure", [form] * AT_ONCE, **address)

    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (AT_ONCE - 1)
    assert all(DECIDED in one.get_data(as_text=True) for one in answers if one.status_code == 409)
    assert db.session.query(AuditEntry).filter_by(event=Event.CLOSURE_APPROVED.value).count() == 1
