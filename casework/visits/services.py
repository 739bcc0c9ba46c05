"""Keeping the register: logging a visit, correcting it, taking it up, giving it back."""

from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.accounts.services import when_somebody_leaves
from casework.audit import trail
from casework.core.clock import moment_of, now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.keys.models import KeyOwner
from casework.keys.ring import new_key
from casework.organisation.territory import territory_of
from casework.programmes.lists import OTHER
from casework.visits.models import CameFor, Outcome, Visit
from casework.visits.queries import visit_logged_with, visits_in_hand


def log_visit(by: User, *, form_key: UUID, **answers: Any) -> Visit:
    """A line of the register, under a key of its own; sent twice it is still one."""
    hold(by)  # a second click waits here for the first
    if made := visit_logged_with(form_key, by):
        return made
    key = new_key(KeyOwner.VISIT)
    db.session.flush()
    visit = Visit(key_id=key.id, directorate_id=by.directorate_id, logged_by_id=by.id, form_key=form_key)
    write(visit, **answers)
    db.session.add(visit)
    record(trail.Event.VISIT_LOGGED, visit)
    return visit


def check_not_taken(visit: Visit) -> None:
    if visit.is_taken:
        raise RuleBroken(_("This visit was taken up: it is no longer corrected at reception."))


def correct_visit(visit: Visit, **answers: Any) -> None:
    """The version was checked by the caller."""
    check_not_taken(visit)
    write(visit, **answers)
    record(trail.Event.VISIT_CHANGED, visit)


def write(
    visit: Visit, *, day: date, other_cell_id: UUID | None, commune: str | None, **answers: Any
) -> None:
    """Keep the answers, and nothing that another answer made idle."""
    if visit.day != day:
        visit.day, visit.came_at = day, moment_of(day)
    for name, answer in fitting(answers).items():
        setattr(visit, name, answer)
    visit.commune, visit.territory = commune, territory_of(commune) if commune else None
    sent_to = other_cell_id if answers["outcome"] is Outcome.OTHER_CELL else None
    visit.receiving_cell_id = sent_to or visit.cell_id


def fitting(answers: dict[str, Any]) -> dict[str, Any]:
    """What goes with another outcome, another reason or another source is left out."""
    outcome, kept = answers["outcome"], dict(answers)
    if outcome is not Outcome.ORIENTED:
        kept["partner_id"] = None
    if outcome is not Outcome.ARRANGED:
        kept["arranged_on"] = None
    kept["may_tell_reason"] = outcome is Outcome.OTHER_CELL and kept["may_tell_reason"]
    if kept["reason"] is not CameFor.OTHER:
        kept["reason_text"] = None
    if kept["source"] != OTHER:
        kept["source_text"] = None
    return kept


def take_up(visit: Visit, *, by: User) -> None:
    """Once: whoever comes second is told so. A second click of the same person changes nothing."""
    hold(visit)
    if visit.taken_by_id == by.id:
        return
    if visit.is_taken:
        raise RuleBroken(_("A colleague has taken this visit up already."))
    if not visit.outcome.is_to_take_up:
        raise RuleBroken(_("Nobody waits any more: reception has answered this visit."))
    visit.taken_at, visit.taken_by_id = now(), by.id
    record(trail.Event.VISIT_TAKEN, visit, "taken")


def give_back(visit: Visit, *, by: User) -> None:
    """Whoever took it up lets a colleague receive the person; the visit stays counted. Twice is once."""
    hold(visit)
    if visit.taken_by_id != by.id:
        return  # given back by a first click, and perhaps a colleague's by now
    if visit.case_id is not None:
        raise RuleBroken(_("A file was opened from this visit: it is not given back."))
    release(visit)


def release(visit: Visit) -> None:
    visit.taken_at = visit.taken_by_id = None
    record(trail.Event.VISIT_TAKEN, visit, "released")


def release_all(user: User, cell_id: UUID | None) -> None:
    """Whoever leaves receives nobody any more: a colleague may take them up."""
    for visit in visits_in_hand(user, cell_id):
        release(visit)


def lead_to(visit: Visit, case_id: UUID) -> None:
    """The file that came of it, so that figures can count the person once. A second file changes nothing."""
    if visit.case_id is None:
        visit.case_id = case_id
        record(trail.Event.VISIT_CHANGED, visit, "led_to_file")


def record(event: trail.Event, visit: Visit, detail: str | None = None) -> None:
    trail.record(event, cell_id=visit.receiving_cell_id, object_id=visit.id, detail=detail)


when_somebody_leaves.append(release_all)
