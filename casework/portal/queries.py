"""Every question asked for somebody who has an account of a partner: what was sent to it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import contains_eager

from casework.access.policy import Action, places_where
from casework.accounts.models import User
from casework.cases.models import BarredUser, Case, CaseStatus
from casework.consents.models import BarredPartner
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.partners.models import Confidentiality, Partner
from casework.referrals.models import Referral

PAGE = 25


def sent_to(user: User) -> Select[Referral]:
    """Sent to a partner of this person's, unless she or the partner must not know of the file."""
    partner_ids = {place.partner_id for place in places_where(user, Action.REFERRAL_ANSWER)} - {None}
    is_barred = exists().where(BarredUser.case_id == Referral.case_id, BarredUser.user_id == user.id)
    partner_is_barred = exists().where(
        BarredPartner.case_id == Referral.case_id, BarredPartner.partner_id == Referral.partner_id
    )
    return (
        select(Referral)
        .join(Referral.case)
        .join(Referral.partner)
        .options(contains_eager(Referral.case).joinedload(Case.cell), contains_eager(Referral.partner))
        .where(Referral.partner_id.in_(partner_ids), Partner.is_active, Referral.sent_at.is_not(None))
        .where(Case.status != CaseStatus.ENTERED_IN_ERROR, ~is_barred, ~partner_is_barred)
    )


def referrals_sent_to(user: User, cursor: tuple[Any, ...] | None = None) -> ListPage[Referral]:
    """The last sent first; the cursor is (sent_at, id) of the last line shown."""
    place = (Referral.sent_at, Referral.id)
    referrals = sent_to(user)
    if cursor:
        referrals = referrals.where(after(place, cursor, descending=True))
    rows = list(db.session.scalars(referrals.order_by(*(column.desc() for column in place)).limit(PAGE + 1)))
    return cut(rows, PAGE, lambda row: (row.sent_at.isoformat(), row.id), is_first=cursor is None)


def find_sent_to(user: User, referral_id: UUID) -> Referral | None:
    return db.session.scalar(sent_to(user).where(Referral.id == referral_id))


def partner_named(partner_id: UUID) -> Partner | None:
    return db.session.get(Partner, partner_id)


def partners_with_accounts(directorate_id: UUID) -> list[Partner]:
    """Those whose people may be given one: no cell, and no place that an administrator must not know of."""
    partners = select(Partner).where(
        Partner.directorate_id == directorate_id,
        Partner.is_active,
        Partner.cell_id.is_(None),
        Partner.confidentiality != Confidentiality.CELL,
    )
    return list(db.session.scalars(partners.order_by(Partner.name_fr, Partner.id)))
