"""Keeping the directory of partners."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified

from casework.audit import trail
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.partners.models import Partner, PartnerService
from casework.partners.queries import partner_made_with


def create_partner(
    directorate_id: UUID, *, service_codes: Collection[str], form_key: UUID | None = None, **answers: Any
) -> Partner:
    """A partner with a key of its own; sent twice it is still one."""
    if form_key and (made := partner_made_with(directorate_id, form_key)):
        return made
    key = new_key(KeyOwner.PARTNER)
    db.session.flush()
    partner = Partner(key_id=key.id, directorate_id=directorate_id, form_key=form_key, **answers)
    partner.services = [PartnerService(code=code) for code in sorted(set(service_codes))]
    db.session.add(partner)
    trail.record(
        trail.Event.PARTNER_CHANGED, directorate_id=directorate_id, object_id=partner.id, detail="created"
    )
    return partner


def edit_partner(partner: Partner, *, service_codes: Collection[str], **answers: Any) -> None:
    """A partner that no longer receives referrals stays, for the files that name it."""
    was_active = partner.is_active
    for name, value in answers.items():
        setattr(partner, name, value)
    kept = {service.code: service for service in partner.services}
    partner.services = [kept.get(code) or PartnerService(code=code) for code in sorted(set(service_codes))]
    flag_modified(partner, "name_ar")  # the version moves on when nothing but the services changed
    is_ended = was_active and not partner.is_active
    trail.record(
        trail.Event.PARTNER_CHANGED, object_id=partner.id, detail="deactivated" if is_ended else "changed"
    )
