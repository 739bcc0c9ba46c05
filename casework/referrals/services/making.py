"""Preparing referrals: the draft of what is sent. Nothing leaves the service before it is sent."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid5
from zlib import crc32

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import STANDS, ask_for
from casework.cases.models import Approval, ApprovalKind, Case
from casework.consents.queries import may_share
from casework.core.clock import now
from casework.core.database import hold
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerService
from casework.referrals.codes import new_code
from casework.referrals.models import OVER, Referral, ReferralState
from casework.referrals.queries import code_exists, referral_made_with
from casework.referrals.queries.passes import unsent
from casework.referrals.services.basis import check_emergency, check_may_refer
from casework.referrals.services.moving import keep_move, tell_referral

SUPERVISOR_DECIDES_WITHIN = timedelta(hours=24)


def refer(
    case: Case,
    partner: Partner,
    *,
    service: str,
    by: User,
    form_key: UUID | None = None,
    is_emergency: bool = False,
    **answers: Any,
) -> Referral:
    """Prepare a referral; sent twice it is still one. `answers`: what_for, urgency, next_contact, …"""
    if form_key:
        hold(case)
        if made := referral_made_with(case, form_key):
            return made
    check_may_refer(case, partner, service, answers.get("next_contact"))
    is_emergency = is_emergency and not may_share(case, partner.id)
    if is_emergency:
        check_emergency(case)
    referral = Referral(
        key_id=case.key_id,
        code=unused_code(),
        case_id=case.id,
        partner_id=partner.id,
        service=service,
        state=ReferralState.PREPARED,
        made_by_id=by.id,
        n_moves=0,
        form_key=form_key,
        is_emergency=is_emergency,
        **answers,
    )
    referral.partner, referral.case = partner, case
    db.session.add(referral)
    trail.record(trail.Event.REFERRAL_PREPARED, case, object_id=referral.id)
    tell_referral(case, referral, by)
    keep_move(referral, None, ReferralState.PREPARED, by=by)
    if is_emergency:
        ask_supervisor(case, referral, by)
    return referral


def refer_in_one_pass(
    cases: Sequence[Case],
    services: Sequence[PartnerService],
    *,
    by: User,
    form_key: UUID,
    **answers: Any,
) -> list[Referral]:
    """Each file to each of the services: a referral, a code and later a consent and a copy of its own."""
    for case in sorted(cases, key=lambda case: case.id):
        hold(case)
    pairs = product(cases, services)
    return [
        refer(
            case,
            service.partner,
            service=service.code,
            service_id=service.id,
            batch_id=form_key,
            by=by,
            form_key=key,
            **answers,
        )
        for (case, service), key in zip(pairs, keys_from(form_key), strict=False)
    ]


def keys_from(form_key: UUID) -> Iterator[UUID]:
    """One form makes several: the same form gives the same keys again."""
    yield form_key
    n_more = 0
    while True:
        n_more += 1
        yield uuid5(form_key, str(n_more))


def change_content(made: Sequence[Referral], *, by: User, is_emergency: bool = False, **answers: Any) -> None:
    """What the pass says, as long as it is not sent."""
    for referral in unsent(list(made)):
        case = referral.case
        check_may_refer(case, referral.partner, referral.service, answers["next_contact"])
        for name, answer in answers.items():
            setattr(referral, name, answer)
        if is_emergency and not referral.is_emergency and not may_share(case, referral.partner_id):
            check_emergency(case)
            referral.is_emergency = True
            ask_supervisor(case, referral, by)
        trail.record(trail.Event.REFERRAL_PREPARED, case, object_id=referral.id, detail="changed")


def unused_code() -> str:
    code = new_code()
    while code_exists(code):
        code = new_code()
    return code


def ask_supervisor(case: Case, referral: Referral, by: User) -> Approval:
    what: dict[str, str | int] = {"referral_id": str(referral.id), "partner_id": str(referral.partner_id)}
    what |= {"said": stamp_of(referral)}
    due_at = now() + SUPERVISOR_DECIDES_WITHIN
    return ask_for(case, ApprovalKind.LEGAL_GROUND, by=by, what=what, due_at=due_at)


def stamp_of(referral: Referral) -> int:
    """Another one as soon as something else is asked of the partner."""
    return crc32(f"{referral.service}|{referral.what_for}".encode())


def still_as_asked(_case: Case, approval: Approval) -> bool:
    """The referral was not taken back, and says what it said."""
    referral = db.session.get(Referral, UUID(approval.what["referral_id"]))
    if referral is None or referral.state in OVER:
        return False
    return approval.what.get("said") in (None, stamp_of(referral))


STANDS[ApprovalKind.LEGAL_GROUND] = still_as_asked
