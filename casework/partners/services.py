"""Keeping the directory of partners."""

from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from casework.accounts.models import User
from casework.audit import trail
from casework.core.clock import now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerLocation,
    PartnerProposal,
    PartnerService,
    ServiceStatus,
)
from casework.partners.queries import contacts_at, part_made_with, partner_made_with, proposal_made_with

# what a place that becomes confidential takes its name out of; whoever wrote it, on a higher floor, says so
when_hidden: list[Callable[[Partner], None]] = []


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


def edit_partner(partner: Partner, **answers: Any) -> None:
    """A partner that no longer receives referrals stays, for the files that name it."""
    was_active, was_hidden = partner.is_active, partner.is_confidential
    fill(partner, answers)
    if partner.is_confidential and not was_hidden:
        for act in when_hidden:
            act(partner)
    record_change(partner, "deactivated" if was_active and not partner.is_active else "changed")


def check_card(partner: Partner, by: User) -> None:
    """Somebody made sure today that the card is right."""
    partner.checked_on, partner.checked_by_id = today(), by.id
    record_change(partner, "checked")


def add_service(partner: Partner, *, form_key: UUID, **answers: Any) -> PartnerService:
    """Sent twice it is still one: the key of the form becomes the id of the row, here and below."""
    if made := part_made_with(PartnerService, partner, form_key):
        return made
    check_is_no_cell(partner)
    service = PartnerService(id=form_key, **answers)
    partner.services.append(service)
    record_change(partner, "service_added")
    return service


def check_is_no_cell(partner: Partner) -> None:
    """What a cell offers is kept like its programme by the service itself, and changed by nobody."""
    if partner.cell_id:
        raise RuleBroken(_("What a cell offers follows from its programme."))


def edit_service(service: PartnerService, **answers: Any) -> None:
    check_is_no_cell(service.partner)
    fill(service, answers)
    record_change(service.partner, "service_changed")


def end_service(service: PartnerService) -> None:
    """It stays, for the referrals that name it."""
    check_is_no_cell(service.partner)
    service.status = ServiceStatus.ENDED
    record_change(service.partner, "service_ended")


def say_free_places(service: PartnerService, *, n_free: int | None) -> None:
    """What the partner itself says of today."""
    service.n_free, service.free_on = n_free, today() if n_free is not None else None
    record_change(service.partner, "service_changed")


def add_location(
    partner: Partner, *, form_key: UUID, service_ids: Collection[UUID] = (), **answers: Any
) -> PartnerLocation:
    if made := part_made_with(PartnerLocation, partner, form_key):
        return made
    location = PartnerLocation(id=form_key, key_id=partner.key_id, **answers)
    partner.locations.append(location)
    location.services = [service for service in partner.services if service.id in service_ids]
    record_change(partner, "location_added")
    return location


def edit_location(
    location: PartnerLocation, *, service_ids: Collection[UUID] | None = None, **answers: Any
) -> None:
    """Without `service_ids` it is not asked which services are given there, and they stay."""
    fill(location, answers)
    if service_ids is not None:
        offered = location.partner.services
        location.services = [service for service in offered if service.id in service_ids]
    record_change(location.partner, "location_changed")


def remove_location(location: PartnerLocation) -> None:
    """Whoever answers there stays a contact of the organisation."""
    partner = location.partner
    for contact in contacts_at(location):
        contact.location_id = None
    db.session.flush()
    partner.locations.remove(location)
    record_change(partner, "location_removed")


def add_contact(partner: Partner, *, form_key: UUID, **answers: Any) -> PartnerContact:
    if made := part_made_with(PartnerContact, partner, form_key):
        return made
    contact = PartnerContact(id=form_key, key_id=partner.key_id, **answers)
    partner.contacts.append(contact)
    record_change(partner, "contact_added")
    return contact


def edit_contact(contact: PartnerContact, **answers: Any) -> None:
    fill(contact, answers)
    record_change(contact.partner, "contact_changed")


def remove_contact(contact: PartnerContact) -> None:
    partner = contact.partner
    partner.contacts.remove(contact)
    record_change(partner, "contact_removed")


def fill(row: Any, answers: Mapping[str, Any]) -> None:
    for name, value in answers.items():
        setattr(row, name, value)


def record_change(partner: Partner, detail: str) -> None:
    """The version moves on, also when only a service, a place or a contact changed."""
    partner.changed_at = now()
    flag_modified(partner, "changed_at")
    trail.record(trail.Event.PARTNER_CHANGED, object_id=partner.id, detail=detail)


def propose(
    by: User,
    *,
    text: str,
    form_key: UUID,
    partner: Partner | None = None,
    is_confidential: bool = False,
) -> PartnerProposal:
    """What is wrong or missing, about a partner or about one that the directory lacks."""
    if made := proposal_made_with(by, form_key):
        return made
    key_id = partner.key_id if partner else new_key(KeyOwner.PARTNER).id
    db.session.flush()
    proposal = PartnerProposal(
        key_id=key_id,
        directorate_id=by.directorate_id,
        partner=partner,
        made_by_id=by.id,
        form_key=form_key,
        text=text,
        confidentiality=Confidentiality.CELL if is_confidential else Confidentiality.PARTNERS,
    )
    db.session.add(proposal)
    trail.record(trail.Event.PARTNER_PROPOSED, object_id=proposal.id, detail="made")
    return proposal


def decide_proposal(proposal: PartnerProposal, *, by: User, is_taken: bool) -> None:
    """Taken: whoever keeps the directory writes it there. The text is kept either way."""
    if proposal.decided_at:
        raise RuleBroken(_("Somebody has already decided on this proposal."))
    proposal.decided_at, proposal.decided_by_id, proposal.is_taken = now(), by.id, is_taken
    trail.record(
        trail.Event.PARTNER_PROPOSED, object_id=proposal.id, detail="taken" if is_taken else "declined"
    )
