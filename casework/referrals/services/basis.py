"""What a referral rests on: consent or a ground, a partner that may receive it, a number that is safe."""

from flask_babel import gettext as _

from casework.cases.models import Case
from casework.consents.queries import may_share
from casework.consents.services import check_may_receive
from casework.core.errors import RuleBroken
from casework.partners.models import Partner, ServiceStatus
from casework.people.models import ContactNumber
from casework.people.safety import numbers_on_paper
from casework.programmes.base import RiskLevel
from casework.referrals.models import NextContact, Referral


def check_may_refer(case: Case, partner: Partner, service: str, next_contact: NextContact | None) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: nothing is sent from it."))
    is_offered = any(one.code == service and one.status is ServiceStatus.ACTIVE for one in partner.services)
    if service not in case.programme.services or not is_offered:
        raise RuleBroken(_("This partner does not offer this service."))
    check_may_receive(case, partner)
    if next_contact is NextContact.PARTNER and not numbers_to_give(case):
        raise RuleBroken(
            _("No number is safe today: the partner cannot call. Choose who else speaks to the person.")
        )


def check_emergency(case: Case) -> None:
    """The worker acts, the supervisor decides afterwards."""
    if case.risk is not RiskLevel.EMERGENCY:
        raise RuleBroken(_("Only in an emergency may you act before the supervisor decides."))


def may_go(referral: Referral) -> bool:
    """Consent, a supervisor's ground, or an emergency that still is one, on which he decides afterwards."""
    return acts_in_emergency(referral) or may_share(referral.case, referral.partner_id)


def acts_in_emergency(referral: Referral) -> bool:
    return referral.is_emergency and referral.case.risk is RiskLevel.EMERGENCY


def check_may_go(referral: Referral) -> None:
    if not may_go(referral):
        check_may_share(referral.case, referral.partner)


def check_may_share(case: Case, partner: Partner) -> None:
    if not may_share(case, partner.id):
        raise RuleBroken(_("The person has not agreed to share with this partner. Record the consent first."))


def numbers_to_give(case: Case) -> list[ContactNumber]:
    """Those that are safe today: never a suspected author's; for a child never a parent's or a sibling's."""
    return numbers_on_paper(case.person, is_child=case.is_of_child)
