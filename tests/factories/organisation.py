"""A directorate and cells, for the tests."""

from typing import Any

import factory

from casework.core.extensions import db
from casework.organisation import services
from casework.organisation.models import Cell, Directorate
from casework.organisation.queries import first_directorate
from tests.factories.base import RowFactory


def the_directorate() -> Directorate:
    """Most tests need one directorate only."""
    return first_directorate() or services.create_directorate(name_ar="أزيلال", name_fr="Azilal", code="AZ")


class DirectorateFactory(RowFactory):
    class Meta:
        model = Directorate

    name_ar, name_fr, code = "أزيلال", "Azilal", "AZ"

    @classmethod
    def make(cls, **values: Any) -> Directorate:
        return services.create_directorate(**values)


class CellFactory(RowFactory):
    class Meta:
        model = Cell

    class Params:
        women = factory.Trait(programme_key="womens_rights")
        disability = factory.Trait(programme_key="disability")

    programme_key = "child_protection"
    name_ar = factory.Sequence(lambda n: f"خلية {n}")
    name_fr = factory.Sequence(lambda n: f"Cellule {n}")
    caseload_limit = 20
    directorate = factory.LazyFunction(the_directorate)

    @classmethod
    def make(cls, **values: Any) -> Cell:
        directorate = values.pop("directorate")
        db.session.flush()
        return services.create_cell(directorate, **values)
