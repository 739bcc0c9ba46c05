"""Names that an account has no business with: of workers for a partner, of shelters for an administrator."""

from flask import Flask

from casework.access.policy import Role
from casework.core.clock import today
from casework.core.extensions import db
from casework.partners.models import Confidentiality, Partner
from casework.partners.services import check_card
from casework.referrals.queries import find_recipient
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.organisation import DirectorateFactory
from tests.factories.partners import PartnerFactory


def test_its_own_card_names_no_worker(browser: Browser) -> None:
    partner: Partner = PartnerFactory()
    keeper = UserFactory(role=Role.PROGRAMME_OFFICER, name_lat="ZZKEEPER", name_ar="زززز")
    check_card(partner, keeper)
    commit()
    browser.sign_in(UserFactory(role=Role.PARTNER, partner=partner))
    page = browser.open("partners.own_card")

    assert partner.checked_on == today()
    assert "ZZKEEPER" not in page.text
    browser.sign_in(UserFactory())
    assert "ZZKEEPER" in browser.open("partners.show_partner", partner_id=partner.id).text


def test_a_place_that_became_confidential_is_not_named_among_the_accounts(browser: Browser) -> None:
    partner: Partner = PartnerFactory(name_fr="ZZSHELTER", name_ar="ZZSHELTER")
    account = UserFactory(role=Role.PARTNER, partner=partner)
    partner.confidentiality = Confidentiality.CELL
    commit()
    browser.sign_in(UserFactory(administrator=True))

    assert "ZZSHELTER" not in browser.open("accounts.list_accounts").text
    assert "ZZSHELTER" not in browser.open("accounts.show_account", user_id=account.id).text


def test_a_list_is_not_narrowed_to_an_organisation_of_elsewhere(app: Flask) -> None:
    reader, elsewhere = UserFactory(), DirectorateFactory()
    partner: Partner = PartnerFactory(directorate=elsewhere)
    db.session.commit()

    assert partner.directorate_id != reader.directorate_id
    assert find_recipient(str(partner.id), reader) is None
