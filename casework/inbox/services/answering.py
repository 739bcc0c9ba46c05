"""What a cell answers to another: the moves of any partner, and with the first yes a file of its own."""

from typing import Any

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.models import Case
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.inbox.queries import may_read_file, receivers_of
from casework.intake.queries import intake_made_with
from casework.intake.services.entries import open_entry
from casework.intake.services.opening import NewCase
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.referrals.links import Standing, standing_of
from casework.referrals.models import Mover, Referral, ReferralState
from casework.referrals.services.moving import move_referral, when_moved, workers_of


def note_reading(referral: Referral) -> None:
    """With the file of the cell that sent it, whose worker may see who read what."""
    trail.record(trail.Event.REFERRAL_READ, referral.case, object_id=referral.id)


def accept(referral: Referral, new: NewCase, *, by: User, version: int, **answers: Any) -> Case:
    """Open a file from what was sent. Sent twice it is one file; of two who accept at once one does."""
    hold(referral.case)  # in the order of every move: the file, then the referral
    hold(referral)
    if made := intake_made_with(new.form_key, by):
        return made.case
    check_is_open(referral)
    if referral.opened_case_id:
        raise RuleBroken(_("A colleague opened a file from this referral just before you."))
    check_version(referral, version)
    case = open_entry(new, by=by)
    referral.opened_case_id = case.id
    db.session.flush()
    move_referral(referral.case, referral, ReferralState.ACCEPTED, by=by, mover=Mover.PARTNER, **answers)
    return case


def answer(referral: Referral, to: ReferralState, *, by: User, version: int, **answers: Any) -> None:
    """Every other answer; the first yes is given by opening the file."""
    check_may_answer(referral, by)
    if to is ReferralState.ACCEPTED and referral.opened_case_id is None:
        raise RuleBroken(_("Accept by opening the file: the person is then yours to follow."))
    move_referral(referral.case, referral, to, by=by, mover=Mover.PARTNER, version=version, **answers)


def check_may_answer(referral: Referral, by: User) -> None:
    """Once it became a file, whoever works on that file goes on with it."""
    check_is_open(referral)
    opened = referral.opened_case_id
    if opened and not may_read_file(opened, by):
        raise RuleBroken(_("A colleague opened a file from this referral: whoever works on it answers."))


def check_is_open(referral: Referral) -> None:
    """One sentence for whatever became of it at the other cell, whose file is none of this one's business."""
    if standing_of(referral) is not Standing.OPEN:
        raise RuleBroken(_("This referral can no longer be answered: it was taken back or has ended."))


def tell_cell(referral: Referral) -> None:
    """That somebody was sent, or no longer; nobody hears of it whom the person wants kept away."""
    cell = referral.partner.cell
    if cell and referral.state is ReferralState.SENT:
        readers = receivers_of(cell, referral)
        notify(readers, NoticeKind.REFERRAL_RECEIVED, referral.id, cell_id=cell.id)
    elif cell and referral.state is ReferralState.WITHDRAWN and referral.opened_case_id:
        opened = db.session.get_one(Case, referral.opened_case_id)
        notify(workers_of(opened), NoticeKind.REFERRAL_TAKEN_BACK, referral.id, cell_id=cell.id)


when_moved.append(tell_cell)
