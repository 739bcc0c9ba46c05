"""Parting two files again: from the journal of their merge, within thirty days."""

from flask_babel import gettext as _

from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases.barring import bar
from casework.cases.entries import forget_story
from casework.cases.models import Case, Concern, Member
from casework.cases.moving import tied_since
from casework.cases.services import end_membership, may_work_on, set_risk
from casework.cases.timeline import Happening, tell
from casework.core.clock import now
from casework.core.errors import Overtaken, RuleBroken
from casework.core.extensions import db
from casework.duplicates.models import Merge, MergeMove, MergeStep
from casework.duplicates.queries.merging import corrections_since, ends_of, journal_of
from casework.duplicates.services.journal import added_rows, change_back, is_told_by, move_back
from casework.duplicates.services.merging import bring_up_to_date, hold_both, record
from casework.programmes.base import Clock
from casework.tasks.queries import CONTACTS, open_tasks
from casework.tasks.services.clocks import plan_step


def undo(merge: Merge, kept: Case, *, by: User, why: str) -> int:
    """Done twice it is one. What was added since stays with the file that stayed; so does an answer
    that was corrected since: gives how many of those.
    """
    merged = db.session.get_one(Case, merge.merged_case_id)
    hold_both(kept, merged)
    db.session.refresh(merge)
    if merge.undone_at:
        return 0
    if merge.kept_case_id != kept.id:
        raise Overtaken  # a colleague has just joined this file to another one
    if not merge.can_be_undone:
        raise RuleBroken(_("A merge can be undone for 30 days. This one is older."))
    if tied := tied_since(kept, merge.at):
        raise RuleBroken(tied)
    if not can(by, Action.DUPLICATE_MERGE, merged):
        raise RuleBroken(_("Only the supervisor makes one file of two, and parts them again."))
    lines = journal_of(merge)
    move_back(lines, ends_of(kept, merged))
    db.session.expire_all()
    level = kept.risk
    n_left = change_back(lines)
    forget_answers(merge, lines)
    if kept.risk is not level:
        set_risk(kept, kept.risk, _("The two files are separate again."), by=by)
    take_out(kept, lines)
    merged.merged_into_id = None
    restore_team(merge, kept, merged)
    plan_contacts(kept, merged)
    merge.undone_at, merge.undone_by_id = now(), by.id
    record(trail.Event.MERGE_UNDONE, merge, (kept, merged), why)
    for case in (kept, merged):
        tell_parted(case, merge, by)
    bring_up_to_date(kept, merged)
    return n_left


def forget_answers(merge: Merge, lines: list[MergeMove]) -> None:
    """An answer that was taken from the other file was never one about this person."""
    for correction in corrections_since(merge):
        if is_told_by(correction, lines):
            db.session.delete(correction)


def tell_parted(case: Case, merge: Merge, by: User) -> None:
    """No line names the other file any more: it may be hidden from whoever reads this one."""
    forget_story(case, merge.id)
    tell(case, Happening.MERGE, author_id=by.id, object_id=merge.id, detail=MergeStep.SEPARATED.value)


def take_out(kept: Case, lines: list[MergeMove]) -> None:
    """Who joined because of the merge leaves, and the concerns that came with it."""
    for member in added_rows(lines, Member.__tablename__):
        if member.is_current:
            end_membership(kept, member)
    for concern in added_rows(lines, Concern.__tablename__):
        db.session.delete(concern)


def restore_team(merge: Merge, kept: Case, merged: Case) -> None:
    """Whoever was shut out since is shut out of both; whoever left the cell since does not come back."""
    for barred in [barred for barred in kept.barred if barred.id > merge.id]:
        bar(merged, db.session.get_one(User, barred.user_id), why=barred.why)
    for case in (kept, merged):
        for member in case.current_members:
            if not may_work_on(case, member.user):
                end_membership(case, member)


def plan_contacts(*cases: Case) -> None:
    """What was due on one of them may have been done for both: nobody is left without a next contact."""
    for case in cases:
        if case.is_live and not any(task.kind in CONTACTS for task in open_tasks(case)):
            plan_step(case, Clock.FOLLOW_UP, start=now())
