"""The page on which everybody starts: a worker's day, a supervisor's board, or the place of the others."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action, can, cells_where
from casework.accounts.models import User
from casework.accounts.queries import absences_in, signed_in_user
from casework.appointments.queries import next_appointments
from casework.caseload.asked import reviewed_files
from casework.caseload.home import agenda_of, cells_supervised, first_files, own_files
from casework.caseload.places import HOME, open_places, starting_place
from casework.caseload.queries.board import board_of
from casework.caseload.views.blueprint import asked_among, bp
from casework.core.clock import today
from casework.referrals.queries import recent_answers


@bp.get("/")
@requires(Action.ACCOUNT_OWN)
def home() -> ResponseReturnValue:
    user = signed_in_user()
    start = starting_place(user)
    if start != HOME:
        return redirect(url_for(start))
    if cells_where(user, Action.CASELOAD_REVIEW):
        return board_page(user)
    if not can(user, Action.CASE_VIEW):
        return render_template("caseload/start.html", open_places=open_places())
    return render_template(
        "caseload/home.html",
        agenda=agenda_of(user),
        appointments=next_appointments(user),
        answers=recent_answers(user),
        files=first_files(user),
        own=own_files(user),
    )


@bp.get("/board")
@requires(Action.CASELOAD_REVIEW)
def board() -> ResponseReturnValue:
    return board_page(signed_in_user())


def board_page(user: User) -> str:
    cells = cells_supervised(user, Action.CASELOAD_REVIEW)
    cell = asked_among(cells)
    return render_template(
        "caseload/board.html",
        cells=cells,
        board=board_of(user, cell),
        to_files=reviewed_files(cell),
        away=[absence for absence in absences_in([cell.id], since=today()) if absence.has_begun],
        agenda=agenda_of(user),
    )
