"""What happens to a file that becomes another cell's: who worked on it leaves, what it says comes along."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from casework.accounts.models import User
from casework.appointments.models import Appointment, AppointmentState
from casework.audit import trail
from casework.cases.approvals import set_aside
from casework.cases.barring import shut_out, supervises
from casework.cases.grants import AccessGrant
from casework.cases.households import leave
from casework.cases.models import Approval, Case
from casework.cases.moving import when_moved
from casework.cases.queries import files_of_household, waiting_of
from casework.cases.services import assign, set_concerns, set_risk
from casework.core.answers import BETWEEN
from casework.core.clock import now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.inbox.queries import card_of
from casework.notices.models import Notice, NoticeKind
from casework.notices.services import notify
from casework.organisation.models import Cell
from casework.people.models import Change, SuspectedAuthor
from casework.people.safety import withheld_here
from casework.programmes.base import Programme, RiskLevel
from casework.programmes.queries import details_of
from casework.referrals.models import ReferralState
from casework.referrals.moves import MOVES
from casework.referrals.queries import referrals_to
from casework.referrals.services.moving import move_referral
from casework.supervision.models import ReviewQuestion
from casework.tasks.queries import open_tasks
from casework.tasks.services import follow_risk, refresh
from casework.tasks.services.clocks import count_anew
from casework.transfers.models import Transfer
from casework.transfers.queries import joined_to, members_to_come
from casework.visits.models import Visit


@dataclass(frozen=True)
class Start:
    """How the work begins there: who leads, and what the other programme asks."""

    lead: User | None = None
    primary: str | None = None
    other_text: str | None = None
    risk: RiskLevel | None = None
    risk_why: str | None = None


def hand_over(case: Case, transfer: Transfer, start: Start, *, by: User) -> None:
    """All in one transaction: first what ends in the former cell, then the move, then what begins."""
    before, joined = case.programme, joined_to(case)
    end_work(case, transfer, by)
    part(case, joined)
    withdraw_referrals(case, transfer.to_cell, by)
    let_go(case)
    db.session.flush()
    for file in (case, *joined):
        file.cell = file.person.cell = transfer.to_cell
    for barred in case.barred:
        barred.is_supervisor = supervises(db.session.get_one(User, barred.user_id), transfer.to_cell_id)
    db.session.flush()
    if before.key != case.programme.key:
        change_programme(case, before, start, by)
    begin(case, start, by)
    for follow in when_moved:
        follow(case)


def end_work(case: Case, transfer: Transfer, by: User) -> None:
    """Whoever works on it leaves at this moment; it is written in the log of the cell that they work in."""
    for member in members_to_come(case):
        member.until_at = now()
        directorate_id = transfer.from_cell.directorate_id
        trail.record(trail.Event.MEMBER_ENDED, case, object_id=member.user_id, directorate_id=directorate_id)
    case.lead_id, case.lead, case.unassigned_at, case.reopened_until = None, None, now(), None
    for asked in waiting_of(case):
        set_aside(asked, by=by)
    for task in open_tasks(case):
        task.assignee_id, task.assignee = None, None


def part(case: Case, joined: list[Case]) -> None:
    """Linked to no file of the former cell. What one of them said of a number of another stays said there."""
    known = {file: withheld_here(file.person) for file in files_of_household(case)}
    for file in (case, *joined):
        leave(file, _("The file was given to another cell."))
    db.session.flush()
    for file, numbers in known.items():
        for number in sorted(numbers - withheld_here(file.person)):
            author = SuspectedAuthor(key_id=file.person.key_id, person_id=file.person_id, number=number)
            db.session.add(author)
            trail.record(
                trail.Event.PERSON_CHANGED,
                file,
                directorate_id=file.cell.directorate_id,
                object_id=author.id,
                detail=SuspectedAuthor.__tablename__,
            )


def withdraw_referrals(case: Case, to_cell: Cell, by: User) -> None:
    """What was sent to the cell that now has the file; one that became a file there is for it to answer."""
    card = card_of(to_cell)
    for referral in referrals_to(case, card.id) if card else ():
        if referral.opened_case_id is None and (referral.state, ReferralState.WITHDRAWN) in MOVES:
            move_referral(case, referral, ReferralState.WITHDRAWN, by=by)


def let_go(case: Case) -> None:
    """What bound the file to the former cell. Its visits stay counted there; what was decided goes along."""
    moment = now()
    of_case = {"until_at": moment, "decided_at": sa.func.coalesce(AccessGrant.decided_at, moment)}
    is_lent = sa.or_(AccessGrant.until_at > moment, AccessGrant.decided_at.is_(None))
    closed = {"closed_at": moment, "open_about_id": None}
    coming = (Appointment.state == AppointmentState.PLANNED, Appointment.starts_at > moment)
    for change in (
        sa.update(AccessGrant).where(AccessGrant.case_id == case.id, is_lent).values(of_case),
        sa.update(ReviewQuestion)
        .where(ReviewQuestion.case_id == case.id, ReviewQuestion.closed_at.is_(None))
        .values(closed),
        sa.update(Appointment)
        .where(Appointment.case_id == case.id, *coming)
        .values(state=AppointmentState.CANCELLED, ended_at=moment),
        sa.update(Visit).where(Visit.case_id == case.id).values(case_id=None),
        sa.delete(Notice).where(Notice.case_id == case.id),
    ):
        db.session.execute(change.execution_options(synchronize_session=False))


def change_programme(case: Case, before: Programme, start: Start, by: User) -> None:
    """The concerns of the one are kept in words in the other; what it asked stays, and is shown no more."""
    codes, said = case.concern_codes, case.other_concern
    if not start.primary or start.primary not in case.programme.concerns:
        raise RuleBroken(_("Choose the main concern from the list of your programme."))
    listed = [before.concerns[code] for code in codes if code in before.concerns]
    open_words = [str(option.label) for option in listed if not option.is_restricted]
    words = dict.fromkeys(filter(None, (start.other_text, said, *open_words)))
    for field, old, new in (
        ("primary", [str(option.label) for option in listed[:1]], start.primary),
        ("others", [str(option.label) for option in listed[1:]], []),
        ("other_text", said, start.other_text),
    ):
        keep(case, by, field, old, new)
    set_concerns(case, start.primary, [], BETWEEN.join(words) or None)
    if details_of(case.programme, case.id) is None:
        db.session.add(case.programme.details(key_id=case.key_id, case_id=case.id))
    for task in open_tasks(case):
        if task.counted_for and not task.moved_from and not task.waits_until:
            count_anew(case, task, never_later=True)  # nobody gets more time than there was


def keep(case: Case, by: User, field: str, before: Any, after: Any) -> None:
    """For the page of corrections, in words: the list of before is no longer at hand there."""
    change = {"object_kind": "cases", "object_id": case.id, "field": field, "by_id": by.id}
    if before != after:
        db.session.add(
            Change(key_id=case.key_id, person_id=case.person_id, before=before, after=after, **change)
        )


def begin(case: Case, start: Start, by: User) -> None:
    """Somebody leads it, or it waits to be assigned; whoever knows the person there is shut out."""
    db.session.execute(sa.update(Approval).where(Approval.case_id == case.id).values(cell_id=case.cell_id))
    if start.lead:
        assign(case, start.lead, by=by)
        notify({start.lead} - {by}, NoticeKind.FILE_GIVEN, case.id, case=case)
    if start.risk and start.risk is not case.risk:
        set_risk(case, start.risk, start.risk_why or "", by=by)
        follow_risk(case, by=by)
    shut_out(case)
    refresh(case)
