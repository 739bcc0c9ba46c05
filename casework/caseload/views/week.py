"""What is due today, and the week that begins: the pages that the digests by mail lead to."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.appointments.queries import next_appointments
from casework.audit import trail
from casework.caseload.asked import reviewed_files
from casework.caseload.home import cells_supervised
from casework.caseload.queries.board import board_of
from casework.caseload.views.blueprint import asked_among, bp
from casework.core.clock import today
from casework.tasks.queries import tasks_due

A_WEEK = timedelta(days=7)


@bp.get("/today")
@requires(Action.CASE_VIEW)
def due_today() -> ResponseReturnValue:
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="today")
    due, appointments = tasks_due(user, today()), next_appointments(user)
    return render_template("caseload/due_today.html", day=today(), due=due, appointments=appointments)


@bp.get("/this-week")
@requires(Action.CASE_VIEW)
def this_week() -> ResponseReturnValue:
    """One's own week; for a supervisor also what the cell carries, misses and waits for."""
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="week")
    cells = cells_supervised(user, Action.CASELOAD_REVIEW)
    cell = asked_among(cells) if cells else None
    return render_template(
        "caseload/this_week.html",
        day=today(),
        due=tasks_due(user, today() + A_WEEK),
        appointments=next_appointments(user),
        cells=cells,
        board=board_of(user, cell) if cell else None,
        to_files=reviewed_files(cell) if cell else None,
    )
