"""A review session: begun once, gone through file by file, interrupted and taken up, ended as a record."""

from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from casework.access.guards import check_version
from casework.access.policy import Action, can
from casework.accounts.models import User
from casework.audit import trail
from casework.cases import entries
from casework.cases.models import Case
from casework.cases.queries import entries_of
from casework.cases.services import state_purpose
from casework.cases.timeline import Happening, tell
from casework.core.clock import now
from casework.core.database import hold
from casework.core.errors import RuleBroken
from casework.core.extensions import db
from casework.organisation.models import Cell
from casework.supervision.models import ReviewedFile, ReviewSession, ReviewVerdict
from casework.supervision.queries.sessions import (
    files_to_review,
    session_under_way,
    undecided,
    was_looked_at,
)
from casework.tasks.models import TaskKind
from casework.tasks.queries import open_tasks
from casework.tasks.services import add_task, complete, drop_planned


def start_session(cell: Cell, worker: User, *, by: User, form_key: UUID) -> ReviewSession:
    """One that was interrupted is taken up instead of a second one."""
    hold(cell)
    if under_way := session_under_way(cell.id, worker, by):
        return under_way
    if worker.id == by.id and not cell.is_single_person:
        raise RuleBroken(_("Nobody reviews his own files."))
    files = files_to_review(by, worker, cell)
    if not files:
        raise RuleBroken(_("This colleague leads no open file."))
    session = ReviewSession(cell_id=cell.id, worker_id=worker.id, supervisor_id=by.id, form_key=form_key)
    db.session.add(session)
    db.session.flush()
    for position, case in enumerate(files, start=1):
        db.session.add(
            ReviewedFile(key_id=case.key_id, session_id=session.id, case_id=case.id, position=position)
        )
    return session


def turn_to(case: Case, *, by: User) -> None:
    """The session is why a supervisor opens this file: said once a day, as for any other opening."""
    if by.id not in case.member_ids:
        state_purpose(case, by, _("Review session"))


def decide_on_file(
    session: ReviewSession,
    row: ReviewedFile,
    case: Case,
    *,
    by: User,
    version: int,
    verdict: ReviewVerdict,
    text: str | None = None,
    task_title: str | None = None,
    task_due_on: date | None = None,
) -> None:
    """What was decided of one file; until the session ends it may be said otherwise."""
    hold(case)
    hold(session)
    hold(row)
    check_goes_on(session, case, by)
    if (row.verdict, row.text) == (verdict, text) and (row.task_id or not task_title):
        return
    check_version(row, version)
    row.verdict, row.text, row.decided_at = verdict, text, now()
    row.risk, row.last_contact_on = case.risk, case.last_contact_on
    row.next_due_on, row.next_due_kind = case.next_due_on, case.next_due_kind
    trail.record(trail.Event.CASE_CHANGED, case, object_id=row.id, detail="review")
    if task_title and task_due_on and row.task_id is None:
        task = add_task(
            case, by=by, title=task_title, due_on=task_due_on, kind=TaskKind.DECISION, note_id=row.id
        )
        row.task_id = task.id
    if verdict is not ReviewVerdict.NOT_REVIEWED:
        do_review(case, by=by)
    tell_verdict(case, row, task_title, by=by)


def check_goes_on(session: ReviewSession, case: Case, by: User) -> None:
    if session.ended_at:
        raise RuleBroken(_("This review has ended: its record stays as it is."))
    if session.supervisor_id != by.id or not can(by, Action.CASELOAD_REVIEW, case):
        raise RuleBroken(_("Whoever began this review goes on with it."))
    if case.lead_id != session.worker_id or not case.is_live:
        raise RuleBroken(_("This file left the review in the meantime."))


def do_review(case: Case, *, by: User) -> None:
    """The review that the programme asks of the supervisor is done by this one; the next is planned."""
    for task in open_tasks(case):
        if task.is_review:
            complete(case, task, version=task.version, by=by)


def tell_verdict(case: Case, row: ReviewedFile, task_title: str | None, *, by: User) -> None:
    """One line in the story of the file, which says what was decided last."""
    story = {name: said for name, said in (("text", row.text), ("next", task_title)) if said}
    verdict = row.verdict.value if row.verdict else None
    if told := entries_of(case, row.id):
        line = told[0]
        line.detail, line.story = verdict, {"next": (line.story or {}).get("next")} | story
        return
    tell(case, Happening.REVIEW, author_id=by.id, object_id=row.id, detail=verdict, story=story)


def end_session(session: ReviewSession, *, by: User) -> None:
    """A dated record from now on; ended twice it ended once."""
    hold(session)
    if session.ended_at:
        return
    if session.supervisor_id != by.id:
        raise RuleBroken(_("Whoever began this review goes on with it."))
    if not was_looked_at(session):
        raise RuleBroken(_("Nothing was decided yet: there is nothing to keep of this review."))
    for row in undecided(session):
        row.verdict = ReviewVerdict.NOT_REVIEWED
    session.ended_at = now()
    trail.record(trail.Event.REVIEW_HELD, cell_id=session.cell_id, object_id=session.id)


def forget_verdict(case: Case, row_id: UUID) -> None:
    """That the file was reviewed stays, with its verdict; the words go, and what they asked to be done."""
    row = db.session.get_one(ReviewedFile, row_id)
    row.text = None
    drop_planned(case, row_id)
    entries.forget_story(case, row_id)


entries.register(Happening.REVIEW, withdraw=forget_verdict)
