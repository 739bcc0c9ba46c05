"""Every question asked of the consents."""

from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Case
from casework.consents.models import Consent, ConsentAct, ConsentState, LegalGround, Purpose
from casework.core.extensions import db


def consents_of(case: Case) -> list[Consent]:
    """All that was said, newest first."""
    consents = select(Consent).where(Consent.case_id == case.id)
    return list(db.session.scalars(consents.order_by(Consent.decided_on.desc(), Consent.id.desc())))


def in_force(consents: list[Consent]) -> list[Consent]:
    """The newest of each act, purpose and recipient, out of a list that begins with the newest."""
    newest: dict[tuple[ConsentAct, Purpose, UUID | None], Consent] = {}
    for consent in consents:
        newest.setdefault((consent.act, consent.purpose, consent.partner_id), consent)
    return list(newest.values())


def sharing_consent(case: Case, partner_id: UUID) -> Consent | None:
    """What the person last said about this recipient."""
    return next(
        (
            consent
            for consent in in_force(consents_of(case))
            if consent.purpose is Purpose.SHARING
            and consent.partner_id == partner_id
            and consent.act is ConsentAct.CONSENT
        ),
        None,
    )


def legal_ground(case: Case, partner_id: UUID) -> LegalGround | None:
    """The newest ground recorded for this recipient."""
    grounds = select(LegalGround).where(LegalGround.case_id == case.id, LegalGround.partner_id == partner_id)
    return db.session.scalars(grounds.order_by(LegalGround.decided_at.desc()).limit(1)).first()


def may_share(case: Case, partner_id: UUID) -> bool:
    """Consent given and still in force for this recipient, or a ground that a supervisor recorded."""
    consent = sharing_consent(case, partner_id)
    if consent and consent.state is ConsentState.GIVEN:
        return True
    return legal_ground(case, partner_id) is not None


def consent_made_with(form_key: UUID) -> Consent | None:
    return db.session.scalar(select(Consent).where(Consent.form_key == form_key))
