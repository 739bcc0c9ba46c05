"""A supervisor and a worker, or two supervisors, act on one file at one moment: what is kept makes sense."""

from typing import Any

import pytest
from flask import url_for

from casework.cases.models import Approval, Case, CaseStatus, Decision, Member
from casework.cases.services import state_purpose
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import LegalGround
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.followup.models import Addendum, Note
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral, ReferralState
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.closures import ticked
from tests.factories.followup import NoteFactory
from tests.factories.referrals import ReferralFactory
from tests.parallel import all_at_once

WHY = "It stood in the wrong file"
Sent = tuple[Browser, str, dict[str, str], dict[str, Any]]


def together(*sent: Sent) -> list[int]:
    """The statuses of forms that several people send at once."""
    app = sent[0][0].app
    ready = []
    for browser, endpoint, answers, about in sent:
        cookie = browser.client.get_cookie("sid")
        assert cookie
        with app.test_request_context():
            address = url_for(endpoint, **about)
        ready.append((cookie.value, address, {"csrf_token": browser.token()} | answers))

    def post(number: int) -> int:
        cookie, address, answers = ready[number]
        client = app.test_client()
        client.set_cookie("sid", cookie)
        return client.post(address, data=answers, headers={"Accept-Language": "en"}).status_code

    return all_at_once(app, post, len(ready))


def supervisor_of(case: Case, browser: Browser) -> Browser:
    user = UserFactory(supervisor=True, cell=case.cell)
    state_purpose(case, user, "To decide")
    commit()
    visitor = Browser(browser.app)
    visitor.sign_in(user)
    return visitor


def test_somebody_joins_once(browser: Browser) -> None:
    case: Case = CaseFactory()
    colleague = UserFactory(specialist=True, cell=case.cell)
    supervisor = supervisor_of(case, browser)
    answers = {"user_id": str(colleague.id), "role": "specialist", "why": WHY}
    colleague_id, about = colleague.id, {"case_id": case.id}
    statuses = together(*[(supervisor, "casefile.add_member", answers, about)] * 6)

    assert 302 in statuses
    assert set(statuses) <= {302, 409, 422, 503}
    assert db.session.query(Member).filter_by(user_id=colleague_id).count() == 1


def test_a_file_is_covered_once(browser: Browser) -> None:
    case: Case = CaseFactory()
    colleague = UserFactory(cell=case.cell)
    supervisor = supervisor_of(case, browser)
    day = f"{today():%d/%m/%Y}"
    answers = {"worker": str(colleague.id), "from_on": day, "until_on": day, "reason": "She is on leave"}
    seen = {"seen": f"{case.id}:{case.version}", "case": str(case.id), "confirmed": "yes"}
    colleague_id, keys = colleague.id, [{"form_key": str(new_id())} for _n in range(6)]
    statuses = together(*[(supervisor, "caseload.cover", answers | seen | key, {}) for key in keys])

    assert 302 in statuses
    assert set(statuses) <= {302, 409, 503}  # 503: it waited longer than a test may
    assert db.session.query(Member).filter_by(user_id=colleague_id).count() == 1


def test_an_emergency_is_decided_one_way(browser: Browser) -> None:
    case: Case = CaseFactory(risk=RiskLevel.EMERGENCY)
    ReferralFactory(case=case, is_emergency=True, state=ReferralState.SENT)
    approval = db.session.query(Approval).one()
    one, other = supervisor_of(case, browser), supervisor_of(case, browser)
    about = {"case_id": case.id, "approval_id": approval.id}
    ground = {
        "decision": "approved",
        "kind": "danger_to_life",
        "rule": "Article 54",
        "person_was_told": "no",
        "why": WHY,
    }
    returned = {"decision": "returned", "why": WHY}
    endpoint = "referrals.decide_emergency"
    statuses = together(
        (one, endpoint, ground, about), (other, endpoint, returned, about), (one, endpoint, ground, about)
    )

    assert sorted(statuses) == [302, 409, 409]
    is_approved = db.session.query(Approval).one().decision is Decision.APPROVED
    assert db.session.query(LegalGround).count() == int(is_approved)
    assert (db.session.query(Referral).one().state is ReferralState.WITHDRAWN) is not is_approved


@pytest.mark.parametrize("n_additions", [1, 4])
def test_nothing_added_to_a_withdrawn_note_is_left(browser: Browser, n_additions: int) -> None:
    note = NoteFactory()
    case = db.session.get_one(Case, note.case_id)
    entry = db.session.query(TimelineEntry).filter_by(object_id=note.id).one()
    supervisor, worker = supervisor_of(case, browser), Browser(browser.app)
    worker.sign_in(lead_of(case))
    leaving = {"case_id": case.id, "entry_id": entry.id}
    adding = {"case_id": case.id, "note_id": note.id}
    keys = [{"text": f"Addition {number}", "form_key": str(new_id())} for number in range(n_additions)]
    statuses = together(
        *[(worker, "followup.add_addendum", key, adding) for key in keys],
        (supervisor, "casefile.withdraw_entry", {"why": WHY}, leaving),
    )

    assert set(statuses) <= {302, 409, 503}  # 503: it waited longer than a test may
    if db.session.query(Note).one().withdrawn_at:
        assert [row.text for row in db.session.query(Addendum) if row.text] == []
        told = db.session.query(TimelineEntry).filter_by(kind=Happening.NOTE)
        assert [line.story for line in told] == []


def test_a_note_and_the_end_of_a_file(browser: Browser) -> None:
    case: Case = CaseFactory()
    supervisor, worker = supervisor_of(case, browser), Browser(browser.app)
    worker.sign_in(lead_of(case))
    closing = {"reason": "GOALS", "summary": "Done", "person_was_told": "yes", "told": "Today"}
    worker.submit("closure.ask_closure", closing | ticked(case.programme), case_id=case.id)
    approval = db.session.query(Approval).one()
    note = {"kind": "office", "contact": "made", "text": "She came.", "happened_on": f"{today():%d/%m/%Y}"}
    statuses = together(
        (
            supervisor,
            "closure.decide_closure",
            {"decision": "approved"},
            {"case_id": case.id, "approval_id": approval.id},
        ),
        (worker, "followup.add_note", note | {"form_key": str(new_id())}, {"case_id": case.id}),
    )

    assert set(statuses) <= {302, 409, 503}  # 503: it waited longer than a test may
    assert 302 in statuses
    reread = db.session.query(Case).one()
    assert (reread.status is CaseStatus.CLOSED) is (statuses[0] == 302)
    assert db.session.query(Note).count() == (statuses[1] == 302)
    assert reread.status is not CaseStatus.CLOSED or reread.next_due_on is None
