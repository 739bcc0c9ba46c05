"""Where the name of a partner was written down beside what was sent to it."""

from sqlalchemy import select, union_all

from casework.cases.timeline import TimelineEntry
from casework.consents.models import Consent, LegalGround
from casework.core.extensions import db
from casework.partners.models import Partner
from casework.referrals.models import Referral


def lines_naming(partner: Partner) -> list[TimelineEntry]:
    """The lines of all files that tell of a referral to it, of a consent or of a ground."""
    about = union_all(
        *(select(kind.id).where(kind.partner_id == partner.id) for kind in (Referral, Consent, LegalGround))
    )
    lines = select(TimelineEntry).where(TimelineEntry.object_id.in_(about))
    return list(db.session.scalars(lines.order_by(TimelineEntry.id)))
