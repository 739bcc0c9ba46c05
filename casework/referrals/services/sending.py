"""From consent to sent: what the person decides about each recipient, and the moment at which it leaves."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import ConsentAct, ConsentState, Delicate, Purpose
from casework.consents.queries import covered, decided_about
from casework.consents.services import record_consent
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.referrals.content import BY_KEY
from casework.referrals.models import Referral, ReferralState
from casework.referrals.queries.passes import unsent
from casework.referrals.services.basis import acts_in_emergency, may_go
from casework.referrals.services.copies import Covered, content_of
from casework.referrals.services.moving import move_referral

NO = (ConsentState.REFUSED, ConsentState.WITHDRAWN)


def covered_in(made: Sequence[Referral]) -> dict[UUID, Covered]:
    """Asked once of each file, however many recipients there are."""
    return {case.id: covered(case) for case in {referral.case for referral in made}}


def ready(made: Sequence[Referral]) -> list[Referral]:
    """Those that `may_go`."""
    covers = covered_in(made)
    return [
        row for row in unsent(list(made)) if acts_in_emergency(row) or row.partner_id in covers[row.case_id]
    ]


def to_ask(made: Sequence[Referral]) -> list[Referral]:
    """One referral for each file and recipient of which she was not asked, or could not be; a no is a no."""
    asking: dict[tuple[UUID, UUID], Referral] = {}
    going, decisions = ready(made), {case.id: decided_about(case) for case in {row.case for row in made}}
    for referral in unsent(list(made)):
        decided = decisions[referral.case_id].get(referral.partner_id)
        if referral not in going and not (decided and decided.state in NO):
            asking.setdefault((referral.case_id, referral.partner_id), referral)
    return list(asking.values())


def delicate_in(made: Sequence[Referral]) -> list[Delicate]:
    """What she must agree to in so many words, among what was ticked."""
    ticked = {BY_KEY[key].delicate for referral in made for key in referral.chosen or [] if key in BY_KEY}
    return [kind for kind in Delicate if kind in ticked]


def record_answers(
    made: Sequence[Referral], given: Mapping[UUID, dict[str, Any]], *, by: User, form_key: UUID, **shared: Any
) -> None:
    """What she said about each; whoever she refuses drops out, with nothing sent."""
    asking = {referral.id: referral for referral in made}
    for referral_id, answers in given.items():
        record_answer(
            asking[referral_id], answers, by=by, form_key=uuid5(form_key, str(referral_id)), **shared
        )
    drop_refused(made, by=by)


def record_answer(
    referral: Referral, answers: dict[str, Any], *, by: User, form_key: UUID, **shared: Any
) -> None:
    case, assent = referral.case, answers.pop("assent", None)
    about: dict[str, Any] = {"purpose": Purpose.SHARING, "partner": referral.partner, "by": by} | shared
    if assent:
        key, manner = uuid5(form_key, "assent"), answers["manner"]
        record_consent(case, state=assent, act=ConsentAct.ASSENT, manner=manner, form_key=key, **about)
    record_consent(case, form_key=form_key, **answers, **about)


def drop_refused(made: Sequence[Referral], *, by: User) -> None:
    for referral in unsent(list(made)):
        decided = decided_about(referral.case).get(referral.partner_id)
        if decided and decided.state in NO and not may_go(referral):
            move_referral(referral.case, referral, ReferralState.WITHDRAWN, by=by)


def fingerprint(made: Sequence[Referral]) -> str:
    """Of all that would be sent now: what was not looked at is not sent."""
    covers = covered_in(made)
    whole = [
        [str(row.id), content_of(row, covers[row.case_id]), row.urgency, row.next_contact] for row in made
    ]
    return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def send(made: Sequence[Referral], *, seen: str, by: User) -> list[Referral]:
    """Each with its copy and its link, all or none; sent twice it is sent once."""
    for case in sorted({referral.case for referral in made}, key=case_id):
        hold(case)
    for referral in made:
        hold(referral)
    sent = ready(made)
    if sent and fingerprint(sent) != seen:
        raise RuleBroken(_("What would be sent has changed since you looked at it. Look at it once more."))
    for referral in sent:
        move_referral(referral.case, referral, ReferralState.SENT, by=by)
    return sent


def case_id(case: Case) -> UUID:
    return case.id
