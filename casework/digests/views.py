"""What is due today, and the week that begins: the pages that the digests by mail lead to."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.appointments.queries import next_appointments
from casework.audit import trail
from casework.core.clock import today
from casework.digests.mailing import A_WEEK
from casework.tasks.queries import tasks_due

bp = Blueprint("digests", __name__)


@bp.get("/today")
@requires(Action.CASE_VIEW)
def due_today() -> ResponseReturnValue:
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="today")
    due, appointments = tasks_due(user, today()), next_appointments(user)
    return render_template("digests/due_today.html", day=today(), due=due, appointments=appointments)


@bp.get("/this-week")
@requires(Action.CASE_VIEW)
def this_week() -> ResponseReturnValue:
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="week")
    due, appointments = tasks_due(user, today() + A_WEEK), next_appointments(user)
    return render_template("digests/this_week.html", day=today(), due=due, appointments=appointments)
