"""Moving a referral along its table; nothing else is possible."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.entries import register
from casework.cases.models import Case
from casework.cases.open_matters import OPEN_MATTERS, OpenMatter
from casework.cases.queries import entries_of
from casework.cases.timeline import Happening, tell
from casework.core.clock import day_of, moment_of, now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.partners.models import Partner
from casework.partners.services import when_hidden
from casework.programmes.lists import OTHER
from casework.referrals.delays import answer_by
from casework.referrals.links import revoke_links
from casework.referrals.models import (
    ANSWERS,
    EXPECTING,
    RESULTS,
    WAITING,
    Mover,
    Referral,
    ReferralMove,
    ReferralState,
)
from casework.referrals.moves import MOVES, Rule
from casework.referrals.queries import moves_of, n_under_way
from casework.referrals.queries.naming import lines_naming
from casework.referrals.services.basis import check_may_go, check_may_refer
from casework.referrals.services.copies import forget_copy, keep_copy
from casework.referrals.services.reckoning import reckon
from casework.tasks.services import cancel_planned

FARTHEST = timedelta(days=730)
NAMES = ("partner_ar", "partner_fr")

# what else follows from a move; whoever does it, on a higher floor, says so
when_moved: list[Callable[[Referral], None]] = []


def move_referral(
    case: Case,
    referral: Referral,
    to: ReferralState,
    *,
    by: User | None,
    mover: Mover = Mover.WORKER,
    version: int | None = None,
    happened_on: date | None = None,
    expected_on: date | None = None,
    decline_code: str | None = None,
    why: str | None = None,
) -> ReferralMove:
    """One move of the table; a worker may write down what the partner answered. Nothing else is possible.

    Of two who answer at once the first one wins: `version` is what the other had before his eyes.
    """
    hold_both(case, referral, version)
    rule = rule_for(referral, to, mover)
    answers = {"decline_code": decline_code, "why": why, "expected_on": expected_on}
    answers["happened_on"] = happened_on = happened_on or today()
    check_move(case, referral, to, rule, answers)
    move = keep_move(referral, referral.state, to, by=by, **answers)
    move.mover, move.is_for_partner = mover, mover is Mover.WORKER and rule.is_the_partners
    set_state(referral, to, happened_on)
    follow(case, referral, by=by, mover=mover)
    trail.record(
        trail.Event.REFERRAL_MOVED,
        case,
        directorate_id=case.cell.directorate_id,
        object_id=referral.id,
        detail=to.value,
    )
    author = by if mover is Mover.WORKER else None  # the file learns what was answered, not by whom
    tell_referral(case, referral, author, happened_on=happened_on, why=why)
    for act in when_moved:
        act(referral)
    return move


def hold_both(case: Case, referral: Referral, version: int | None = None) -> None:
    """The case first, always. Whoever read the referral as it no longer is comes too late."""
    db.session.flush()
    seen = referral.version if version is None else version
    hold(case)
    hold(referral)
    check_version(referral, seen)


def follow(case: Case, referral: Referral, *, by: User | None, mover: Mover) -> None:
    """What a move brings with it: reminders, the link, who is told, what is known of the service."""
    state = referral.state
    if state is ReferralState.SENT and by:
        keep_copy(case, referral, by)
    if state not in WAITING:
        cancel_planned(case, referral.id)
    if state in (ReferralState.WITHDRAWN, ReferralState.DONE):
        revoke_links(referral, by)
    if mover is Mover.PARTNER:
        notify(workers_of(case), NoticeKind.REFERRAL_ANSWERED, referral.id, case=case)
    if state in ANSWERS and referral.service_id:
        reckon([referral.service_id])


def workers_of(case: Case) -> list[User]:
    """Whoever works on the file today."""
    return [member.user for member in case.current_members]


def rule_for(referral: Referral, to: ReferralState, mover: Mover) -> Rule:
    """The line of the table; what a cell answers in its own list, nobody writes down for it."""
    rule = MOVES.get((referral.state, to))
    if rule is None or not may_move(rule, mover):
        raise RuleBroken(_("A referral cannot go from where it stands to this state."))
    if mover is Mover.WORKER and rule.is_the_partners and referral.partner.cell_id:
        raise RuleBroken(_("The other cell answers by itself: its answer is not written down for it."))
    return rule


def may_move(rule: Rule, mover: Mover) -> bool:
    return mover in rule.movers or (mover is Mover.WORKER and rule.is_the_partners)


def check_move(
    case: Case, referral: Referral, to: ReferralState, rule: Rule, answers: dict[str, Any]
) -> None:
    """To take something back is possible as long as it could be read, on a closed file too."""
    if not case.is_live and to is not ReferralState.WITHDRAWN:
        raise RuleBroken(_("This file is closed: its referrals stay as they are."))
    if rule.needs_reason and not answers["decline_code"]:
        raise RuleBroken(_("Say why the partner declined."))
    if answers["decline_code"] == OTHER and not answers["why"]:
        raise RuleBroken(_("Say in a few words what the other reason is."))
    check_days(referral, to, answers["happened_on"], answers["expected_on"])
    if to is ReferralState.SENT:
        check_may_refer(case, referral.partner, referral.service, referral.next_contact)
        check_may_go(referral)


def check_days(referral: Referral, to: ReferralState, happened_on: date, expected_on: date | None) -> None:
    earliest = day_of(referral.sent_at or referral.made_at)
    if not earliest <= happened_on <= today():
        raise RuleBroken(_("This day lies before the referral was made, or has not come yet."))
    if expected_on and to not in EXPECTING:
        raise RuleBroken(_("A day is agreed only when she is accepted or put on the waiting list."))
    if expected_on and not happened_on <= expected_on <= happened_on + FARTHEST:
        raise RuleBroken(_("The day that was agreed lies before the answer, or is too far away."))


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
    if (referral.state, to) == (ReferralState.EXPIRED, ReferralState.RECEIVED):
        referral.answer_by = answer_by(referral.urgency, happened_on)  # waited for anew, from this day
    referral.state, referral.moved_at = to, now()
    if to is ReferralState.SENT:
        referral.sent_at = moment
        referral.answer_by = referral.answer_by or answer_by(referral.urgency, happened_on)
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
    """The name of a confidential place is left out: the whole team reads the timeline.

    That it was being prepared is told until it is sent: one line then says both.
    """
    if referral.state is ReferralState.SENT:
        forget_preparing(case, referral)
    partner, text = referral.partner, why or referral.what_for or ""
    names = dict(zip(NAMES, (partner.name_ar, partner.name_fr), strict=True))
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


def forget_preparing(case: Case, referral: Referral) -> None:
    for line in entries_of(case, referral.id):
        if line.kind is Happening.REFERRAL and line.detail == ReferralState.PREPARED:
            db.session.delete(line)


def hide_name(partner: Partner) -> None:
    """It became confidential: lines of before would tell the whole team of it."""
    for line in lines_naming(partner):
        line.story = {name: text for name, text in (line.story or {}).items() if name not in NAMES}


def forget_words(case: Case, referral_id: UUID) -> None:
    """That something was sent, to whom and when stays; the words go, from every line that quotes them."""
    referral = db.session.get_one(Referral, referral_id)
    referral.what_for, referral.chosen = None, None
    forget_copy(referral)
    for move in moves_of(referral):
        move.why = None
    for line in entries_of(case, referral_id):
        line.story = {name: text for name, text in (line.story or {}).items() if name != "text"}


register(Happening.REFERRAL, withdraw=forget_words)
OPEN_MATTERS["referrals"] = OpenMatter(
    count=n_under_way,
    words=lambda n: ngettext("%(num)d referral under way", "%(num)d referrals under way", n),
)
when_hidden.append(hide_name)
