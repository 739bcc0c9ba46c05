"""Every question asked of the directory. A confidential place is missing for those who may not know of it."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.access.policy import Action, places_where
from casework.accounts.models import User
from casework.core.extensions import db
from casework.core.i18n import language
from casework.core.pages import ListPage, after, cut
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerLocation,
    PartnerProposal,
    PartnerService,
    ServiceLocation,
    ServiceStatus,
)
from casework.partners.nearness import communes_around
from casework.programmes import PROGRAMMES

Part = TypeVar("Part", PartnerService, PartnerLocation, PartnerContact)

PAGE = 25
MOST_PROPOSALS = 200


def sees_confidential_places(user: User) -> bool:
    """A worker or supervisor of a cell whose programme works with shelters."""
    places = places_where(user, Action.PARTNER_CONFIDENTIAL)
    return any(
        place.cell and PROGRAMMES[place.cell.programme_key].sees_confidential_places for place in places
    )


def is_open_to(user: User, kept: Any) -> ColumnElement[bool]:
    """`kept` is what has a level of confidentiality: the organisation, a location or a contact."""
    if sees_confidential_places(user):
        return true()
    return kept.confidentiality != Confidentiality.CELL


def is_known_to(user: User) -> ColumnElement[bool]:
    return and_(Partner.directorate_id == user.directorate_id, is_open_to(user, Partner))


def visible_partners(user: User) -> Select[Partner]:
    return select(Partner).where(is_known_to(user)).options(selectinload(Partner.services))


def find_partner(partner_id: UUID, user: User) -> Partner | None:
    return db.session.scalar(visible_partners(user).where(Partner.id == partner_id))


def own_partner(user: User) -> Partner | None:
    """The organisation that this account answers for."""
    ids = [place.partner_id for place in places_where(user, Action.PARTNER_CARD) if place.partner_id]
    its_own = select(Partner).where(Partner.directorate_id == user.directorate_id, Partner.id.in_(ids))
    return db.session.scalar(its_own.options(selectinload(Partner.services)).limit(1)) if ids else None


def visible_locations(partner: Partner, user: User) -> list[PartnerLocation]:
    """Where it receives, as far as this person may know, with the services given there."""
    locations = select(PartnerLocation).where(
        PartnerLocation.partner_id == partner.id, is_open_to(user, PartnerLocation)
    )
    return list(
        db.session.scalars(
            locations.options(selectinload(PartnerLocation.services)).order_by(PartnerLocation.id)
        )
    )


def visible_contacts(partner: Partner, user: User) -> list[PartnerContact]:
    contacts = select(PartnerContact).where(
        PartnerContact.partner_id == partner.id, is_open_to(user, PartnerContact)
    )
    return list(db.session.scalars(contacts.order_by(PartnerContact.id)))


def receiving_contact(partner: Partner, user: User) -> PartnerContact | None:
    """Who receives referrals there, when it is one person."""
    receiving = [contact for contact in visible_contacts(partner, user) if contact.receives_referrals]
    return receiving[0] if len(receiving) == 1 else None


def name_column() -> Any:
    return Partner.name_ar if language() == "ar" else Partner.name_fr


def partners_page(
    user: User, *, cursor: tuple[Any, ...] | None = None, size: int = PAGE
) -> ListPage[Partner]:
    """By name in the language of the page; the cursor is (name, id) of the last line shown."""
    place = (name_column(), Partner.id)
    partners = visible_partners(user)
    if cursor:
        partners = partners.where(after(place, cursor))
    rows = list(db.session.scalars(partners.order_by(*place).limit(size + 1)))
    return cut(rows, size, lambda row: (row.name, row.id), is_first=cursor is None)


def services_on_offer(user: User) -> Select[PartnerService]:
    """What can be asked for today; of the places where it is given only those that may be known."""
    return (
        select(PartnerService)
        .join(PartnerService.partner)
        .where(is_known_to(user), Partner.is_active, PartnerService.status == ServiceStatus.ACTIVE)
        .options(
            contains_eager(PartnerService.partner),
            selectinload(PartnerService.locations.and_(is_open_to(user, PartnerLocation))),
        )
    )


def matching(
    *,
    code: str | None = None,
    programme: str | None = None,
    commune: str | None = None,
    age: int | None = None,
    sex: str | None = None,  # F or M, or the word that begins with it
    with_free_place: bool = False,
) -> list[ColumnElement[bool]]:
    """Whom a service is for; one that says nothing is for everybody, everywhere."""
    service = PartnerService
    found = [service.code == code] if code else []
    if programme:
        found.append(or_(service.programmes.is_empty(), service.programmes.holds(programme)))
    if commune:
        found.append(or_(service.areas.is_empty(), service.areas.holds(commune)))
    if age is not None:
        found.append(or_(service.age_from.is_(None), service.age_from <= age))
        found.append(or_(service.age_to.is_(None), service.age_to >= age))
    if sex:
        found.append(or_(service.sex.is_(None), service.sex == sex[:1].upper()))
    if with_free_place:
        found.append(service.n_free > 0)
    return found


def is_given_in(communes: list[str], user: User) -> ColumnElement[bool]:
    """At the seat, or at a place of its own that this person may know of."""
    there = (
        select(ServiceLocation.service_id)
        .join(PartnerLocation, PartnerLocation.id == ServiceLocation.location_id)
        .where(PartnerLocation.commune_code.in_(communes), is_open_to(user, PartnerLocation))
    )
    return or_(Partner.commune_code.in_(communes), PartnerService.id.in_(there))


def nearness(commune: str, user: User) -> ColumnElement[int]:
    """0 in the commune itself, 1 in its cercle, 2 further away."""
    around = communes_around(commune)
    return case((is_given_in([commune], user), 0), (is_given_in(around, user), 1), else_=2)


def matching_services(user: User, *, commune: str | None = None, **asked: Any) -> Select[PartnerService]:
    """The services that fit (`matching` says what may be asked), each with its partner, near first."""
    services = services_on_offer(user).where(*matching(commune=commune, **asked))
    if not commune:
        return services.order_by(name_column(), PartnerService.id)
    near = nearness(commune, user).label("near")  # by its name, so that it is worked out once
    return services.add_columns(near).order_by("near", name_column(), PartnerService.id)


def services_page(
    user: User,
    *,
    commune: str | None = None,
    cursor: tuple[Any, ...] | None = None,
    size: int = PAGE,
    **asked: Any,
) -> ListPage[PartnerService]:
    """Near first, then by name; the cursor is (nearness, name, id) of the last line shown."""
    services = matching_services(user, commune=commune, **asked)
    if cursor and commune:
        services = services.where(after((nearness(commune, user), name_column(), PartnerService.id), cursor))
    elif cursor:
        services = services.where(after((name_column(), PartnerService.id), cursor[1:]))
    rows = db.session.execute(services.limit(size + 1)).all()
    page = cut(
        rows,
        size,
        lambda row: (row[1] if commune else 0, row[0].partner.name, row[0].id),
        is_first=cursor is None,
    )
    return ListPage([row[0] for row in page.rows], page.next_cursor, page.is_first)


def find_service(partner: Partner, service_id: UUID) -> PartnerService | None:
    return next((service for service in partner.services if service.id == service_id), None)


def find_location(partner: Partner, location_id: UUID, user: User) -> PartnerLocation | None:
    found = (place for place in visible_locations(partner, user) if place.id == location_id)
    return next(found, None)


def find_contact(partner: Partner, contact_id: UUID, user: User) -> PartnerContact | None:
    found = (contact for contact in visible_contacts(partner, user) if contact.id == contact_id)
    return next(found, None)


def contacts_at(location: PartnerLocation) -> list[PartnerContact]:
    return list(db.session.scalars(select(PartnerContact).where(PartnerContact.location_id == location.id)))


def part_made_with(kind: type[Part], partner: Partner, form_key: UUID) -> Part | None:
    """A service, location or contact of this partner: its id is the key of the form that made it."""
    return db.session.scalar(select(kind).where(kind.id == form_key, kind.partner_id == partner.id))


def partner_made_with(directorate_id: UUID, form_key: UUID) -> Partner | None:
    made = select(Partner).where(Partner.directorate_id == directorate_id, Partner.form_key == form_key)
    return db.session.scalar(made)


def visible_proposals(user: User) -> Select[PartnerProposal]:
    """Those about a place that this person may not know of are missing, whatever they say of it."""
    proposals = (
        select(PartnerProposal)
        .outerjoin(PartnerProposal.partner)
        .where(
            PartnerProposal.directorate_id == user.directorate_id,
            or_(PartnerProposal.partner_id.is_(None), is_open_to(user, Partner)),
            is_open_to(user, PartnerProposal),
        )
    )
    return proposals.options(contains_eager(PartnerProposal.partner), joinedload(PartnerProposal.made_by))


def open_proposals(user: User) -> list[PartnerProposal]:
    """What waits to be decided, the oldest first."""
    waiting = visible_proposals(user).where(PartnerProposal.decided_at.is_(None))
    return list(db.session.scalars(waiting.order_by(PartnerProposal.made_at).limit(MOST_PROPOSALS)))


def own_proposals(user: User) -> list[PartnerProposal]:
    """What this person said, and what became of it, newest first."""
    made = visible_proposals(user).where(PartnerProposal.made_by_id == user.id)
    return list(db.session.scalars(made.order_by(PartnerProposal.made_at.desc()).limit(PAGE)))


def find_proposal(proposal_id: UUID, user: User) -> PartnerProposal | None:
    return db.session.scalar(visible_proposals(user).where(PartnerProposal.id == proposal_id))


def proposal_made_with(user: User, form_key: UUID) -> PartnerProposal | None:
    made = select(PartnerProposal).where(
        PartnerProposal.made_by_id == user.id, PartnerProposal.form_key == form_key
    )
    return db.session.scalar(made)
