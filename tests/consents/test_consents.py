"""Consent is given for one recipient at a time, refused without a reason, and withdrawn at any time."""

from datetime import timedelta

import pytest

from casework.access.policy import Role
from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case, CaseStatus
from casework.cases.timeline import Happening, TimelineEntry
from casework.consents.models import (
    Consent,
    ConsentGiver,
    ConsentState,
    Purpose,
)
from casework.consents.queries import consents_of, in_force, may_share, sharable_partner_ids
from casework.consents.services import record_consent
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.ids import new_id
from casework.people.models import LegalCapacity, Relative, SuspectedAuthor
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, PersonFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import say

GIVEN = {
    "decided_on": "01/03/2024",
    "purpose": "sharing",
    "state": "given",
    "giver": "person",
    "manner": "spoken",
    "act": "consent",
}


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_a_consent_to_share_is_recorded_once(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    form = browser.open("consents.record_consent", case_id=case.id).hidden | GIVEN
    answers = form | {"partner_id": str(partner.id), "withheld": "Not my address"}
    for _ in range(2):
        page = browser.visit("POST", "consents.record_consent", answers, case_id=case.id)

    consent = db.session.query(Consent).one()
    assert (consent.partner_id, consent.state, consent.withheld) == (
        partner.id,
        ConsentState.GIVEN,
        "Not my address",
    )
    assert may_share(db.session.get_one(Case, case.id), partner.id)
    assert partner.name_fr in page.text
    assert "Not my address" in page.text


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"partner_id": ""}, "Say with whom."),
        ({"manner": ""}, "Say how the consent was given."),
        ({"state": "not_possible", "manner": ""}, "Say why it is not possible yet."),
        ({"decided_on": "31/12/2039"}, "This date has not come yet."),
        ({"partner_id": str(new_id())}, "Choose one of the answers offered."),
        ({"purpose": "sale"}, "Choose one of the answers offered."),
    ],
)
def test_what_is_missing_or_foreign_is_asked_again(
    browser: Browser, case: Case, answers: dict[str, str], problem: str
) -> None:
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))
    filled_in = GIVEN | {"partner_id": str(partner.id), "withheld": "Kept on the page"} | answers
    page = browser.submit("consents.record_consent", filled_in, case_id=case.id)

    assert page.status == 422
    assert any(problem in error for error in page.errors)
    assert "Kept on the page" in page.text
    assert db.session.query(Consent).count() == 0


def test_the_newest_decision_is_in_force_and_the_earlier_ones_stay(case: Case) -> None:
    partner = PartnerFactory()
    for state in (ConsentState.REFUSED, ConsentState.GIVEN, ConsentState.WITHDRAWN):
        say(case, partner, state)

    said = [consent.state for consent in consents_of(case)]
    assert said == [ConsentState.WITHDRAWN, ConsentState.GIVEN, ConsentState.REFUSED]
    assert [consent.state for consent in in_force(consents_of(case))] == [ConsentState.WITHDRAWN]
    assert not may_share(case, partner.id)
    assert db.session.query(AuditEntry).filter_by(event=Event.CONSENT_WITHDRAWN.value).count() == 1


def test_consent_to_one_recipient_says_nothing_of_another(case: Case) -> None:
    partner, other = PartnerFactory(), PartnerFactory()
    say(case, partner)

    assert sharable_partner_ids(case) == {partner.id}
    assert not may_share(case, other.id)


def test_nothing_is_withdrawn_that_was_not_given(case: Case) -> None:
    with pytest.raises(RuleBroken):
        say(case, PartnerFactory(), ConsentState.WITHDRAWN)


def test_a_paper_typed_in_late_does_not_undo_a_newer_refusal(case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner, ConsentState.REFUSED)
    say(case, partner, ConsentState.GIVEN, decided_on=today() - timedelta(days=3))

    assert not may_share(case, partner.id)


def test_on_a_closed_file_a_consent_can_only_be_withdrawn(case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    case.status = CaseStatus.CLOSED

    with pytest.raises(RuleBroken):
        say(case, PartnerFactory())
    say(case, partner, ConsentState.WITHDRAWN)
    assert not may_share(case, partner.id)


def test_a_withdrawal_leads_to_what_was_already_received(browser: Browser, case: Case) -> None:
    partner = PartnerFactory()
    say(case, partner)
    browser.sign_in(lead_of(case))
    answers = GIVEN | {
        "state": "withdrawn",
        "partner_id": str(partner.id),
        "decided_on": f"{today():%d/%m/%Y}",
    }
    page = browser.submit("consents.record_consent", answers, case_id=case.id)

    assert page.heading == "What this recipient already received"
    assert "This recipient received nothing." in page.text


def suspect_the_representative(case: Case) -> None:
    father = Relative(
        key_id=case.key_id, person_id=case.person_id, capacity=LegalCapacity.REPRESENTATIVE.value
    )
    author = SuspectedAuthor(key_id=case.key_id, person_id=case.person_id, relative_id=father.id)
    db.session.add_all([father, author])
    commit()


def test_the_act_of_a_suspected_representative_is_not_sought(case: Case) -> None:
    suspect_the_representative(case)
    with pytest.raises(RuleBroken):
        say(case, PartnerFactory(), giver=ConsentGiver.REPRESENTATIVE)
    say(case, PartnerFactory(), giver=ConsentGiver.JUDGE)


def test_sharing_names_a_recipient_and_nothing_else_does(case: Case) -> None:
    partner = PartnerFactory()
    with pytest.raises(RuleBroken):
        record_consent(case, purpose=Purpose.SHARING, state=ConsentState.GIVEN, by=lead_of(case))
    with pytest.raises(RuleBroken):
        record_consent(
            case, purpose=Purpose.STATISTICS, state=ConsentState.GIVEN, by=lead_of(case), partner=partner
        )


def test_the_timeline_never_names_a_shelter(app: object) -> None:
    women = CellFactory(women=True)
    case = CaseFactory(person=PersonFactory(cell=women))
    say(case, PartnerFactory(shelter=True, name_fr="Dar Amane"))
    say(case, PartnerFactory(name_fr="Espoir"))

    lines = db.session.query(TimelineEntry).filter_by(kind=Happening.CONSENT).all()
    assert {line.story.get("partner_fr") for line in lines} == {None, "Espoir"}


def test_a_specialist_of_the_file_does_not_learn_where_a_shelter_is(browser: Browser) -> None:
    women = CellFactory(women=True)
    specialist = UserFactory(role=Role.SPECIALIST, cell=women)
    case = CaseFactory(person=PersonFactory(cell=women), worker=UserFactory(cell=women))

    join(case, specialist)
    say(case, PartnerFactory(shelter=True, name_fr="Dar Amane"))
    browser.sign_in(specialist)
    page = browser.open("consents.list_consents", case_id=case.id)

    assert "Dar Amane" not in page.text
    assert "Confidential place" in page.text


def test_the_page_of_consents_asks_the_database_little(
    browser: Browser, case: Case, statements: list[str]
) -> None:
    for _ in range(10):
        say(case, PartnerFactory())
    browser.sign_in(lead_of(case))
    statements.clear()

    assert browser.open("consents.list_consents", case_id=case.id).status == 200
    assert len(statements) <= 12


def test_an_address_made_up_fills_in_nothing(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = browser.open("consents.record_consent", case_id=case.id, purpose="x", partner_id="y", state="z")

    assert page.status == 200
