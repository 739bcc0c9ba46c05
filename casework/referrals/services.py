"""Preparing a referral, moving it along its table, and what a supervisor decides about an emergency."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import ALREADY_DECIDED, ask_for, decide
from casework.cases.entries import register
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, tell
from casework.consents.queries import may_share
from casework.consents.services import check_may_receive, record_legal_ground
from casework.core.clock import day_of, moment_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.partners.models import Partner
from casework.people.models import ContactNumber
from casework.people.safety import numbers_on_paper
from casework.programmes.base import RiskLevel
from casework.programmes.lists import OTHER
from casework.referrals.codes import new_code
from casework.referrals.models import ANSWERS, RESULTS, NextContact, Referral, ReferralMove, ReferralState
from casework.referrals.moves import MOVES, Mover, Rule
from casework.referrals.queries import code_exists, moves_of, referral_made_with

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
    """Prepare a referral; sent twice it is still one. `answers`: what_for, urgency, next_contact."""
    if form_key:
        hold(case)
        if made := referral_made_with(case, form_key):
            return made
    check_may_refer(case, partner, service, answers.get("next_contact"))
    is_emergency = is_emergency and not may_share(case, partner.id)
    check_basis(case, partner, is_emergency=is_emergency)
    referral = Referral(
        key_id=case.key_id,
        code=unused_code(),
        case_id=case.id,
        partner_id=partner.id,
        service=service,
        state=ReferralState.PREPARED,
        made_by_id=by.id,
        made_at=now(),
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


def check_may_refer(case: Case, partner: Partner, service: str, next_contact: NextContact | None) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: nothing is sent from it."))
    if service not in case.programme.services or service not in partner.service_codes:
        raise RuleBroken(_("This partner does not offer this service."))
    check_may_receive(case, partner)
    if next_contact is NextContact.PARTNER and not numbers_to_give(case):
        raise RuleBroken(
            _("No number is safe today: the partner cannot call. Choose who else speaks to the person.")
        )


def check_basis(case: Case, partner: Partner, *, is_emergency: bool) -> None:
    """Consent or a ground; in an emergency the supervisor decides afterwards."""
    if not is_emergency:
        check_may_share(case, partner)
    elif case.risk is not RiskLevel.EMERGENCY:
        raise RuleBroken(_("Only in an emergency may you act before the supervisor decides."))


def check_may_share(case: Case, partner: Partner) -> None:
    if not may_share(case, partner.id):
        raise RuleBroken(_("The person has not agreed to share with this partner. Record the consent first."))


def numbers_to_give(case: Case) -> list[ContactNumber]:
    """Those that are safe today: never a suspected author's; for a child never a parent's or a sibling's."""
    return numbers_on_paper(case.person, is_child=case.is_of_child)


def unused_code() -> str:
    code = new_code()
    while code_exists(code):
        code = new_code()
    return code


def ask_supervisor(case: Case, referral: Referral, by: User) -> Approval:
    what = {"referral_id": str(referral.id), "partner_id": str(referral.partner_id)}
    due_at = now() + SUPERVISOR_DECIDES_WITHIN
    return ask_for(case, ApprovalKind.LEGAL_GROUND, by=by, what=what, due_at=due_at)


def move_referral(
    case: Case,
    referral: Referral,
    to: ReferralState,
    *,
    by: User | None,
    mover: Mover = Mover.WORKER,
    happened_on: date | None = None,
    decline_code: str | None = None,
    why: str | None = None,
) -> ReferralMove:
    """One move of the table; a worker may write down what the partner answered. Nothing else is possible."""
    rule = MOVES.get((referral.state, to))
    if rule is None or not may_move(rule, mover):
        raise RuleBroken(_("A referral cannot go from where it stands to this state."))
    check_move(case, referral, to, rule, decline_code, why)
    happened_on = happened_on or today()
    check_day(referral, happened_on)
    move = keep_move(
        referral, referral.state, to, by=by, happened_on=happened_on, decline_code=decline_code, why=why
    )
    move.is_for_partner = mover is Mover.WORKER and rule.is_the_partners
    set_state(referral, to, happened_on)
    trail.record(trail.Event.REFERRAL_MOVED, case, object_id=referral.id, detail=to.value)
    tell_referral(case, referral, by, happened_on=happened_on, why=why)
    return move


def may_move(rule: Rule, mover: Mover) -> bool:
    return mover in rule.movers or (mover is Mover.WORKER and rule.is_the_partners)


def check_move(
    case: Case, referral: Referral, to: ReferralState, rule: Rule, decline_code: str | None, why: str | None
) -> None:
    if not case.is_live:
        raise RuleBroken(_("This file is closed: its referrals stay as they are."))
    if rule.needs_reason and not decline_code:
        raise RuleBroken(_("Say why the partner declined."))
    if decline_code == OTHER and not why:
        raise RuleBroken(_("Say in a few words what the other reason is."))
    if to is ReferralState.SENT:
        check_may_refer(case, referral.partner, referral.service, referral.next_contact)
        if not referral.is_emergency:
            check_may_share(case, referral.partner)


def check_day(referral: Referral, happened_on: date) -> None:
    earliest = day_of(referral.sent_at or referral.made_at)
    if not earliest <= happened_on <= today():
        raise RuleBroken(_("This day lies before the referral was made, or has not come yet."))


def keep_move(
    referral: Referral, start: ReferralState | None, to: ReferralState, *, by: User | None, **answers: Any
) -> ReferralMove:
    referral.n_moves += 1
    move = ReferralMove(
        key_id=referral.key_id,
        referral_id=referral.id,
        step=referral.n_moves,
        from_state=start,
        to_state=to,
        by_id=by.id if by else None,
        **{"happened_on": today()} | answers,
    )
    db.session.add(move)
    return move


def set_state(referral: Referral, to: ReferralState, happened_on: date) -> None:
    moment = moment_of(happened_on)
    referral.state, referral.moved_at = to, now()
    if to is ReferralState.SENT:
        referral.sent_at = moment
    if to in ANSWERS and referral.answered_at is None:
        referral.answered_at = moment
    if to in RESULTS:
        referral.done_at = moment


def tell_referral(
    case: Case,
    referral: Referral,
    by: User | None,
    *,
    happened_on: date | None = None,
    why: str | None = None,
) -> None:
    """The name of a confidential place is left out: the whole team reads the timeline."""
    partner, text = referral.partner, why or referral.what_for or ""
    names = {"partner_ar": partner.name_ar, "partner_fr": partner.name_fr}
    story = {"service": referral.service, "text": excerpt(text)}
    tell(
        case,
        Happening.REFERRAL,
        happened_at=moment_of(happened_on or today()),
        author_id=by.id if by else None,
        object_id=referral.id,
        detail=referral.state.value,
        story=story if partner.is_confidential else story | names,
    )


def approve_emergency(case: Case, approval: Approval, referral: Referral, *, by: User, **ground: Any) -> None:
    """The supervisor finds a ground: it is kept as any other, and answers the request."""
    hold(approval)
    if approval.decided_at is not None:
        raise RuleBroken(ALREADY_DECIDED)
    record_legal_ground(case, by=by, partner=referral.partner, **ground)


def return_emergency(case: Case, approval: Approval, referral: Referral, comment: str, *, by: User) -> None:
    """Without a ground the referral is taken back, as far as it still can be."""
    decide(case, approval, Decision.RETURNED, by=by, comment=comment)
    if (referral.state, ReferralState.WITHDRAWN) in MOVES:
        move_referral(case, referral, ReferralState.WITHDRAWN, by=by, why=comment)


def check_may_print(case: Case, referral: Referral) -> None:
    """Paper is given away as well: what may no longer be sent is printed no more."""
    if referral.state is ReferralState.WITHDRAWN:
        raise RuleBroken(_("This referral was taken back: its letter is printed no more."))
    check_may_refer(case, referral.partner, referral.service, None)
    if not referral.is_emergency:
        check_may_share(case, referral.partner)


def note_printing(case: Case, referral: Referral, *, with_name: bool) -> None:
    check_may_print(case, referral)
    trail.record(
        trail.Event.REFERRAL_PRINTED,
        case,
        object_id=referral.id,
        detail="with_name" if with_name else "code_only",
    )


def forget_words(case: Case, referral_id: UUID) -> None:
    """That something was sent, to whom and when stays; the words go, from every line that quotes them."""
    referral = db.session.get_one(Referral, referral_id)
    referral.what_for = None
    for move in moves_of(referral):
        move.why = None
    for line in entries_of(case, referral_id):
        line.story = {name: text for name, text in (line.story or {}).items() if name != "text"}


register(Happening.REFERRAL, withdraw=forget_words)
