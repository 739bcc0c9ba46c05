"""Every question asked of the partners' links, and of what was done with them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from casework.audit.models import AuditEntry, Event
from casework.cases.models import Case
from casework.core.extensions import db
from casework.referrals.models import Referral, ReferralLink, SentCopy

BY_LINK = (Event.LINK_OPENED, Event.LINK_REFUSED, Event.REFERRAL_READ)
SHOWN = 100


def link_with(token_hash: str) -> ReferralLink | None:
    """The link of this token, dead or not, with what decides whether it still opens."""
    whole = joinedload(ReferralLink.referral).options(
        joinedload(Referral.case).joinedload(Case.cell), joinedload(Referral.partner)
    )
    return db.session.scalar(select(ReferralLink).where(ReferralLink.token_hash == token_hash).options(whole))


def live_links(referral: Referral) -> list[ReferralLink]:
    """Those that nobody revoked, the newest first."""
    links = select(ReferralLink).where(
        ReferralLink.referral_id == referral.id, ReferralLink.revoked_at.is_(None)
    )
    return list(db.session.scalars(links.order_by(ReferralLink.id.desc())))


def newest_link(referral: Referral) -> ReferralLink | None:
    links = select(ReferralLink).where(ReferralLink.referral_id == referral.id)
    return db.session.scalars(links.order_by(ReferralLink.id.desc()).limit(1)).first()


def copy_of(referral: Referral) -> SentCopy | None:
    return db.session.scalar(select(SentCopy).where(SentCopy.referral_id == referral.id))


def openings_of(referral: Referral) -> list[Any]:
    """When the partner opened it or was refused, by link or with an account, the newest first."""
    entries = select(AuditEntry.at, AuditEntry.event, AuditEntry.detail, AuditEntry.actor_id).where(
        AuditEntry.case_id == referral.case_id,
        AuditEntry.object_id == referral.id,
        AuditEntry.event.in_([event.value for event in BY_LINK]),
    )
    return list(db.session.execute(entries.order_by(AuditEntry.seq.desc()).limit(SHOWN)))
