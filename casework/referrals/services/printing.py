"""When something about a referral may be printed, and that it was."""

from flask_babel import gettext as _

from casework.audit import trail
from casework.cases.models import Case
from casework.core.errors import RuleBroken
from casework.referrals.links import Standing, standing_of
from casework.referrals.models import Referral
from casework.referrals.services.basis import check_may_refer, check_may_share


def check_may_print(case: Case, referral: Referral) -> None:
    """Paper is given away as well: what may no longer be sent is printed no more."""
    if not referral.was_sent:
        raise RuleBroken(_("This referral was not sent yet."))
    if standing_of(referral) is Standing.TAKEN_BACK:
        raise RuleBroken(_("This referral was taken back: its letter is printed no more."))
    check_may_refer(case, referral.partner, referral.service, None)
    if not referral.is_emergency:
        check_may_share(case, referral.partner)


def note_printing(case: Case, referral: Referral, detail: str) -> None:
    """`detail` says into whose hands it goes."""
    check_may_print(case, referral)
    trail.record(trail.Event.REFERRAL_PRINTED, case, object_id=referral.id, detail=detail)
