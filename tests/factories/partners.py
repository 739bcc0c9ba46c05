"""Partners, for the tests."""

from typing import Any

import factory

from casework.partners.models import Partner
from casework.partners.services import create_partner
from tests.factories.base import RowFactory
from tests.factories.organisation import the_directorate


class PartnerFactory(RowFactory):
    class Meta:
        model = Partner

    class Params:
        shelter = factory.Trait(is_confidential=True, service_codes=("SHELT",))

    directorate = factory.LazyFunction(the_directorate)
    name_ar = factory.Sequence(lambda n: f"جمعية {n:02}")
    name_fr = factory.Sequence(lambda n: f"Association {n:02}")
    commune_code = "05.081.01.03"
    phone = "+212600000077"
    address = "Avenue Hassan II"
    service_codes = ("PSY", "LEGAL")

    @classmethod
    def make(cls, **values: Any) -> Partner:
        return create_partner(values.pop("directorate").id, **values)
