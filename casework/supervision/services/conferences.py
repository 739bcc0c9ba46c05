"""A case conference: who takes part, and what is decided, by whom and until when, of each file."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm.attributes import flag_modified

from casework.access.guards import check_version
from casework.access.policy import Action, Scope, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.queries import cells_held
from casework.cases.timeline import Happening, tell
from casework.consents.queries import is_barred_partner, sharable_partner_ids
from casework.core.clock import now, today
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import excerpt
from casework.notices.models import NoticeKind
from casework.notices.services import notify, unsay
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.supervision.models import Attendee, Conference, ConferenceDecision
from casework.supervision.queries.conferences import (
    conference_made_with,
    decision_made_with,
    has_decisions,
)
from casework.tasks.models import TaskKind
from casework.tasks.services import add_task, drop_planned

IN_ONE_LINE = 200


def call_conference(
    cell: Cell,
    *,
    by: User,
    held_on: date,
    colleagues: Iterable[User],
    partners: Iterable[Partner],
    form_key: UUID,
) -> Conference:
    """Sent twice it is called once. Whoever calls it takes part."""
    hold(cell)
    check_leads(cell.id, by)
    if made := conference_made_with(cell, form_key):
        return made
    conference = Conference(cell_id=cell.id, held_on=held_on, called_by_id=by.id, form_key=form_key)
    db.session.add(conference)
    db.session.flush()
    invite(conference, by, colleagues, partners)
    trail.record(trail.Event.CONFERENCE_HELD, cell_id=cell.id, object_id=conference.id, detail="called")
    return conference


def invite(conference: Conference, by: User, colleagues: Iterable[User], partners: Iterable[Partner]) -> None:
    """Each once, always in the same order; colleagues are told, without a word on any file."""
    others = set(colleagues) - {by}
    for name, rows in (("user_id", {by, *others}), ("partner_id", set(partners))):
        for row_id in sorted(row.id for row in rows):
            db.session.add(Attendee(conference_id=conference.id, **{name: row_id}))
    notify(others, NoticeKind.CONFERENCE, conference.id)


def change_conference(
    conference: Conference,
    *,
    by: User,
    version: int,
    held_on: date,
    colleagues: Iterable[User],
    partners: Iterable[Partner],
) -> None:
    """Another day, or who came after all; once something is decided, who heard it stays as it is."""
    hold(conference, "attendees")
    check_leads(conference.cell_id, by)
    check_version(conference, version)
    check_can_change(conference)
    for attendee in conference.attendees:
        db.session.delete(attendee)
    unsay(NoticeKind.CONFERENCE, conference.id)
    db.session.flush()
    invite(conference, by, colleagues, partners)
    conference.held_on = held_on
    flag_modified(conference, "held_on")  # also when only who takes part changed: a page shown before is old
    trail.record(
        trail.Event.CONFERENCE_HELD, cell_id=conference.cell_id, object_id=conference.id, detail="changed"
    )


def check_leads(cell_id: UUID, by: User) -> None:
    if cell_id not in cells_held(by, Action.CASELOAD_REVIEW, Scope.CELL):
        raise RuleBroken(_("Only a supervisor of the cell calls, changes or ends a conference."))


def check_can_change(conference: Conference) -> None:
    if conference.ended_at or has_decisions(conference):
        raise RuleBroken(_("Something was decided already: the day, and who was there, stay as they are."))


def who_leaves(conference: Conference, case: Case) -> list[User]:
    """Colleagues who may not open the file: they leave the room for it, whatever the ground."""
    return [colleague for colleague in conference.colleagues if not can(colleague, Action.CASE_VIEW, case)]


def partners_without_consent(conference: Conference, case: Case) -> list[Partner]:
    """Nothing of the file may be said before them: no consent covers it, and no recorded legal ground."""
    if not conference.partners:
        return []
    told = sharable_partner_ids(case)
    return [
        partner
        for partner in conference.partners
        if partner.id not in told or is_barred_partner(case, partner.id)
    ]


def check_takes_decisions(conference: Conference, case: Case) -> None:
    if conference.ended_at:
        raise RuleBroken(_("This conference has ended: its record stays as it is."))
    if conference.held_on > today():
        raise RuleBroken(_("This conference has not been held yet."))
    if conference.cell_id != case.cell_id:
        raise RuleBroken(_("Give the reference of a file of the same cell."))


def decide_in_conference(
    conference: Conference,
    case: Case,
    *,
    by: User,
    text: str,
    due_on: date,
    form_key: UUID,
    responsible_id: UUID | None = None,
    have_left: bool = False,
) -> ConferenceDecision:
    """Sent twice it is decided once; what is decided becomes a task of the file."""
    hold(case)
    hold(conference)
    if made := decision_made_with(case, form_key):
        return made
    check_takes_decisions(conference, case)
    check_who_hears(conference, case, have_left=have_left)
    if responsible_id and responsible_id not in case.member_ids:
        raise RuleBroken(_("Only somebody who works on the file can be made responsible."))
    decision = ConferenceDecision(
        key_id=case.key_id,
        conference_id=conference.id,
        case_id=case.id,
        responsible_id=responsible_id,
        due_on=due_on,
        form_key=form_key,
        text=text,
    )
    db.session.add(decision)
    plan_decision(case, decision, by=by)
    tell(case, Happening.CONFERENCE, author_id=by.id, object_id=decision.id, story={"text": text})
    return decision


def plan_decision(case: Case, decision: ConferenceDecision, *, by: User) -> None:
    """What was decided is to be done: a task of whoever is responsible."""
    task = add_task(
        case,
        by=by,
        title=excerpt(decision.text, IN_ONE_LINE),
        due_on=decision.due_on or today(),
        kind=TaskKind.DECISION,
        assignee_id=decision.responsible_id,
        note_id=decision.id,
    )
    decision.task_id = task.id


def check_who_hears(conference: Conference, case: Case, *, have_left: bool) -> None:
    if partners_without_consent(conference, case):
        raise RuleBroken(
            _("No consent covers sharing this file with everybody present: it cannot be discussed here.")
        )
    if who_leaves(conference, case) and not have_left:
        raise RuleBroken(_("Somebody present does not work on this file. Say that he left the room for it."))


def end_conference(conference: Conference, *, by: User) -> None:
    """A record from now on; ended twice it ended once."""
    hold(conference)
    if conference.ended_at:
        return
    check_leads(conference.cell_id, by)
    if not has_decisions(conference):
        raise RuleBroken(_("Nothing was decided yet: there is nothing to keep of this conference."))
    conference.ended_at = now()
    trail.record(trail.Event.CONFERENCE_HELD, cell_id=conference.cell_id, object_id=conference.id)


def forget_decision(case: Case, decision_id: UUID) -> None:
    """That the file was discussed stays; the words go, and what they asked to be done."""
    decision = db.session.get_one(ConferenceDecision, decision_id)
    decision.text = None
    drop_planned(case, decision_id)
    entries.forget_story(case, decision_id)


entries.register(Happening.CONFERENCE, withdraw=forget_decision)
