"""An organisation of the directory: what it offers, where, and whom to ask. How to reach it is sealed.

A cell of the directorate has a card too: to be referred to it is to be referred as to any other.
The names follow HSDS 3.0.0 where it has them: organization, service, location, contact.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.accounts.models import User
from casework.core.choices import LabelledEnum
from casework.core.clock import now, today
from casework.core.codes import Codes
from casework.core.extensions import Model
from casework.core.i18n import language
from casework.core.ids import new_id
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.models import Cell
from casework.organisation.territory import label as commune_label

CHECKED_EVERY = timedelta(days=183)


class PartnerKind(LabelledEnum):
    ASSOCIATION = "association", _l("Association")
    CARE_INSTITUTION = "care_institution", _l("Social-care institution")
    TRAINING_CENTRE = "training_centre", _l("Training centre")
    KINDERGARTEN = "kindergarten", _l("Kindergarten")
    LITERACY_SPACE = "literacy_space", _l("Literacy space")
    COOPERATIVE = "cooperative", _l("Cooperative")
    COURT_CELL = "court_cell", _l("Cell of a court")
    POLICE = "police", _l("Police")
    GENDARMERIE = "gendarmerie", _l("Gendarmerie")
    HOSPITAL = "hospital", _l("Hospital or health centre")
    SCHOOL = "school", _l("School")
    AUTHORITY = "authority", _l("Local authority or public service")
    CELL = "cell", _l("Cell of the directorate")
    OTHER = "other", _l("Other")


class Confidentiality(LabelledEnum):
    """Who may learn of it. Nothing but `public` leaves the service."""

    PUBLIC = "public", _l("Public")
    PARTNERS = "partners", _l("For the service and its partners")
    CELL = "cell", _l("Confidential: only the cells that work with it")


class ServiceStatus(LabelledEnum):
    ACTIVE = "active", _l("Open")
    PAUSED = "paused", _l("Closed for a time")
    INACTIVE = "inactive", _l("Not offered")
    ENDED = "ended", _l("Ended")


class Named:
    """Names in Arabic and in French; either may be missing where a type names the thing."""

    name_ar: Any
    name_fr: Any

    @property
    def name(self) -> str:
        first, second = (self.name_ar, self.name_fr) if language() == "ar" else (self.name_fr, self.name_ar)
        return first or second or ""


class Placed:
    """Somewhere in the province, as far as it is known."""

    commune_code: Any

    @property
    def commune_label(self) -> str:
        return str(commune_label(self.commune_code)) if self.commune_code else ""


class Partner(Named, Placed, SealedRow, Model):
    __tablename__ = "partners"
    __table_args__ = (
        UniqueConstraint("directorate_id", "external_id"),
        Index(None, "directorate_id", "name_ar", "id"),
        Index(None, "directorate_id", "name_fr", "id"),
    )

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    cell_id: Mapped[UUID | None] = mapped_column(ForeignKey("cells.id"), unique=True)  # the card of this cell
    external_id: Mapped[UUID | None]  # its id where it was imported from
    kind: Mapped[PartnerKind] = mapped_column(default=PartnerKind.ASSOCIATION)
    name_ar: Mapped[str]
    name_fr: Mapped[str]
    about_ar: Mapped[str | None]
    about_fr: Mapped[str | None]
    commune_code: Mapped[str | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(default=Confidentiality.PARTNERS)
    website: Mapped[str | None]
    identifier_kind: Mapped[str | None]  # such as ICE
    identifier: Mapped[str | None]
    agreement: Mapped[str | None]  # its number; with the dates between which it holds
    agreed_from: Mapped[date | None]
    agreed_until: Mapped[date | None]
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    is_active: Mapped[bool] = mapped_column(default=True)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    phone, address, email = Sealed(), Sealed(), Sealed()  # of its seat

    services: Mapped[list["PartnerService"]] = relationship(
        back_populates="partner", order_by="PartnerService.code", cascade="all, delete-orphan"
    )
    locations: Mapped[list["PartnerLocation"]] = relationship(
        back_populates="partner", order_by="PartnerLocation.id", cascade="all, delete-orphan"
    )
    contacts: Mapped[list["PartnerContact"]] = relationship(
        back_populates="partner", order_by="PartnerContact.id", cascade="all, delete-orphan"
    )
    cell: Mapped[Cell | None] = relationship()
    checked_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @hybrid_property
    def is_confidential(self) -> bool:
        return self.confidentiality is Confidentiality.CELL

    @is_confidential.inplace.expression
    @classmethod
    def _is_confidential(cls) -> ColumnElement[bool]:
        return cls.confidentiality == Confidentiality.CELL

    @property
    def needs_checking(self) -> bool:
        """Nobody made sure for half a year that the card is right; the directorate knows its own cells."""
        if self.kind is PartnerKind.CELL:
            return False
        return self.checked_on is None or self.checked_on < today() - CHECKED_EVERY

    @property
    def service_codes(self) -> list[str]:
        return sorted(
            {service.code for service in self.services if service.status is not ServiceStatus.ENDED}
        )


class PartnerService(Named, Model):
    """One thing that an organisation offers; an empty list of codes means everybody or everywhere."""

    __tablename__ = "partner_services"
    __table_args__ = (Index(None, "code", "status"),)

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    external_id: Mapped[UUID | None] = mapped_column(index=True)
    code: Mapped[str]  # of the list service_types
    status: Mapped[ServiceStatus] = mapped_column(default=ServiceStatus.ACTIVE)
    name_ar: Mapped[str | None]
    name_fr: Mapped[str | None]
    about_ar: Mapped[str | None]
    about_fr: Mapped[str | None]
    programmes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # keys of programmes
    sex: Mapped[str | None]  # F or M; None: everybody
    age_from: Mapped[int | None]  # whole years, both included
    age_to: Mapped[int | None]
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    areas: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # codes of communes
    documents: Mapped[list[str]] = mapped_column(JSON, default=list)  # what the person must bring
    fees: Mapped[str | None]
    capacity: Mapped[int | None]
    n_free: Mapped[int | None]  # places free on that day
    free_on: Mapped[date | None]
    # kept by the referrals: from five answers on, and how often none came
    usual_days: Mapped[float | None]
    seldom_answers: Mapped[bool] = mapped_column(default=False)

    partner: Mapped[Partner] = relationship(back_populates="services")
    locations: Mapped[list["PartnerLocation"]] = relationship(
        secondary="service_locations", back_populates="services", order_by="PartnerLocation.id"
    )

    @property
    def area_labels(self) -> list[str]:
        return [str(commune_label(code)) for code in self.areas]


class PartnerLocation(Named, Placed, SealedRow, Model):
    """Where an organisation receives. Its key is the organisation's."""

    __tablename__ = "partner_locations"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    external_id: Mapped[UUID | None] = mapped_column(index=True)
    name_ar: Mapped[str | None]
    name_fr: Mapped[str | None]
    commune_code: Mapped[str | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(default=Confidentiality.PARTNERS)
    # each with days (MO to SU), opens, closes (HH:MM) and a note
    hours: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    address, phone, point = Sealed(), Sealed(), Sealed()  # point: latitude and longitude, in degrees

    partner: Mapped[Partner] = relationship(back_populates="locations")
    services: Mapped[list[PartnerService]] = relationship(
        secondary="service_locations", back_populates="locations", order_by="PartnerService.code"
    )


class ServiceLocation(Model):
    """Which service is given where."""

    __tablename__ = "service_locations"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)  # rows are made by the lists above
    service_id: Mapped[UUID] = mapped_column(ForeignKey("partner_services.id"))
    location_id: Mapped[UUID] = mapped_column(ForeignKey("partner_locations.id"), index=True)


class PartnerContact(SealedRow, Model):
    """Somebody who answers there. Her key is the organisation's."""

    __tablename__ = "partner_contacts"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("partner_locations.id"))
    confidentiality: Mapped[Confidentiality] = mapped_column(default=Confidentiality.PARTNERS)
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    receives_referrals: Mapped[bool] = mapped_column(default=False)  # a link is made for her

    name, title, phone, email = Sealed(), Sealed(), Sealed(), Sealed()

    partner: Mapped[Partner] = relationship(back_populates="contacts")


class PartnerProposal(SealedRow, Model):
    """What a worker found wrong or missing; whoever keeps the directory decides."""

    __tablename__ = "partner_proposals"
    __table_args__ = (Index(None, "directorate_id", "decided_at"),)

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    partner_id: Mapped[UUID | None] = mapped_column(ForeignKey("partners.id"), index=True)  # None: a new one
    # a new one may be a shelter, of which its text says more than others may know
    confidentiality: Mapped[Confidentiality] = mapped_column(default=Confidentiality.PARTNERS)
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    is_taken: Mapped[bool | None]  # None until it is decided
    form_key: Mapped[UUID | None] = mapped_column(unique=True)

    text = Sealed()

    partner: Mapped[Partner | None] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
