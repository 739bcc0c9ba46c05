"""Every question asked of the data keys."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import inspect, select

from casework.core.extensions import db
from casework.keys.models import DataKey


def data_keys(key_ids: Collection[UUID]) -> list[DataKey]:
    return list(db.session.scalars(select(DataKey).where(DataKey.id.in_(key_ids))))


def is_sealed_with_others(kek_ids: Collection[str]) -> bool:
    """Whether some key of this database opens with none of these; False as well without tables."""
    if not inspect(db.engine).has_table(DataKey.__tablename__):
        return False
    foreign = select(DataKey.id).where(DataKey.kek_id.not_in(kek_ids)).limit(1)
    return db.session.scalar(foreign) is not None
