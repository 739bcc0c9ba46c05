"""Consent is per purpose and per recipient, dated and revocable; a child's assent is a row of its own."""

from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import now
from casework.core.codes import Codes
from casework.core.extensions import Model
from casework.keys.sealing import Sealed, SealedRow
from casework.partners.models import Partner


class ConsentAct(LabelledEnum):
    CONSENT = "consent", _l("Consent")
    ASSENT = "assent", _l("Child's assent")


class Purpose(LabelledEnum):
    SERVICE = "service", _l("To be received and followed up")
    SHARING = "sharing", _l("To share with a named recipient")
    STATISTICS = "statistics", _l("To be counted, without a name")


class ConsentState(LabelledEnum):
    GIVEN = "given", _l("Given")
    REFUSED = "refused", _l("Refused")
    WITHDRAWN = "withdrawn", _l("Withdrawn")
    NOT_POSSIBLE = "not_possible", _l("Not yet possible")


class ConsentManner(LabelledEnum):
    SPOKEN = "spoken", _l("Spoken")
    SIGNED = "signed", _l("Signed on paper")
    FINGERPRINT = "fingerprint", _l("Fingerprint on paper")
    INTERPRETED = "interpreted", _l("Through an interpreter")


class ConsentGiver(LabelledEnum):
    PERSON = "person", _l("The person")
    REPRESENTATIVE = "representative", _l("The legal representative")
    JUDGE = "judge", _l("The judge or the prosecutor")


class Delicate(LabelledEnum):
    """What is shared only when the person agreed to it in so many words."""

    VIOLENCE = "violence", _l("The violence")
    HEALTH = "health", _l("Her health")


class Consent(SealedRow, Model):
    """The newest row for a purpose and a recipient is the one in force; earlier ones stay."""

    __tablename__ = "consents"
    # the newest of each is found, and counted over a whole cell, without reading a row
    __table_args__ = (
        Index("ix_consents_newest", "case_id", "purpose", "partner_id", "act", "decided_on", "id", "state"),
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    act: Mapped[ConsentAct] = mapped_column(default=ConsentAct.CONSENT)
    purpose: Mapped[Purpose]
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))  # the recipient, for sharing
    state: Mapped[ConsentState]
    manner: Mapped[ConsentManner | None]
    giver: Mapped[ConsentGiver] = mapped_column(default=ConsentGiver.PERSON)
    decided_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    covers: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # of Delicate, agreed to be told
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    withheld = Sealed()  # what may not be passed on, in the person's words
    why = Sealed()  # it is not possible, was refused or withdrawn

    partner: Mapped[Partner | None] = relationship()
    recorded_by: Mapped[User] = relationship()

    @property
    def covered(self) -> list[Delicate]:
        return [Delicate(code) for code in self.covers]


class GroundKind(LabelledEnum):
    DANGER_TO_LIFE = "danger_to_life", _l("Imminent danger to life")
    CHILD_AT_RISK = "child_at_risk", _l("A child at risk")


class LegalGround(SealedRow, Model):
    """A supervisor's ground to share although the person refused: danger to life, or a child at risk."""

    __tablename__ = "legal_grounds"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"))
    kind: Mapped[GroundKind]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    person_was_told: Mapped[bool]
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    rule, authority, reference, why = Sealed(), Sealed(), Sealed(), Sealed()

    partner: Mapped[Partner | None] = relationship()
    decided_by: Mapped[User] = relationship()


class BarredPartner(SealedRow, Model):
    """Family or a neighbour works there: it is not offered for this file."""

    __tablename__ = "barred_partners"
    __table_args__ = (UniqueConstraint("case_id", "partner_id"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)

    why = Sealed()

    partner: Mapped[Partner] = relationship()
