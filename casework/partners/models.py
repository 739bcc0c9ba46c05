"""A partner and the services it offers."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.core.extensions import Model
from casework.core.i18n import language


class Partner(Model):
    __tablename__ = "partners"

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"), index=True)
    name_ar: Mapped[str]
    name_fr: Mapped[str]
    commune_code: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    is_confidential: Mapped[bool] = mapped_column(
        default=False
    )  # a shelter: its place is told to nobody else
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    services: Mapped[list["PartnerService"]] = relationship(
        back_populates="partner", order_by="PartnerService.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_fr


class PartnerService(Model):
    __tablename__ = "partner_services"

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), index=True)
    code: Mapped[str]  # of the list service_types

    partner: Mapped[Partner] = relationship(back_populates="services")
