"""Every question asked of the details of a case."""

from uuid import UUID

from sqlalchemy import select

from casework.core.extensions import db
from casework.programmes.base import Details, Programme


def details_of(programme: Programme, case_id: UUID) -> Details | None:
    return db.session.scalar(select(programme.details).where(programme.details.case_id == case_id))
