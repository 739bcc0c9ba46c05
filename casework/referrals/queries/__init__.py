"""Every question asked of the referrals. Lists begin with the files that the user may see."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import Case, CaseStatus
from casework.cases.queries import in_scope, is_member
from casework.core.clock import now
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.partners.models import Partner
from casework.partners.queries import is_known_to
from casework.referrals.models import FINISHED, RESULTS, UNDER_WAY, WAITING, Referral, ReferralMove
from casework.referrals.queries.shown import SHOWN, is_reviewed_in, is_sent_to

PAGE = 25
RECENT = timedelta(days=14)
HEARD = (*UNDER_WAY, *RESULTS)  # what a partner said, and what came of it


def n_under_way(case: Case) -> int:
    """Referrals of this file from which something is still to come."""
    referrals = select(func.count()).where(Referral.case_id == case.id, Referral.state.not_in(FINISHED))
    return db.session.scalar(referrals) or 0


def with_case_and_partner(user: User) -> Select[Referral]:
    """Referrals of the files that this person may see."""
    return (
        select(Referral)
        .join(Referral.case)
        .join(Case.cell)
        .join(Case.person)
        .join(Referral.partner)
        .options(
            contains_eager(Referral.case).contains_eager(Case.cell),
            contains_eager(Referral.case).contains_eager(Case.person),
            contains_eager(Referral.partner),
        )
        .where(in_scope(user, Action.CASE_VIEW), Case.status != CaseStatus.ENTERED_IN_ERROR)
    )


def referrals_page(
    user: User,
    *,
    show: str = "",
    service: str = "",
    recipient: str = "",
    cell_id: UUID | None = None,
    cursor: tuple[Any, ...] | None = None,
    size: int = PAGE,
) -> ListPage[Referral]:
    """Last moved first, narrowed to what is asked; the cursor is (moved_at, id) of the last line shown."""
    place = (Referral.moved_at, Referral.id)
    referrals = with_case_and_partner(user)
    if show in SHOWN:
        referrals = referrals.where(SHOWN[show]())
    if service:
        referrals = referrals.where(Referral.service == service)
    if recipient:
        referrals = referrals.where(is_sent_to(recipient, user))
    if cell_id:
        referrals = referrals.where(is_reviewed_in(user, cell_id))
    if cursor:
        referrals = referrals.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(referrals.order_by(*(column.desc() for column in place)).limit(size + 1)))
    return cut(rows, size, lambda row: (row.moved_at.isoformat(), row.id), is_first=cursor is None)


def recent_answers(user: User, limit: int = 10) -> list[Referral]:
    """What partners lately answered on the files that this person works on, newest first: one statement."""
    answered = with_case_and_partner(user).where(
        is_member(user), Referral.state.in_(HEARD), Referral.moved_at > now() - RECENT
    )
    return list(db.session.scalars(answered.order_by(Referral.moved_at.desc()).limit(limit)))


def referrals_of(case: Case) -> list[Referral]:
    referrals = select(Referral).where(Referral.case_id == case.id).options(joinedload(Referral.partner))
    return list(db.session.scalars(referrals.order_by(Referral.made_at.desc(), Referral.id.desc())))


def being_answered(case: Case, service: str) -> dict[UUID, Referral]:
    """By partner: where the newest request for this service stands, unless it is over."""
    asked = select(Referral).where(
        Referral.case_id == case.id,
        Referral.service == service,
        Referral.state.in_((*WAITING, *UNDER_WAY)),
    )
    return {row.partner_id: row for row in db.session.scalars(asked.order_by(Referral.made_at, Referral.id))}


def find_referral(case: Case, referral_id: UUID) -> Referral | None:
    referral = (
        select(Referral)
        .where(Referral.case_id == case.id, Referral.id == referral_id)
        .options(joinedload(Referral.partner), joinedload(Referral.made_by))
    )
    return db.session.scalar(referral)


def referrals_to(case: Case, partner_id: UUID) -> list[Referral]:
    return [referral for referral in referrals_of(case) if referral.partner_id == partner_id]


def received_by(case: Case, partner_id: UUID) -> list[Referral]:
    """What was sent to this partner, so that it can be asked to destroy it."""
    return [referral for referral in referrals_to(case, partner_id) if referral.was_sent]


def moves_of(referral: Referral) -> list[ReferralMove]:
    moves = select(ReferralMove).where(ReferralMove.referral_id == referral.id)
    return list(db.session.scalars(moves.options(joinedload(ReferralMove.by)).order_by(ReferralMove.step)))


def referral_made_with(case: Case, form_key: UUID) -> Referral | None:
    return db.session.scalar(
        select(Referral).where(Referral.case_id == case.id, Referral.form_key == form_key)
    )


def code_exists(code: str) -> bool:
    return bool(db.session.scalar(select(exists().where(Referral.code == code))))


def find_recipient(recipient: str, user: User) -> Partner | None:
    """The organisation that a list is narrowed to, if the user may know of it."""
    if not recipient:
        return None
    return db.session.scalar(select(Partner).where(is_sent_to(recipient, user), is_known_to(user)))
