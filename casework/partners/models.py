"""A partner and its services. How to reach it is sealed: nobody else is told where a shelter is."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.core.extensions import Model
from casework.core.i18n import language
from casework.keys.sealing import Sealed, SealedRow
from casework.organisation.territory import label as commune_label


class Partner(SealedRow, Model):
    __tablename__ = "partners"
    __table_args__ = (
        Index(None, "directorate_id", "name_ar", "id"),
        Index(None, "directorate_id", "name_fr", "id"),
    )

    directorate_id: Mapped[UUID] = mapped_column(ForeignKey("directorates.id"))
    name_ar: Mapped[str]
    name_fr: Mapped[str]
    commune_code: Mapped[str | None]
    is_confidential: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    form_key: Mapped[UUID | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column()

    phone, address = Sealed(), Sealed()

    services: Mapped[list["PartnerService"]] = relationship(
        back_populates="partner", order_by="PartnerService.code", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def name(self) -> str:
        return self.name_ar if language() == "ar" else self.name_fr

    @property
    def commune_label(self) -> str:
        return str(commune_label(self.commune_code)) if self.commune_code else ""

    @property
    def service_codes(self) -> list[str]:
        return [service.code for service in self.services]


class PartnerService(Model):
    __tablename__ = "partner_services"
    __table_args__ = (UniqueConstraint("partner_id", "code"),)

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"))
    code: Mapped[str] = mapped_column(index=True)  # of the list service_types

    partner: Mapped[Partner] = relationship(back_populates="services")
