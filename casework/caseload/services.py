"""Giving files to somebody, for good or while a colleague is away: all of them, or none."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from casework.accounts.models import Absence, User
from casework.accounts.services import absences
from casework.audit import trail
from casework.caseload.giving import Gift, Preview, preview_of
from casework.caseload.queries.giving import (
    chosen_files,
    covers_for,
    handover_made_with,
    handovers_for,
    held_files,
)
from casework.cases import services as cases
from casework.cases.handovers import Handover
from casework.cases.models import Case, MemberRole
from casework.core.clock import end_of, now
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.core.text import isolated
from casework.notices.models import NoticeKind
from casework.notices.services import notify
from casework.organisation.models import Cell


class ChangedMeanwhile(RuleBroken):
    """Files are no longer as the preview showed them; `preview` shows them as they are now."""

    def __init__(self, preview: Preview, changed: list[Case]) -> None:
        references = " · ".join(isolated(case.reference) for case in changed)
        super().__init__(
            _(
                "Nothing was done: these files changed meanwhile: %(references)s. Look again.",
                references=references,
            )
        )
        self.preview = preview


def give(gift: Gift, seen: Mapping[UUID, int], *, form_key: UUID) -> Handover:
    """Do what the preview showed, for files still as it showed them. Sent twice it is done once."""
    files = held_files(gift.by, seen)
    if known := handover_made_with(form_key, gift.by):
        return known
    if len(files) < len(seen):
        raise RuleBroken(_("One of these files is no longer yours to give. Nothing was done."))
    preview = preview_of(files, gift)
    changed = [case for case in preview.changing if case.version != seen[case.id]]
    if changed:
        raise ChangedMeanwhile(preview, changed)
    for line in preview.obstacles:
        raise RuleBroken(str(line.obstacle))
    if not preview.changing:
        raise RuleBroken(_("These files are already with this person. There is nothing to do."))
    return hand_over(preview, form_key)


def hand_over(preview: Preview, form_key: UUID) -> Handover:
    gift, files = preview.gift, preview.changing
    cell = files[0].cell
    absence = absence_behind(files, gift)
    handover = Handover(
        form_key=form_key,
        cell_id=cell.id,
        user_id=gift.worker.id,
        by_id=gift.by.id,
        from_on=gift.from_on,
        until_on=gift.until_on,
        absence_id=absence.id if absence else None,
    )
    db.session.add(handover)
    db.session.flush()  # the members name it
    for case in files:
        give_one(case, gift, handover)
    if gift.worker.id != gift.by.id:
        only = files[0] if len(files) == 1 else None
        notify([gift.worker], NoticeKind.FILE_GIVEN, handover.id, case=only, cell_id=cell.id)
    return handover


def give_one(case: Case, gift: Gift, handover: Handover) -> None:
    """A cover is beside whoever leads the file, who stays."""
    if not gift.is_cover:
        cases.assign(case, gift.worker, by=gift.by, reason=gift.reason, handover=handover)
        return
    cases.add_member(
        case,
        gift.worker,
        MemberRole.COVER,
        by=gift.by,
        from_at=gift.from_at,
        until_at=gift.until_at,
        reason=gift.reason,
        handover=handover,
    )


def absence_behind(files: list[Case], gift: Gift) -> Absence | None:
    """The leave for which files of one worker are covered: the cover ends with it."""
    leads = {case.lead for case in files if case.lead}
    if not gift.is_cover or len(leads) != 1:
        return None
    return leads.pop().absence_between(gift.first_day, gift.last_day)


def change_absence(absence: Absence, cell: Cell, *, from_on: date, until_on: date, by: User) -> int:
    """What was arranged for it ends with it, if it ends earlier. Says how many covers were shortened."""
    n = shorten_covers(absence, until_on, by)
    absences.change_absence(absence, cell, from_on=from_on, until_on=until_on)
    return n


def end_absence(absence: Absence, cell: Cell, *, by: User) -> int:
    """The colleague is back: what was arranged ends now. Says how many files are no longer covered."""
    n = shorten_covers(absence, None, by)
    for handover in handovers_for(absence):
        handover.absence_id = None
    db.session.flush()  # before the absence is deleted, if it is
    absences.end_absence(absence, cell)
    return n


def shorten_covers(absence: Absence, last_day: date | None, by: User) -> int:
    """To the end of that day, or now. Says of how many; a file that is hidden from him is not counted."""
    until_at = end_of(last_day) if last_day else now()
    covers = covers_for(absence, until_at)
    for case, member in covers:
        member.until_at = until_at
        trail.record(trail.Event.MEMBER_ENDED, case, object_id=member.user_id)
    known = {case.id for case in chosen_files(by, {case.id for case, _member in covers})}
    return sum(case.id in known for case, _member in covers)


def show_name(case: Case) -> None:
    """Leave a trace that the name was read in a list; some programmes list no name at all."""
    if not case.programme.lists_names:
        raise RuleBroken(_("This programme shows no name in lists. Open the file to read it."))
    trail.record(trail.Event.NAME_SHOWN, case)
