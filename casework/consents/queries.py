"""Every question asked of the consents."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from casework.accounts.models import User
from casework.cases.models import Case
from casework.consents.models import (
    BarredPartner,
    Consent,
    ConsentAct,
    ConsentGiver,
    ConsentState,
    Delicate,
    LegalGround,
    Purpose,
)
from casework.core.extensions import db
from casework.partners.models import Partner, PartnerService
from casework.partners.queries import is_known_to, visible_partners
from casework.people.models import LegalCapacity
from casework.people.queries import relatives_of, suspected_authors


def consents_of(case: Case) -> list[Consent]:
    """All that was said, newest first, with the recipients and those who wrote it down."""
    consents = (
        select(Consent)
        .where(Consent.case_id == case.id)
        .options(joinedload(Consent.partner), joinedload(Consent.recorded_by))
    )
    return list(db.session.scalars(consents.order_by(Consent.decided_on.desc(), Consent.id.desc())))


def in_force(consents: list[Consent]) -> list[Consent]:
    """The newest of each act, purpose and recipient, out of a list that begins with the newest."""
    newest: dict[tuple[ConsentAct, Purpose, UUID | None], Consent] = {}
    for consent in consents:
        newest.setdefault((consent.act, consent.purpose, consent.partner_id), consent)
    return list(newest.values())


def may_share(case: Case, partner_id: UUID) -> bool:
    """Consent given and still in force for this recipient, or a ground that a supervisor recorded."""
    return partner_id in sharable_partner_ids(case)


def sharable_partner_ids(case: Case, decided: dict[UUID, Consent] | None = None) -> set[UUID]:
    """To whom something may be sent today: by consent (`decided_about`), or by a supervisor's ground."""
    return set(covered(case, decided))


def covered(case: Case, decided: dict[UUID, Consent] | None = None) -> dict[UUID, set[str]]:
    """Of each of these what of `Delicate` it may be told: as she agreed; a ground covers all of it."""
    known = decided_about(case) if decided is None else decided
    agreed = {key: set(said.covers) for key, said in known.items() if said.state is ConsentState.GIVEN}
    return agreed | {ground.partner_id: set(Delicate) for ground in grounds_of(case) if ground.partner_id}


def decided_about(case: Case) -> dict[UUID, Consent]:
    """The newest decision about each recipient, as far as one was taken."""
    return {
        consent.partner_id: consent
        for consent in in_force(consents_of(case))
        if consent.partner_id and consent.act is ConsentAct.CONSENT and consent.purpose is Purpose.SHARING
    }


def grounds_of(case: Case) -> list[LegalGround]:
    grounds = (
        select(LegalGround)
        .where(LegalGround.case_id == case.id)
        .options(joinedload(LegalGround.partner), joinedload(LegalGround.decided_by))
    )
    return list(db.session.scalars(grounds.order_by(LegalGround.decided_at.desc(), LegalGround.id.desc())))


def offered_partners(case: Case, user: User, service: str | None = None) -> list[Partner]:
    """The partners that this file may be sent to, nearest first; one with a barred person is not offered."""
    partners = visible_partners(user).where(may_receive(case))
    if service:
        partners = partners.where(Partner.services.any(PartnerService.code == service))
    found = db.session.scalars(partners.order_by(Partner.name_fr, Partner.id))
    return sorted(found, key=lambda partner: partner.commune_code != case.person.commune)


def may_receive(case: Case) -> ColumnElement[bool]:
    """Nobody who is barred from this file, and never the cell that has it."""
    is_barred = exists().where(BarredPartner.case_id == case.id, BarredPartner.partner_id == Partner.id)
    is_elsewhere = or_(Partner.cell_id.is_(None), Partner.cell_id != case.cell_id)
    return and_(Partner.is_active, is_elsewhere, ~is_barred)


def recipients(case: Case, user: User) -> list[Partner]:
    """Whom a decision may be about: also a partner of before, since its consent may still be withdrawn."""
    was_named = exists().where(Consent.case_id == case.id, Consent.partner_id == Partner.id)
    # a cell of another directorate, to which a file may be given, stands in that one's directory
    is_offered = or_(
        is_known_to(user) & or_(may_receive(case), was_named), was_named & Partner.cell_id.is_not(None)
    )
    partners = select(Partner).where(is_offered)
    return list(db.session.scalars(partners.order_by(Partner.name_fr, Partner.id)))


def barred_partners(case: Case) -> list[BarredPartner]:
    barred = select(BarredPartner).where(BarredPartner.case_id == case.id)
    return list(
        db.session.scalars(barred.options(joinedload(BarredPartner.partner)).order_by(BarredPartner.id))
    )


def is_barred_partner(case: Case, partner_id: UUID) -> bool:
    barred = exists().where(BarredPartner.case_id == case.id, BarredPartner.partner_id == partner_id)
    return bool(db.session.scalar(select(barred)))


def find_barred_partner(case: Case, barred_id: UUID) -> BarredPartner | None:
    barred = select(BarredPartner).where(BarredPartner.case_id == case.id, BarredPartner.id == barred_id)
    return db.session.scalar(barred)


def representative_is_suspected(case: Case) -> bool:
    """His act is then never sought, whatever the law gives him to decide."""
    suspected = {author.relative_id for author in suspected_authors(case.person)}
    if not suspected:
        return False
    return any(
        relative.id in suspected and relative.capacity == LegalCapacity.REPRESENTATIVE.value
        for relative in relatives_of(case.person)
    )


def asked_of(giver: ConsentGiver, case: Case) -> bool:
    """Whether the act of this person may be sought on this file."""
    return giver is not ConsentGiver.REPRESENTATIVE or not representative_is_suspected(case)


def ground_made_with(case: Case, form_key: UUID) -> LegalGround | None:
    return db.session.scalar(
        select(LegalGround).where(LegalGround.case_id == case.id, LegalGround.form_key == form_key)
    )


def consent_made_with(case: Case, form_key: UUID) -> Consent | None:
    return db.session.scalar(select(Consent).where(Consent.case_id == case.id, Consent.form_key == form_key))
