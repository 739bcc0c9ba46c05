"""Every question asked about who else of the same cell may be this person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import Approval, ApprovalKind, Case, CaseStatus
from casework.cases.queries import in_scope, is_barred, reachable
from casework.core.extensions import db
from casework.intake.models import Intake
from casework.names.persons import ABOUT
from casework.organisation.models import Cell
from casework.people.models import Person, PersonKey

WEIGHED = 120  # persons opened and compared
A_PAIR = 10  # two words that agree, a telephone or a card say more than any number of single words
NO_FILE = (CaseStatus.MERGED, CaseStatus.ENTERED_IN_ERROR)


@dataclass(frozen=True)
class Sought:
    """By what a person is looked for in a cell: blind keys, and what stands readable."""

    strong: Sequence[bytes]
    weak: Sequence[bytes]  # single words: only with a year of birth or a territory that agrees
    birth_year: int | None
    territory: str | None


@dataclass(frozen=True)
class Candidate:
    case: Case
    named: Case  # the file that holds the name: this one, or another that was made one with it
    is_open: bool  # whoever asks may open it


def candidates(sought: Sought, cell: Cell, user: User, *, apart_from: UUID | None) -> list[Candidate]:
    """Files of the cell that share keys, whoever works on them, but for those that bar the user."""
    persons, named = sharing(sought, cell, apart_from).subquery(), aliased(Case)
    files = (
        select(Case, named, in_scope(user, Action.CASE_VIEW).label("is_open"))
        .join(Case.cell)
        .join(Case.person)
        .join(named, Case.id == func.coalesce(named.merged_into_id, named.id))
        .join(persons, persons.c.person_id == named.person_id)
        .where(Case.cell_id == cell.id, Case.status.not_in(NO_FILE), ~is_barred(user))
        .options(contains_eager(Case.cell), contains_eager(Case.person))
        .options(joinedload(named.person).options(*whole_person()))
    )
    if apart_from:
        files = files.where(Case.person_id != apart_from)
    return [Candidate(found, name, bool(is_open)) for found, name, is_open in db.session.execute(files)]


def whole_person() -> tuple[_AbstractLoad, ...]:
    """What weighing reads beside the person, in one statement each."""
    return selectinload(Person.numbers), selectinload(Person.relatives)


def sharing(sought: Sought, cell: Cell, apart_from: UUID | None) -> Select[UUID]:
    """Those who have most in common first, then the newest."""
    is_strong = PersonKey.key.in_(sought.strong)
    shared = func.sum(case((is_strong, A_PAIR), else_=1))
    persons = (
        select(PersonKey.person_id)
        .join(Person, Person.id == PersonKey.person_id)
        .where(PersonKey.key.in_([*sought.strong, *sought.weak]), Person.cell_id == cell.id)
        .where(or_(is_strong, agrees(sought)))
    )
    if apart_from:
        persons = persons.where(Person.id != apart_from)
    return (
        persons.group_by(PersonKey.person_id)
        .order_by(shared.desc(), PersonKey.person_id.desc())
        .limit(WEIGHED)
    )


def agrees(sought: Sought) -> ColumnElement[bool]:
    """Enough to look at somebody who shares one word of the name; what is not known of her is no obstacle."""
    is_near = Person.territory == sought.territory if sought.territory else false()
    if sought.birth_year is None:
        return is_near
    of_an_age = Person.birth_year.between(sought.birth_year - ABOUT, sought.birth_year + ABOUT)
    return or_(of_an_age, and_(Person.birth_year.is_(None), is_near))


def requests_made_with(keys: Collection[UUID]) -> dict[UUID, Approval]:
    """What was asked of the supervisor, by the key of each request."""
    asked = select(Approval).where(Approval.kind == ApprovalKind.POSSIBLE_MATCH, Approval.form_key.in_(keys))
    return {row.form_key: row for row in db.session.scalars(asked) if row.form_key}


def interview_of(case: Case) -> UUID | None:
    """The draft that the file was, so that what was asked about one is not asked again about the other."""
    began = select(Intake.form_key).where(Intake.case_id == case.id)
    return db.session.scalar(began.order_by(Intake.id).limit(1))


def must_not_know(subject_id: UUID, user: User) -> bool:
    """The file that somebody asked about shut the user out since."""
    files = select(Case.id).where(is_begun_as(subject_id), is_barred(user))
    return db.session.scalar(files.limit(1)) is not None


def file_begun_as(subject_id: UUID, user: User) -> Case | None:
    """The file that somebody asked about, once it is one and when the user may read it."""
    files = reachable(user).where(is_begun_as(subject_id), Case.status.not_in(NO_FILE))
    return db.session.scalars(files.limit(1)).first()


def is_begun_as(subject_id: UUID) -> ColumnElement[bool]:
    """The file of this id, or the one that the interview of this id became."""
    began = select(Intake.case_id).where(Intake.form_key == subject_id)
    return or_(Case.id == subject_id, Case.id.in_(began))
