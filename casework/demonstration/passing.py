"""Files that pass from one to another: leave and cover, and transfers between cells."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from casework.accounts.models import User
from casework.accounts.services.absences import record_absence
from casework.caseload.giving import Gift
from casework.caseload.services import give
from casework.cases.models import ApprovalKind, Case
from casework.cases.queries import waiting_of
from casework.cases.services import end_membership
from casework.consents.models import ConsentGiver, ConsentManner
from casework.consents.queries import decided_about
from casework.core.clock import now, today
from casework.demonstration.queries import happened_last
from casework.demonstration.stage import DAY, Side, Stage
from casework.followup.models import Contact, NoteKind
from casework.followup.services import add_note
from casework.inbox.queries import card_of
from casework.people.models import ADULT_AT
from casework.programmes.lists import OTHER
from casework.transfers.models import Transfer
from casework.transfers.services.answering import accept, decline
from casework.transfers.services.asking import approve, ask

CHILD, WOMEN, DISABILITY = "child_protection", "womens_rights", "disability"
COVERED = 8  # files
QUIET = 14  # days since anything was written on a file, when it was given to another cell
A_WEEK = timedelta(days=6)  # from its first day to its last


def leave(stage: Stage) -> None:
    """A worker of the first cell is away this week, some files are covered; another one plans it."""
    child, women = stage.sides[CHILD], stage.sides[WOMEN]
    monday = stage.world.monday
    go_away(stage, child, child.workers[-1], monday, monday + A_WEEK, told=-today().weekday() - 4)
    month = stage.working_day(30)
    go_away(stage, women, women.workers[-1], month, month + A_WEEK, told=-1)
    cover(stage, child, child.workers[-1], child.workers[0], monday)


def go_away(stage: Stage, side: Side, worker: User, first: date, last: date, *, told: int) -> None:
    with stage.at(stage.hour(told, 9), side.supervisor):
        record_absence(worker, side.cell, from_on=first, until_on=last, by=side.supervisor)


def cover(stage: Stage, side: Side, away: User, present: User, monday: date) -> None:
    told = -today().weekday() - 3
    led = [case for case in side.files if case.lead_id == away.id and case.opened_on < today() + told * DAY]
    files = led[-COVERED:]
    if files and present is not away:
        with stage.at(stage.hour(told, 10), side.supervisor):
            gift = Gift(present, side.supervisor, stage.words("cover", side), monday, monday + A_WEEK)
            give(gift, {case.id: case.version for case in files}, form_key=stage.key())


def step_back(stage: Stage) -> None:
    """In each cell a worker leaves one file, which waits to be given to somebody."""
    for side in stage.sides.values():
        if case := side.take(side.older_than(12)):
            member = next(member for member in case.current_members if member.user_id == case.lead_id)
            with stage.at(stage.hour(-3, 9, 40), side.supervisor):
                end_membership(case, member)


def transfer(stage: Stage) -> None:
    """One of each: taken over last month, declined, proposed to the other cell, asked of the supervisor."""
    child, women, disability = (stage.sides[key] for key in (CHILD, WOMEN, DISABILITY))
    for here, there in ((disability, child), (child, disability), (women, disability)):
        if take_over(stage, here, there):
            break
    if proposed := propose(stage, child, women, asked=-20, approved=-19):
        with stage.at(stage.hour(-17, 11), women.supervisor):
            words = stage.words("transfer_declined", child)
            decline(proposed, version=proposed.version, by=women.supervisor, answer=words)
    propose(stage, women, child, asked=-4, approved=-3)
    propose(stage, child, disability, asked=-1)


def propose(
    stage: Stage,
    here: Side,
    there: Side,
    *,
    asked: int,
    approved: int | None = None,
    suits: Callable[[Case], bool] | None = None,
) -> Transfer | None:
    """Asked by the worker, then (where it came so far) approved by the supervisor."""
    is_older, is_free = here.older_than(1 - asked), undecided_about(there)
    case = here.take(suits or (lambda case: is_older(case) and is_free(case)))
    if case is None:
        return None
    worker = stage.lead_of(case)
    with stage.at(stage.hour(asked, 9, 20), worker):
        is_child = (case.person.age or ADULT_AT) < ADULT_AT
        made = ask(
            case,
            by=worker,
            to_cell_id=there.id,
            why=stage.words("transfer_why", here),
            form_key=stage.key(),
            manner=ConsentManner.SIGNED,
            giver=ConsentGiver.REPRESENTATIVE if is_child else ConsentGiver.PERSON,
        )
    if approved is not None:
        (question,) = waiting_of(case, ApprovalKind.TRANSFER)
        with stage.at(stage.hour(approved, 10, 10), here.supervisor):
            approve(case, question, by=here.supervisor, comment=stage.words("transfer_approved", here))
    return made


def undecided_about(there: Side) -> Callable[[Case], bool]:
    """The person said nothing about that cell before."""

    def is_undecided(case: Case) -> bool:
        card = card_of(there.cell)
        return card is not None and card.id not in decided_about(case)

    return is_undecided


def take_over(stage: Stage, here: Side, there: Side) -> bool:
    """Since then it is followed there, by somebody else."""
    is_free = undecided_about(there)

    def suits(case: Case) -> bool:
        is_theirs = not there.programme.serves_children or (case.person.age or ADULT_AT) < ADULT_AT
        return is_theirs and is_quiet(case) and is_free(case)

    if not (proposed := propose(stage, here, there, asked=3 - QUIET, approved=4 - QUIET, suits=suits)):
        return False
    lead, case = there.workers[0], proposed.case
    with stage.at(stage.hour(6 - QUIET, 11), there.supervisor):
        accept(
            proposed,
            version=proposed.version,
            by=there.supervisor,
            lead=lead,
            primary=next(option.code for option in there.programme.concerns if option.code != OTHER),
            answer=stage.words("transfer_answer", here),
        )
    with stage.at(stage.hour(9 - QUIET, 15), lead):
        words = stage.words("office", there)
        said: dict[str, Any] = {"kind": NoteKind.OFFICE, "contact": Contact.MADE, "text": words}
        add_note(case, by=lead, form_key=stage.key(), happened_on=today(), **said)
    return True


def is_quiet(case: Case) -> bool:
    """Nobody worked on it for a while, and nobody but its worker does."""
    return len(case.current_members) == 1 and happened_last(case) < now() - QUIET * DAY
