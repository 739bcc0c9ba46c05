"""Every question asked of the partners. A confidential place is missing for those who may not know of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from casework.access.policy import Action, places_where
from casework.accounts.models import User
from casework.core.extensions import db
from casework.core.i18n import language
from casework.core.pages import ListPage, after, cut
from casework.partners.models import Partner, PartnerService
from casework.programmes import PROGRAMMES

PAGE = 25


def sees_confidential_places(user: User) -> bool:
    """A worker or supervisor of a cell whose programme works with shelters."""
    places = places_where(user, Action.PARTNER_CONFIDENTIAL)
    return any(
        place.cell and PROGRAMMES[place.cell.programme_key].sees_confidential_places for place in places
    )


def visible_partners(user: User) -> Select[Partner]:
    partners = select(Partner).where(Partner.directorate_id == user.directorate_id)
    if not sees_confidential_places(user):
        partners = partners.where(Partner.is_confidential.is_(False))
    return partners.options(selectinload(Partner.services))


def find_partner(partner_id: UUID, user: User) -> Partner | None:
    return db.session.scalar(visible_partners(user).where(Partner.id == partner_id))


def partners_page(
    user: User,
    *,
    service: str | None = None,
    commune: str | None = None,
    cursor: tuple[Any, ...] | None = None,
    size: int = PAGE,
) -> ListPage[Partner]:
    """By name in the language of the page; the cursor is (name, id) of the last line shown."""
    name = Partner.name_ar if language() == "ar" else Partner.name_fr
    partners = visible_partners(user)
    if service:
        partners = partners.where(Partner.services.any(PartnerService.code == service))
    if commune:
        partners = partners.where(Partner.commune_code == commune)
    if cursor:
        partners = partners.where(after((name, Partner.id), cursor))
    rows = list(db.session.scalars(partners.order_by(name, Partner.id).limit(size + 1)))
    return cut(rows, size, lambda row: (row.name, row.id), is_first=cursor is None)


def partner_made_with(directorate_id: UUID, form_key: UUID) -> Partner | None:
    made = select(Partner).where(Partner.directorate_id == directorate_id, Partner.form_key == form_key)
    return db.session.scalar(made)
