"""Partners, for the tests."""

from typing import Any

import factory

from casework.core.extensions import db
from casework.core.ids import new_id
from casework.partners import services
from casework.partners.models import (
    Confidentiality,
    Partner,
    PartnerContact,
    PartnerKind,
    PartnerLocation,
    PartnerProposal,
    PartnerService,
)
from tests.factories.base import RowFactory, commit
from tests.factories.organisation import the_directorate

WEEK = [{"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "08:30", "closes": "16:30", "note": None}]


class PartnerFactory(RowFactory):
    """An association; the traits make others of them."""

    class Meta:
        model = Partner

    class Params:
        shelter = factory.Trait(
            kind=PartnerKind.CARE_INSTITUTION,
            confidentiality=Confidentiality.CELL,
            service_codes=("SHELT",),
        )
        school = factory.Trait(
            kind=PartnerKind.SCHOOL, confidentiality=Confidentiality.PUBLIC, service_codes=("SCHOOL",)
        )

    directorate = factory.LazyFunction(the_directorate)
    name_ar = factory.Sequence(lambda n: f"جمعية {n:02}")
    name_fr = factory.Sequence(lambda n: f"Association {n:02}")
    commune_code = "05.081.01.03"
    phone = "+212600000077"
    address = "Avenue Hassan II"
    service_codes = ("PSY", "LEGAL")

    @classmethod
    def make(cls, **values: Any) -> Partner:
        return services.create_partner(values.pop("directorate").id, **values)


class PartRowFactory(RowFactory):
    """Something of a partner's card."""

    class Meta:
        abstract = True

    partner = factory.SubFactory(PartnerFactory, service_codes=())


class ServiceFactory(PartRowFactory):
    class Meta:
        model = PartnerService

    code = "PSY"

    @classmethod
    def make(cls, **values: Any) -> PartnerService:
        return services.add_service(form_key=new_id(), **values)


class LocationFactory(PartRowFactory):
    """Pass `given_here` for the services of the partner that are given there; otherwise all of them."""

    class Meta:
        model = PartnerLocation

    name_fr = "Annexe"
    commune_code = "05.081.01.01"
    address = "Rue du Marché"
    hours = WEEK

    @classmethod
    def make(cls, **values: Any) -> PartnerLocation:
        given_here = values.pop("given_here", values["partner"].services)
        ids = {service.id for service in given_here}
        return services.add_location(form_key=new_id(), service_ids=ids, **values)


class ContactFactory(PartRowFactory):
    class Meta:
        model = PartnerContact

    name = "Mme Tazi"
    phone = "+212600000078"

    @classmethod
    def make(cls, **values: Any) -> PartnerContact:
        return services.add_contact(form_key=new_id(), **values)


class ProposalFactory(RowFactory):
    """`by` is the worker who made it; without a partner it is about a new one."""

    class Meta:
        model = PartnerProposal

    text = "The number has changed"

    @classmethod
    def make(cls, **values: Any) -> PartnerProposal:
        return services.propose(values.pop("by"), form_key=new_id(), **values)


def with_services(*codes: str, **values: Any) -> Partner:
    """Offers these; `service` says more of each: with_services("PSY", service={"age_to": 5})"""
    said = values.pop("service", {})
    partner: Partner = PartnerFactory(service_codes=(), **values)
    for code in codes:
        services.add_service(partner, form_key=new_id(), code=code, **said)
    commit()
    db.session.refresh(partner)
    return partner
