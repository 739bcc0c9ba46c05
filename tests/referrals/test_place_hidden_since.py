"""A place that becomes confidential is named on no timeline of before."""

from casework.partners.models import Confidentiality, Partner
from casework.partners.services import edit_partner
from casework.referrals.models import Referral, ReferralState
from tests.browser import Browser
from tests.factories.accounts import UserFactory
from tests.factories.base import commit
from tests.factories.cases import join
from tests.factories.partners import PartnerFactory
from tests.factories.referrals import ReferralFactory


def test_a_colleague_who_may_not_know_of_it_no_longer_reads_its_name(browser: Browser) -> None:
    partner: Partner = PartnerFactory(name_fr="ZZPLACE", name_ar="ZZPLACE")
    other: Partner = PartnerFactory(name_fr="YYPLACE", name_ar="YYPLACE")
    referral: Referral = ReferralFactory(partner=partner, state=ReferralState.SENT, what_for="Three sessions")
    ReferralFactory(case=referral.case, partner=other, state=ReferralState.SENT)
    specialist = UserFactory(specialist=True, cell=referral.case.cell)
    join(referral.case, specialist)
    edit_partner(partner, confidentiality=Confidentiality.CELL)
    commit()
    browser.sign_in(specialist)
    page = browser.open("casefile.show", case_id=referral.case_id)

    assert "ZZPLACE" not in page.text
    assert "YYPLACE" in page.text
    assert "Three sessions" in page.text
