"""Every question asked of the ties: whom somebody knows, and which files may be that person's."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.accounts.models import User
from casework.accounts.queries import works_in
from casework.cases.models import Case, CaseStatus, Member
from casework.core.extensions import db
from casework.notices.models import Notice, NoticeKind
from casework.people.models import Person, PersonKey
from casework.ties.models import Tie

NO_FILE = (CaseStatus.ENTERED_IN_ERROR, CaseStatus.MERGED)
LOOKED_AT = 200  # files that share a word of the name, opened and compared


def tie_made_with(user: User, form_key: UUID) -> Tie | None:
    return db.session.scalar(select(Tie).where(Tie.user_id == user.id, Tie.form_key == form_key))


def ties_of(user: User) -> Sequence[Tie]:
    return db.session.scalars(select(Tie).where(Tie.user_id == user.id)).all()


def ties_in(cell_id: UUID) -> Sequence[Tie]:
    """Of everybody who reads files of this cell today, wherever he declared them."""
    here = works_in([cell_id], Tie.user_id)
    return db.session.scalars(select(Tie).where(here).options(joinedload(Tie.user))).all()


def files_named(keys: Collection[bytes], cell_id: UUID) -> Sequence[Case]:
    """Of this cell, whoever works on them: for whom somebody is shut out of, never for a page.

    Those that share most of the name: half of a cell may bear the same first name.
    """
    shared = select(PersonKey.person_id, func.count().label("n")).where(PersonKey.key.in_(keys))
    found = shared.group_by(PersonKey.person_id).subquery()
    files = (
        select(Case)
        .join(Case.person)
        .join(found, found.c.person_id == Person.id)
        .options(contains_eager(Case.person), joinedload(Case.cell))
        .options(selectinload(Case.members).joinedload(Member.user), selectinload(Case.barred))
        .where(Case.cell_id == cell_id, Case.status.not_in(NO_FILE))
    )
    likest = db.session.scalars(files.order_by(found.c.n.desc(), Case.id.desc()).limit(LOOKED_AT))
    return sorted(likest, key=lambda case: case.id)


def find_asked(case: Case, tie_id: UUID) -> Tie | None:
    """A tie about which the supervisors of this file were asked."""
    asked = exists().where(
        Notice.kind == NoticeKind.TIE_POSSIBLE, Notice.case_id == case.id, Notice.object_id == Tie.id
    )
    return db.session.scalar(select(Tie).where(Tie.id == tie_id, asked).options(joinedload(Tie.user)))
