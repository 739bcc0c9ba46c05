"""The key of a form that was sent for one file does nothing on another, and leads to no file."""

from typing import Any

import pytest

from casework.cases.models import Approval, Case
from casework.consents.models import Consent, ConsentState, LegalGround
from casework.core.clock import today
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.programmes import PROGRAMMES
from casework.programmes.base import RiskLevel
from casework.referrals.models import Referral
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.closures import ticked
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import say
from tests.referrals.flow import service_of

DAY = f"{today():%d/%m/%Y}"
CONSENT = {"purpose": "service", "act": "consent", "state": "refused", "giver": "person", "decided_on": DAY}
GROUND = {"kind": "child_at_risk", "rule": "Article 54", "why": "He follows her", "person_was_told": "no"}
REFERRAL = {"what_for": "Three sessions", "urgency": "this_week", "next_contact": "us", "name": "none"}
CLOSING = {"reason": "GOALS", "summary": "Done", "person_was_told": "yes", "told": "Today"} | ticked(
    PROGRAMMES["child_protection"]
)
RISK = {"level": "low", "why": "Calm for weeks"}

FORMS: dict[str, tuple[type[Any], dict[str, str], dict[str, str]]] = {
    "consents.record_consent": (Consent, CONSENT, {}),
    "consents.record_legal_ground": (LegalGround, GROUND, {}),
    "referrals.refer": (Referral, REFERRAL, {"service": "PSY"}),
    "closure.ask_closure": (Approval, CLOSING, {}),
    "casefile.change_risk": (Approval, RISK, {}),
}


@pytest.mark.parametrize("endpoint", FORMS)
def test_a_key_counts_on_its_own_file_only(browser: Browser, endpoint: str) -> None:
    kind, answers, about = FORMS[endpoint]
    first: Case = CaseFactory(risk=RiskLevel.HIGH)
    second: Case = CaseFactory(cell=first.cell, risk=RiskLevel.HIGH)
    partner, key = PartnerFactory(), str(new_id())
    for case in (first, second):
        say(case, partner)
    is_for_supervisor = endpoint.endswith("legal_ground")
    shared: Any = UserFactory(supervisor=True, cell=first.cell) if is_for_supervisor else None
    before = db.session.query(kind).count()
    locations = []
    for case in (first, second):
        visitor = Browser(browser.app)
        visitor.sign_in(shared or lead_of(case))
        if shared:
            visitor.submit("cases.state_purpose", {"purpose": "To decide"}, case_id=case.id, follow=False)
        said = answers | {"form_key": key, "partner_id": str(partner.id) if kind is not Consent else ""}
        to = {"to": service_of(partner)} if kind is Referral else {}
        page = visitor.submit(endpoint, said, case_id=case.id, follow=False, **about, **to)
        locations.append((page.status, page.response.headers.get("Location", "")))

    assert locations[0][0] == 302
    assert locations[1][0] == 409
    assert str(first.id) not in locations[1][1]
    assert db.session.query(kind).count() == before + 1
    assert not db.session.query(Consent).filter_by(case_id=second.id, state=ConsentState.REFUSED).count()
