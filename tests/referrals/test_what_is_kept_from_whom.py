"""A shelter stays unnamed to whoever may not know of it; nothing is printed that may no longer be sent."""

from datetime import timedelta
from typing import Any

import pytest

from casework.access.policy import Role
from casework.accounts.models import Position
from casework.cases.models import Case, CaseStatus
from casework.consents.models import ConsentState
from casework.consents.services import bar_partner
from casework.core.clock import now, today
from casework.core.extensions import db
from casework.people.models import LegalCapacity, Relative, SuspectedAuthor
from casework.referrals.models import NextContact, Referral, ReferralState
from casework.referrals.services.basis import numbers_to_give
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, NumberFactory, join, lead_of
from tests.factories.organisation import CellFactory
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory, say

LETTER = {"language": "fr", "reader": "partner"}


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory()


def test_the_home_of_a_specialist_names_no_shelter(browser: Browser) -> None:
    case = CaseFactory(cell=CellFactory(women=True))
    shelter = PartnerFactory(shelter=True, name_fr="Dar Al Amane")
    ReferralFactory(case=case, partner=shelter, service="SHELT", state=ReferralState.ACCEPTED)
    specialist = UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    browser.sign_in(specialist)
    page = browser.open("caseload.home")

    assert case.reference in page.text
    assert "Answers from partners" in page.text
    assert "Dar Al Amane" not in page.text
    colleague = Browser(browser.app)
    colleague.sign_in(lead_of(case))
    assert "Dar Al Amane" in colleague.open("caseload.home").text


def test_a_letter_to_a_shelter_is_for_those_who_know_of_it(browser: Browser, case: Case) -> None:
    """Somebody of two cells referred this child to a place that the child's own cell does not know."""
    women = CellFactory(women=True)
    worker = lead_of(case)
    place = Position(
        role=Role.SOCIAL_WORKER, cell_id=women.id, directorate_id=women.directorate_id, confirmed_at=now()
    )
    worker.all_positions.append(place)
    referral = ReferralFactory(
        case=case, partner=PartnerFactory(shelter=True, service_codes=("PSY",)), state=ReferralState.SENT
    )
    address: dict[str, Any] = {"case_id": case.id, "referral_id": referral.id}
    browser.sign_in(worker)
    assert browser.submit("referrals.print_letter", LETTER, **address).response.mimetype == "application/pdf"
    place.until_at = now()
    commit()

    assert browser.open("referrals.print_letter", **address).status == 404


def withdrawn(case: Case, referral: Referral) -> None:
    say(case, referral.partner, ConsentState.WITHDRAWN, manner=None)


def barred(case: Case, referral: Referral) -> None:
    bar_partner(case, referral.partner, None)


def closed(case: Case, _referral: Referral) -> None:
    case.status = CaseStatus.CLOSED


def taken_back(_case: Case, referral: Referral) -> None:
    referral.state = ReferralState.WITHDRAWN


@pytest.mark.parametrize("meanwhile", [withdrawn, barred, closed, taken_back])
def test_nothing_is_printed_that_may_not_be_sent(browser: Browser, case: Case, meanwhile: Any) -> None:
    referral = ReferralFactory(case=case, state=ReferralState.SENT)
    address: dict[str, Any] = {"case_id": case.id, "referral_id": referral.id}
    browser.sign_in(lead_of(case))
    form = browser.open("referrals.print_letter", **address).hidden | LETTER
    meanwhile(case, referral)
    commit()
    page = browser.visit("POST", "referrals.print_letter", form, **address)

    assert page.status == 409
    assert "%PDF" not in page.text


def test_the_number_of_a_suspected_relative_is_in_no_letter(browser: Browser, case: Case) -> None:
    person = case.person
    number = NumberFactory(person=person)
    NumberFactory(person=person, number="+212600000055", confirmed_on=today() - timedelta(days=1))
    relative = Relative(key_id=person.key_id, person_id=person.id, name="Brahim", phone=number.number)
    db.session.add(relative)
    db.session.flush()
    db.session.add(SuspectedAuthor(key_id=person.key_id, person_id=person.id, relative_id=relative.id))
    referral = ReferralFactory(case=case, next_contact=NextContact.PARTNER)

    assert [given.number for given in numbers_to_give(case)] == ["+212600000055"]
    assert referral.was_sent is False


def test_a_specialist_is_not_told_why_a_representative_is_not_asked(browser: Browser, case: Case) -> None:
    person, specialist = case.person, UserFactory(specialist=True, cell=case.cell)
    join(case, specialist)
    father = Relative(
        key_id=person.key_id, person_id=person.id, name="Brahim", capacity=LegalCapacity.REPRESENTATIVE.value
    )
    db.session.add(father)
    db.session.flush()
    db.session.add(SuspectedAuthor(key_id=person.key_id, person_id=person.id, relative_id=father.id))
    commit()
    browser.sign_in(specialist)
    answers = {"purpose": "service", "state": "given", "giver": "representative", "manner": "spoken"}
    page = browser.submit(
        "consents.record_consent",
        answers | {"act": "consent", "decided_on": f"{today():%d/%m/%Y}"},
        case_id=case.id,
    )

    assert page.status == 409
    assert "suspected" not in page.text
