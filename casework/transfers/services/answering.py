"""In the cell to which it is proposed: taking the file over, or declining."""

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.approvals import SINGLE_PERSON
from casework.cases.households import hold_all
from casework.cases.models import Case, CaseStatus
from casework.cases.queries import files_of_household
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.inbox.queries import card_of
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.programmes.base import RiskLevel
from casework.transfers.models import Transfer, TransferState
from casework.transfers.queries import answerers, members_to_come
from casework.transfers.services.asking import (
    check_agreed,
    check_undecided,
    end,
    record,
    says_the_same,
    tell_transfer,
)
from casework.transfers.services.moving import Start, hand_over

ANSWERED = (TransferState.ACCEPTED, TransferState.DECLINED)


def accept(
    transfer: Transfer,
    *,
    version: int,
    by: User,
    lead: User | None = None,
    primary: str | None = None,
    other_text: str | None = None,
    risk: RiskLevel | None = None,
    risk_why: str | None = None,
    answer: str | None = None,
) -> Case:
    """At this moment the file is theirs. Of two who answer at once the first counts."""
    case = take_up(transfer, version, by)
    if case.status is not CaseStatus.OPEN or case.merged_into_id:
        raise RuleBroken(_("This file can no longer be taken over: it was closed or is not in use any more."))
    check_undecided(case)
    check_agreed(case, card_of(transfer.to_cell))
    if not says_the_same(case, transfer):
        raise RuleBroken(_("What was proposed has changed since. Decline it, so that it is asked again."))
    former = [member.user for member in members_to_come(case)]
    settle(transfer, TransferState.ACCEPTED, by, answer)
    is_own = transfer.asked_by_id == by.id
    record(trail.Event.TRANSFER_ACCEPTED, case, transfer, detail=SINGLE_PERSON if is_own else None)
    start = Start(lead=lead, primary=primary, other_text=other_text, risk=risk, risk_why=risk_why)
    hand_over(case, transfer, start, by=by)
    # of the file itself they read nothing any more
    notify(
        {transfer.asked_by, *former} - {by},
        NoticeKind.TRANSFER_DECIDED,
        transfer.id,
        cell_id=transfer.from_cell_id,
    )
    tell_transfer(case, transfer, by, answer)
    return case


def decline(transfer: Transfer, *, version: int, by: User, answer: str) -> None:
    """The file stays where it is; whoever asked reads why."""
    case = take_up(transfer, version, by)
    settle(transfer, TransferState.DECLINED, by, answer)
    record(trail.Event.TRANSFER_DECLINED, case, transfer)
    readers = {transfer.asked_by, *(member.user for member in case.current_members)}
    notify(readers, NoticeKind.TRANSFER_DECIDED, transfer.id, case=case)
    tell_transfer(case, transfer, by, answer)


def take_up(transfer: Transfer, version: int, by: User) -> Case:
    """The file, with those of its household, then the transfer: nobody else changes them meanwhile."""
    case = transfer.case
    if household := files_of_household(case):
        hold_all(household)
    hold(case, "members", "barred", "concerns")
    hold(transfer)
    if transfer.state in ANSWERED:
        raise RuleBroken(_("This transfer was already answered."))
    if transfer.state is not TransferState.PROPOSED:
        raise RuleBroken(_("The other cell took this proposal back."))
    check_version(transfer, version)
    if by not in answerers(transfer.to_cell, case, transfer.asked_by_id):
        raise RuleBroken(_("Only the supervisor of the cell answers this, and nobody what he asked himself."))
    return case


def settle(transfer: Transfer, state: TransferState, by: User, answer: str | None) -> None:
    end(transfer, state)
    transfer.answered_by_id, transfer.answered_at, transfer.answer = by.id, now(), answer
    db.session.flush()
