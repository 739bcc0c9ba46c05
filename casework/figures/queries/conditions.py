"""When a mark is true of a file: one condition for the figure, and for the list that it opens."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from casework.access.policy import Action
from casework.accounts.models import User
from casework.cases.models import LIVE, Case, Concern
from casework.cases.queries import in_scope, is_late
from casework.consents.models import Consent, ConsentAct, ConsentState, Purpose
from casework.core.clock import today
from casework.figures.definitions import MISSING, SILENCES, Mark, Reach
from casework.organisation.models import Cell
from casework.people.models import ADULT_AT, UNCONFIRMED_AFTER, ContactNumber, Person
from casework.programmes import PROGRAMMES
from casework.programmes.base import GRAVE
from casework.programmes.lists import OTHER
from casework.supervision.models import ReviewQuestion

# these read the person's row: whoever asks joins it
OF_THE_PERSON = (Mark.INCOMPLETE, *MISSING)
ACTIONS = {Reach.OPEN: Action.CASE_VIEW, Reach.REVIEWED: Action.CASELOAD_REVIEW}


def within_reach(user: User, reach: Reach) -> ColumnElement[bool]:
    """A condition on Case joined with its Cell."""
    return in_scope(user, ACTIONS[reach])


def reviewed_in(user: User, cell: Cell) -> tuple[ColumnElement[bool], ...]:
    """The open files of a cell, as far as he reviews their work."""
    return within_reach(user, Reach.REVIEWED), Case.cell_id == cell.id, Case.status.in_(LIVE)


def led_by(user: User) -> tuple[ColumnElement[bool], ...]:
    """The open files that he leads, in whatever cell."""
    return within_reach(user, Reach.OPEN), Case.lead_id == user.id, Case.status.in_(LIVE)


def marked(mark: Mark) -> ColumnElement[bool]:
    return CONDITIONS[mark]()


def is_silent(since: timedelta) -> ColumnElement[bool]:
    """A file without any contact is counted from its opening."""
    return func.coalesce(Case.last_contact_on, Case.opened_on) < today() - since


def lacks_consent() -> ColumnElement[bool]:
    """The newest decision about being received is no consent; a child's file never needs one."""
    newest = (
        select(Consent.state)
        .where(
            Consent.case_id == Case.id,
            Consent.purpose == Purpose.SERVICE,
            Consent.partner_id.is_(None),
            Consent.act == ConsentAct.CONSENT,
        )
        .order_by(Consent.decided_on.desc(), Consent.id.desc())
        .limit(1)
        .correlate(Case)
        .scalar_subquery()
    )
    is_missing: ColumnElement[bool] = func.coalesce(newest, ConsentState.NOT_POSSIBLE) != ConsentState.GIVEN
    return and_(needs_consent(), is_missing)


def needs_consent() -> ColumnElement[bool]:
    """In a programme for children whoever is not surely of age is a child."""
    for_children = [key for key, programme in PROGRAMMES.items() if programme.serves_children]
    is_adult = Person.birth_year < today().year - ADULT_AT
    return or_(Cell.programme_key.not_in(for_children), is_adult)


def has_unconfirmed_number() -> ColumnElement[bool]:
    """A number that counts as unsafe because nobody asked again."""
    confirmed = ContactNumber.confirmed_on
    is_old = or_(confirmed.is_(None), confirmed < today() - timedelta(days=UNCONFIRMED_AFTER))
    return exists().where(ContactNumber.person_id == Case.person_id, is_old)


def lacks_concern() -> ColumnElement[bool]:
    """One that stays sealed is known: it is counted as “other”, and that says nothing here."""
    is_said = exists().where(Concern.case_id == Case.id, Concern.is_primary, Concern.code != OTHER)
    all_concerns: Any = Case.all_concerns_sealed  # type: ignore[attr-defined]
    return and_(~is_said, all_concerns.is_(None))


def has_question(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    asked = select(ReviewQuestion.case_id).where(ReviewQuestion.closed_at.is_(None), *conditions)
    return Case.id.in_(asked)


def has_late_question() -> ColumnElement[bool]:
    return has_question(ReviewQuestion.answered_at.is_(None), ReviewQuestion.due_on < today())


CONDITIONS: dict[Mark, Callable[[], ColumnElement[bool]]] = {
    Mark.LATE: is_late,
    Mark.HIGH_RISK: lambda: Case.risk.in_(GRAVE),
    **{mark: partial(is_silent, since) for mark, since in SILENCES.items()},
    Mark.INCOMPLETE: lambda: or_(*map(marked, MISSING)),
    Mark.NO_BIRTH_YEAR: lambda: Person.birth_year.is_(None),
    Mark.NO_SEX: lambda: Person.sex.is_(None),
    Mark.NO_COMMUNE: lambda: Person.territory.is_(None),
    Mark.NO_CONSENT: lacks_consent,
    Mark.NO_CONTACT_RULE: has_unconfirmed_number,
    Mark.NO_CONCERN: lacks_concern,
    Mark.REVIEW_DUE: lambda: Case.review_due_on <= today(),
    Mark.QUESTION_LATE: has_late_question,
    Mark.QUESTION_ANSWERED: lambda: has_question(ReviewQuestion.answered_at.is_not(None)),
}
