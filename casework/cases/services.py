"""Opening a case, and who works on it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from casework.access.policy import reads_files
from casework.accounts.models import User
from casework.accounts.services import when_somebody_leaves
from casework.accounts.services.absences import away_words
from casework.audit import trail
from casework.cases.handovers import Handover
from casework.cases.models import Case, Concern, Member, MemberRole, RiskChange, StatedPurpose
from casework.cases.queries import has_stated_purpose, memberships_of, reference_exists
from casework.cases.references import new_reference
from casework.cases.timeline import Happening, tell
from casework.core.clock import FOREVER, day_of, now, today
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.people.models import Person
from casework.programmes.base import RiskLevel
from casework.programmes.lists import OTHER


def open_case(person: Person, *, province: str, **answers: Any) -> Case:
    """A case for this person, without members yet; `answers` are columns of Case."""
    reference = new_reference(province, today().year)
    while reference_exists(reference):
        reference = new_reference(province, today().year)
    case = Case(
        key_id=person.key_id, reference=reference, cell_id=person.cell_id, person_id=person.id, **answers
    )
    case.person, case.cell = person, person.cell
    db.session.add(case)
    trail.record(trail.Event.CASE_CREATED, case)
    return case


def assign(
    case: Case, user: User, *, by: User, reason: str | None = None, handover: Handover | None = None
) -> Member:
    """Make somebody the lead worker; whoever led before leaves at this moment."""
    check_may_work_on(case, user)
    check_is_here(user, by, today(), today())
    for member in case.current_members:
        if member.role is MemberRole.LEAD or member.user_id == user.id:
            member.until_at = now()
    case.lead_id, case.lead, case.unassigned_at = user.id, user, None
    return add_member(case, user, MemberRole.LEAD, by=by, reason=reason, handover=handover)


def add_member(
    case: Case,
    user: User,
    role: MemberRole,
    *,
    by: User,
    until_at: datetime = FOREVER,
    from_at: datetime | None = None,
    reason: str | None = None,
    handover: Handover | None = None,
) -> Member:
    """Raises RuleBroken for somebody who is away or may not work on it, or a period that goes backwards."""
    check_may_work_on(case, user)
    starts = from_at or now()
    if until_at <= starts:
        raise RuleBroken(_("This period ends before it begins."))
    last_day = day_of(until_at) if role is MemberRole.COVER else day_of(starts)
    check_is_here(user, by, day_of(starts), last_day)
    member = Member(case_id=case.id, user_id=user.id, role=role, from_at=starts, until_at=until_at)
    member.user, member.handover_id = user, handover.id if handover else None
    case.members.append(member)
    reason_id = trail.give_reason(reason, case.key_id) if reason else None
    trail.record(trail.Event.MEMBER_ADDED, case, object_id=user.id, reason_id=reason_id)
    story = {"who_ar": user.name_ar, "who_lat": user.name_lat}
    tell(case, Happening.MEMBER, author_id=by.id, object_id=member.id, detail=role.value, story=story)
    return member


def may_work_on(case: Case, user: User) -> bool:
    works_here = any(
        position.cell_id == case.cell_id and reads_files(position.role) for position in user.positions
    )
    return user.is_active and works_here and user.id not in case.barred_ids


def check_may_work_on(case: Case, user: User) -> None:
    """One sentence for every ground, so that nobody learns that he is barred."""
    if not may_work_on(case, user):
        raise RuleBroken(_("This file cannot be given to this person."))


def check_is_here(user: User, by: User, first: date, last: date) -> None:
    """Nobody is given a file while he is away; whoever opens one himself is here, whatever was recorded."""
    absence = user.absence_between(first, last) if user.id != by.id else None
    if absence:
        raise RuleBroken(away_words(user, absence))


def end_membership(case: Case, member: Member, *, reason: str | None = None) -> None:
    """At once: the next request finds no file. A case without a lead waits in the unassigned list."""
    member.until_at = now()
    if case.lead_id == member.user_id and member.role is MemberRole.LEAD:
        case.lead_id, case.lead, case.unassigned_at = None, None, now()
    trail.record(
        trail.Event.MEMBER_ENDED,
        case,
        object_id=member.user_id,
        reason_id=trail.give_reason(reason, case.key_id) if reason else None,
    )


def release_absent_lead(case: Case) -> None:
    """A file taken up again, whose worker has left in the meantime, waits to be assigned."""
    if not any(member.user_id == case.lead_id and member.user.is_active for member in case.current_members):
        case.lead_id, case.lead, case.unassigned_at = None, None, now()


def set_risk(
    case: Case, level: RiskLevel, why: str, *, by: User, happened_at: datetime | None = None
) -> RiskChange:
    """Keep each level with its author, moment and reason; the due dates that follow are the caller's."""
    case.risk = level
    row = RiskChange(key_id=case.key_id, case_id=case.id, level=level, by_id=by.id, why=why)
    db.session.add(row)
    trail.record(trail.Event.RISK_CHANGED, case, object_id=row.id, detail=level.value)
    tell(
        case,
        Happening.RISK,
        happened_at=happened_at,
        author_id=by.id,
        object_id=row.id,
        detail=level.value,
        story={"text": why},
    )
    return row


def set_concerns(case: Case, primary: str, others: list[str], other_text: str | None = None) -> None:
    """One primary concern and any others of the programme's list; what may incriminate stays sealed."""
    for concern in list(case.concerns):
        db.session.delete(concern)
    db.session.flush()
    listed, codes = case.programme.concerns, list(dict.fromkeys([primary, *others]))
    readable = [code for code in codes if listed.countable(code)]
    counted = listed.countable(primary) or OTHER
    case.concerns = [
        Concern(case_id=case.id, code=code, is_primary=code == counted)
        for code in dict.fromkeys([counted, *readable])
    ]
    case.all_concerns = codes if readable != codes else None
    case.other_concern = other_text


def state_purpose(case: Case, user: User, purpose: str) -> None:
    """Said once a day by a supervisor who is no member; the lead worker sees it."""
    if has_stated_purpose(case, user):
        return
    stated = StatedPurpose(key_id=case.key_id, case_id=case.id, user_id=user.id, purpose=purpose)
    db.session.add(stated)
    trail.record(trail.Event.PURPOSE_STATED, case, object_id=stated.id)


def hand_back_files(user: User, cell_id: UUID | None) -> None:
    """His memberships end, those to come included; files that he led wait in the unassigned list."""
    for case, member in memberships_of(user, cell_id):
        end_membership(case, member)


when_somebody_leaves.append(hand_back_files)
