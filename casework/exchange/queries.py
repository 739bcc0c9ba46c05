"""Every question of the exchange: what may leave, what a file may mean, what waits for confirmation."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import selectinload

from casework.accounts.models import User
from casework.core.clock import now
from casework.core.extensions import db
from casework.exchange.models import DirectoryUpload
from casework.partners.models import Confidentiality, Partner, PartnerKind, PartnerService
from casework.partners.queries import visible_partners

AT_ONCE = 250
KEPT_FOR = timedelta(days=1)


def with_all(partners: Select[Partner]) -> Select[Partner]:
    return partners.options(
        selectinload(Partner.services).selectinload(PartnerService.locations),
        selectinload(Partner.locations),
        selectinload(Partner.contacts),
    )


def public_partners(directorate_id: UUID) -> Iterator[Partner]:
    """Those that anybody may know of, a few hundred at a time, in the order of the ids they are known by."""
    public = select(Partner.id).where(
        Partner.directorate_id == directorate_id,
        Partner.confidentiality == Confidentiality.PUBLIC,
        Partner.kind != PartnerKind.CELL,
        Partner.cell_id.is_(None),
        Partner.is_active,
    )
    known_as = func.coalesce(Partner.external_id, Partner.id)
    ids = list(db.session.scalars(public.order_by(known_as)))
    for chunk in chunks(ids):
        found = {
            row.id: row for row in db.session.scalars(with_all(select(Partner).where(Partner.id.in_(chunk))))
        }
        yield from (found[partner_id] for partner_id in chunk)


def chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def known_cards(user: User) -> list[Row[Any]]:
    """What a card is recognised by, of all that this person may know of."""
    visible = (
        visible_partners(user)
        .options()
        .with_only_columns(
            Partner.id,
            Partner.external_id,
            Partner.identifier,
            Partner.name_ar,
            Partner.name_fr,
            Partner.commune_code,
        )
    )
    return list(db.session.execute(visible))


def partners_with(ids: Collection[UUID], user: User) -> dict[UUID, Partner]:
    """Whole cards, their lists with them."""
    found: dict[UUID, Partner] = {}
    for chunk in chunks(list(ids)):
        partners = with_all(visible_partners(user).where(Partner.id.in_(chunk)))
        found |= {partner.id: partner for partner in db.session.scalars(partners)}
    return found


def ids_taken(directorate_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Of these, those that a card bears already, whoever may know of it."""
    taken: set[UUID] = set()
    for chunk in chunks(list(ids)):
        bearing = select(Partner.external_id, Partner.id).where(
            Partner.directorate_id == directorate_id,
            or_(Partner.external_id.in_(chunk), Partner.id.in_(chunk)),
        )
        taken |= {value for row in db.session.execute(bearing) for value in row if value}
    return taken


def uploads_of(user: User) -> Select[DirectoryUpload]:
    return select(DirectoryUpload).where(
        DirectoryUpload.made_by_id == user.id, DirectoryUpload.made_at > oldest_kept()
    )


def find_upload(upload_id: UUID, user: User, *, to_change: bool = False) -> DirectoryUpload | None:
    """Only of whoever sent it; held while it is confirmed, so that a second click finds nothing."""
    found = uploads_of(user).where(DirectoryUpload.id == upload_id)
    return db.session.scalar(found.with_for_update() if to_change else found)


def upload_made_with(form_key: UUID, user: User) -> DirectoryUpload | None:
    return db.session.scalar(uploads_of(user).where(DirectoryUpload.form_key == form_key))


def oldest_kept() -> datetime:
    return now() - KEPT_FOR


def expired_uploads() -> Sequence[UUID]:
    expired = select(DirectoryUpload.id).where(DirectoryUpload.made_at <= oldest_kept())
    return db.session.scalars(expired).all()
