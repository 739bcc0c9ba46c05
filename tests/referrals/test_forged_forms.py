"""What a form did not offer is not taken from it: places of elsewhere, strangers, fields, agreements."""

from typing import Any

import pytest

from casework.cases.models import Case
from casework.consents.models import Consent
from casework.core.extensions import db
from casework.partners.models import Partner
from casework.referrals.models import Referral
from tests.browser import Browser
from tests.factories.base import commit
from tests.factories.cases import CaseFactory, lead_of
from tests.factories.organisation import CellFactory, DirectorateFactory
from tests.factories.partners import PartnerFactory
from tests.referrals.flow import ASKED, answered, here, refer, service_of

PAGES = ("ask_consent", "send_referral", "change_content", "print_letter", "print_slip", "move_referral")


@pytest.fixture
def case(app: object) -> Case:
    return CaseFactory(cell=CellFactory(women=True))


def asked_of(browser: Browser, case: Case, service_id: str, *files: Case) -> int:
    """The form as an honest partner's page gave it, sent to another address."""
    honest: Partner = PartnerFactory()
    about: dict[str, Any] = {"case_id": case.id, "service": "PSY"}
    form = browser.open("referrals.refer", **about, to=service_of(honest)).hidden
    about |= {"to": service_id, "with": [str(file.id) for file in files]}
    page = browser.visit("POST", "referrals.refer", form | ASKED, **about)
    return page.status


def test_a_service_that_is_not_offered_for_this_is_not_asked(browser: Browser, case: Case) -> None:
    elsewhere = PartnerFactory(directorate=DirectorateFactory())
    other_need, past = PartnerFactory(), PartnerFactory(is_active=False)
    own = service_of(other_need, "LEGAL")
    commit()
    browser.sign_in(lead_of(case))

    for service_id in (service_of(elsewhere), own, service_of(past), "nonsense", "\x00"):
        assert asked_of(browser, case, service_id) in (404, 409)
    assert db.session.query(Referral).count() == 0


def test_the_file_of_a_stranger_does_not_come_along(browser: Browser, case: Case) -> None:
    beside, foreign = CaseFactory(cell=case.cell), CaseFactory()
    partner = PartnerFactory()
    browser.sign_in(lead_of(case))

    for stranger in (beside, foreign):
        assert asked_of(browser, case, service_of(partner), stranger) == 404
    assert db.session.query(Referral).count() == 0


@pytest.mark.parametrize(
    "forged",
    [{"fields": "cin"}, {"fields": "alias"}, {"name": "surname"}, {"next_contact": "partner"}],
    ids=str,
)
def test_a_field_that_this_service_does_not_need_is_refused(
    browser: Browser, case: Case, forged: dict[str, Any]
) -> None:
    browser.sign_in(lead_of(case))
    page = refer(browser, case, PartnerFactory(), **forged)

    assert page.status == 422
    assert db.session.query(Referral).count() == 0


def test_an_agreement_to_what_was_not_asked_is_not_kept(browser: Browser, case: Case) -> None:
    browser.sign_in(lead_of(case))
    page = refer(browser, case, PartnerFactory())
    forged = answered(page)
    parts = {name.split("-")[0] for name in forged if name.startswith("on_")}
    forged |= {f"{part}-covers": ["violence", "health"] for part in parts}
    browser.send("POST", here(page), forged)

    assert db.session.query(Consent).filter(Consent.partner_id.is_not(None)).one().covers == ()


def test_what_is_sent_on_the_page_of_another_file_is_missing(browser: Browser, case: Case) -> None:
    other = CaseFactory(cell=case.cell, worker=lead_of(case))
    browser.sign_in(lead_of(case))
    page = refer(browser, case, PartnerFactory())
    referral = db.session.query(Referral).one()

    assert page.status == 200
    for part in PAGES:
        for verb in ("GET", "POST"):
            answer = browser.visit(
                verb, f"referrals.{part}", page.hidden, case_id=other.id, referral_id=referral.id
            )
            assert answer.status == 404, part
