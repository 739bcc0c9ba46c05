"""Case conferences: who took part, and what was decided of the files that the reader may open."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from casework.access.policy import Action, Scope
from casework.accounts.models import User
from casework.accounts.queries import WITH_POSITIONS
from casework.cases.models import LIVE, Case
from casework.cases.queries import cells_held, reachable
from casework.core.extensions import db
from casework.core.pages import ListPage, after, cut
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.partners.queries import visible_partners
from casework.programmes.base import GRAVE
from casework.supervision.models import Attendee, Conference, ConferenceDecision

PAGE = 25
OFFERED = 20  # files that are offered by themselves; any other is found by its reference


def conferences_of(user: User) -> Select[Conference]:
    """Those of the cells that he supervises, and those in which he takes part."""
    attends = exists().where(Attendee.conference_id == Conference.id, Attendee.user_id == user.id)
    works_there = Conference.cell_id.in_([cell.id for cell in user.cells])
    supervised = Conference.cell_id.in_(cells_held(user, Action.CASELOAD_REVIEW, Scope.CELL))
    return (
        select(Conference).where(or_(supervised, attends & works_there)).options(joinedload(Conference.cell))
    )


def conferences_page(user: User, cursor: tuple[Any, ...] | None) -> ListPage[Conference]:
    """The newest first; the cursor is (held_on, id) of the last line shown."""
    place = (Conference.held_on, Conference.id)
    conferences = conferences_of(user)
    if cursor:
        conferences = conferences.where(after(place, cursor, descending=True))
    rows = list(
        db.session.scalars(conferences.order_by(*(column.desc() for column in place)).limit(PAGE + 1))
    )
    return cut(rows, PAGE, lambda row: (row.held_on.isoformat(), row.id), is_first=cursor is None)


def find_conference(conference_id: UUID, user: User) -> Conference | None:
    """With everybody who takes part, and what decides what each of them may hear."""
    attendees = selectinload(Conference.attendees)
    conference = conferences_of(user).where(Conference.id == conference_id)
    return db.session.scalar(
        conference.options(
            attendees.joinedload(Attendee.user).options(WITH_POSITIONS),
            attendees.joinedload(Attendee.partner),
        )
    )


def said_of(conference: Conference) -> dict[str, Any]:
    """What the form that changes it begins with."""
    colleagues = [str(user.id) for user in conference.colleagues]
    partners = [str(partner.id) for partner in conference.partners]
    about = {"held_on": conference.held_on, "version": conference.version}
    return about | {"colleagues": colleagues, "partners": partners}


def conference_made_with(cell: Cell, form_key: UUID) -> Conference | None:
    made = select(Conference).where(Conference.cell_id == cell.id, Conference.form_key == form_key)
    return db.session.scalar(made)


def decision_made_with(case: Case, form_key: UUID) -> ConferenceDecision | None:
    made = select(ConferenceDecision).where(
        ConferenceDecision.case_id == case.id, ConferenceDecision.form_key == form_key
    )
    return db.session.scalar(made)


def decisions_of(conference: Conference, user: User) -> list[ConferenceDecision]:
    """In the order in which they were taken, of the files that the reader may open."""
    decisions = (
        reachable(user, Action.CASE_VIEW)
        .join(ConferenceDecision, ConferenceDecision.case_id == Case.id)
        .where(ConferenceDecision.conference_id == conference.id)
        .with_only_columns(ConferenceDecision)
        .options(
            contains_eager(ConferenceDecision.case).contains_eager(Case.cell),
            contains_eager(ConferenceDecision.case).contains_eager(Case.person),
            joinedload(ConferenceDecision.responsible),
        )
    )
    return list(db.session.scalars(decisions.order_by(ConferenceDecision.id)))


def has_decisions(conference: Conference) -> bool:
    """Whoever asks: a conference is held when something was decided."""
    return bool(db.session.scalar(select(exists().where(ConferenceDecision.conference_id == conference.id))))


def grave_files(user: User, cell: Cell) -> list[Case]:
    """Of high risk or in an emergency, what is due first first."""
    files = reachable(user, Action.CASELOAD_REVIEW).where(
        Case.cell_id == cell.id, Case.status.in_(LIVE), Case.risk.in_(GRAVE)
    )
    order = (Case.next_due_on.is_(None), Case.next_due_on, Case.id)
    return list(db.session.scalars(files.order_by(*order).limit(OFFERED)))


def partners_to_invite(user: User) -> list[Partner]:
    """Active organisations of the directory, by name."""
    partners = visible_partners(user).where(Partner.is_active, Partner.cell_id.is_(None))
    return list(db.session.scalars(partners.order_by(Partner.name_fr, Partner.id)))
