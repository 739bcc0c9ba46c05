"""Review sessions: begun with one worker, gone through file by file, kept and printed as a record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.models import User
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.guards import must_state_purpose
from casework.cases.models import Case
from casework.cases.queries import find_case
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.pages import asked_cursor
from casework.organisation.models import Cell
from casework.supervision import services
from casework.supervision.forms import StartReviewForm, VerdictForm
from casework.supervision.models import ReviewedFile, ReviewSession
from casework.supervision.queries import sessions
from casework.supervision.queries.open import open_on_file
from casework.supervision.views.blueprint import bp
from casework.supervision.walk import Walk, walk_of


@bp.get("/reviews")
@requires(Action.CASE_VIEW)
def list_reviews() -> ResponseReturnValue:
    user = signed_in_user()
    cells = [(cell, sessions.workers_in(cell)) for cell in sessions.cells_reviewed(user)]
    page = sessions.sessions_page(user, asked_cursor(datetime, UUID))
    trail.record(trail.Event.LIST_VIEWED, detail="reviews")
    return render_template("supervision/list_reviews.html", page=page, cells=cells)


@bp.route("/cells/<uuid:cell_id>/workers/<uuid:user_id>/review", methods=["GET", "POST"])
@requires(Action.CASELOAD_REVIEW)
def start_review(cell_id: UUID, user_id: UUID) -> ResponseReturnValue:
    cell, worker = worker_or_404(cell_id, user_id)
    user, form = signed_in_user(), StartReviewForm()
    if form.validate_on_submit():
        session = services.start_session(cell, worker, by=user, form_key=form.key)
        return redirect(url_for("supervision.show_review", session_id=session.id))
    files = sessions.files_to_review(user, worker, cell)
    under_way = sessions.session_under_way(cell.id, worker, user)
    return render_template(
        "supervision/start_review.html",
        form=form,
        worker=worker,
        cell=cell,
        n=len(files),
        under_way=under_way,
    ), form.status


def worker_or_404(cell_id: UUID, user_id: UUID) -> tuple[Cell, User]:
    cells = sessions.cells_reviewed(signed_in_user())
    cell = next((cell for cell in cells if cell.id == cell_id), None) or refuse(404, cell_id)
    workers = sessions.workers_in(cell)
    return cell, next((worker for worker in workers if worker.id == user_id), None) or refuse(404, user_id)


@bp.get("/reviews/<uuid:session_id>")
@requires(Action.CASE_VIEW)
def show_review(session_id: UUID) -> ResponseReturnValue:
    """The record; while the review goes on, where it stands."""
    user, session = signed_in_user(), session_or_404(session_id)
    goes_on = session.ended_at is None and session.supervisor_id == user.id
    trail.record(trail.Event.LIST_VIEWED, cell_id=session.cell_id, object_id=session.id, detail="review")
    return render_template(
        "supervision/show_review.html",
        session=session,
        page=sessions.record_page(session, user, asked_cursor(int)),
        walk=walk_of(session, user) if goes_on else None,
    )


@bp.get("/reviews/<uuid:session_id>/print")
@requires(Action.CASE_VIEW)
def print_review(session_id: UUID) -> ResponseReturnValue:
    """On paper: references only. Every file that is on the sheet is noted as printed."""
    session = session_or_404(session_id)
    if session.ended_at is None:
        raise RuleBroken(_("End the review first, then print its record."))
    page = sessions.record_page(session, signed_in_user(), None, size=sessions.ON_PAPER)
    for _row, case in page:
        if case:
            trail.record(trail.Event.CASE_PRINTED, case, object_id=session.id, detail="review")
    return render_template("supervision/print_review.html", session=session, page=page, today=today)


@bp.post("/reviews/<uuid:session_id>/files/<int:position>/open")
@requires(Action.CASELOAD_REVIEW)
def turn_to(session_id: UUID, position: int) -> ResponseReturnValue:
    """The review is why the file is opened: it is said here, so that no page asks for it again."""
    walk, row = step_or_404(session_id, position)
    services.turn_to(case_or_404(row), by=signed_in_user())
    if request.args.get("whole"):
        return redirect(url_for("casefile.show", case_id=row.case_id))
    return redirect(url_for("supervision.review_file", session_id=walk.session.id, position=position))


@bp.route("/reviews/<uuid:session_id>/files/<int:position>", methods=["GET", "POST"])
@requires(Action.CASELOAD_REVIEW)
def review_file(session_id: UUID, position: int) -> ResponseReturnValue:
    walk, row = step_or_404(session_id, position)
    case, user, form = case_or_404(row), signed_in_user(), VerdictForm(obj=row)
    if row.task_id:
        form.without_task()
    if form.validate_on_submit():
        services.decide_on_file(walk.session, row, case, by=user, **form.values)
        return go_on(walk, position)
    may_read = not must_state_purpose(case)
    if request.method == "GET" and may_read:
        trail.record(trail.Event.CASE_OPENED, case, detail=Action.CASELOAD_REVIEW)
    more = vars(open_on_file(case, user)) if may_read else {}
    page = render_template("supervision/review_file.html", walk=walk, row=row, case=case, form=form, **more)
    return page, form.status


def go_on(walk: Walk, position: int) -> ResponseReturnValue:
    """To the next file, which the review gives the reason to open; after the last one, to the whole."""
    following = walk.after(position)
    if following is None:
        flash(_("That was the last file. Look over the whole, then end the review."), "success")
        return redirect(url_for("supervision.show_review", session_id=walk.session.id))
    row = sessions.find_reviewed(walk.session, following)
    if row:
        services.turn_to(case_or_404(row), by=signed_in_user())
    return redirect(url_for("supervision.review_file", session_id=walk.session.id, position=following))


@bp.post("/reviews/<uuid:session_id>/end")
@requires(Action.CASELOAD_REVIEW)
def end_review(session_id: UUID) -> ResponseReturnValue:
    services.end_session(session_or_404(session_id), by=signed_in_user())
    flash(_("The review has ended. Both of you can read and print its record."), "success")
    return redirect(url_for("supervision.show_review", session_id=session_id))


def session_or_404(session_id: UUID) -> ReviewSession:
    return sessions.find_session(session_id, signed_in_user()) or refuse(404, session_id)


def step_or_404(session_id: UUID, position: int) -> tuple[Walk, ReviewedFile]:
    """A file that left the worker meanwhile is like one that was never in the review."""
    session = session_or_404(session_id)
    if session.ended_at or session.supervisor_id != signed_in_user().id:
        raise RuleBroken(_("This review has ended, or somebody else holds it."))
    walk = walk_of(session, signed_in_user())
    row = sessions.find_reviewed(session, position) if walk.has(position) else None
    return walk, row or refuse(404, session_id)


def case_or_404(row: ReviewedFile) -> Case:
    found: Any = find_case(row.case_id, signed_in_user(), Action.CASELOAD_REVIEW)
    return found or refuse(404, row.case_id)
