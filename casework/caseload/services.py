"""Giving files to somebody, for good or while a colleague is away: all of them, or none."""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _

from casework.accounts.models import User
from casework.audit import trail
from casework.caseload.queries.files import AT_ONCE
from casework.cases import services as cases
from casework.cases.models import Case, MemberRole
from casework.core.clock import end_of, now, start_of, today
from casework.core.database import hold
from casework.core.errors import RuleBroken


def assign_files(files: Sequence[Case], worker: User, *, by: User, reason: str) -> int:
    """Make somebody the lead worker of each; one already his stays as it is. Says how many changed."""
    if len(files) > AT_ONCE:
        raise RuleBroken(_("Choose at most 100 files at a time."))
    if len({case.cell_id for case in files}) > 1:
        raise RuleBroken(_("Choose files of one cell at a time."))
    changing = [case for case in files if case.lead_id != worker.id]
    for case in changing:
        if not case.is_live:
            raise RuleBroken(_("A closed file is not assigned. Reopen it first."))
        cases.assign(case, worker, by=by, reason=reason)
    return len(changing)


def cover_files(
    files: Sequence[Case], worker: User, *, from_on: date, until_on: date, by: User, reason: str
) -> int:
    """Let a colleague work on these files from one day to another, both included. Says how many changed."""
    if until_on < from_on:
        raise RuleBroken(_("This period ends before it begins."))
    if until_on < today():
        raise RuleBroken(_("This period is already over."))
    for case in files:
        hold(case, "members")
    from_at, until_at = max(start_of(from_on), now()), end_of(until_on)
    changing = [case for case in files if not works_on_it(case, worker, until_at)]
    for case in changing:
        cases.add_member(
            case, worker, MemberRole.COVER, by=by, from_at=from_at, until_at=until_at, reason=reason
        )
    return len(changing)


def works_on_it(case: Case, worker: User, until_at: datetime) -> bool:
    """Until then at least: sent twice, the cover is still one."""
    return any(member.user_id == worker.id and member.until_at >= until_at for member in case.members)


def show_name(case: Case) -> None:
    """Leave a trace that the name was read in a list; some programmes list no name at all."""
    if not case.programme.lists_names:
        raise RuleBroken(_("This programme shows no name in lists. Open the file to read it."))
    trail.record(trail.Event.NAME_SHOWN, case)
