"""How a factory's rows reach the database: made by the services, then committed with their audit entries."""

from typing import Any

import factory

from casework.audit import trail
from casework.core.extensions import db


def commit() -> None:
    trail.append_entries()
    db.session.commit()


class RowFactory(factory.Factory):
    """Makes its row with the model itself; feature factories that have a service override `make`."""

    class Meta:
        abstract = True

    @classmethod
    def make(cls, **values: Any) -> Any:
        row = cls._meta.model(**values)
        db.session.add(row)
        return row

    @classmethod
    def _create(cls, _model: Any, *_args: Any, **values: Any) -> Any:
        row = cls.make(**values)
        db.session.flush()
        commit()
        return row
