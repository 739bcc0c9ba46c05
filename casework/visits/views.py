"""The register of the day at the counter, and the visits that a cell has to take up."""

from datetime import date, datetime, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.clock import today
from casework.core.fields import written_day
from casework.core.pages import asked_cursor
from casework.visits import queries, services
from casework.visits.forms import EditVisitForm, NewVisitForm, VisitForm
from casework.visits.sight import lines_for

bp = Blueprint("visits", __name__, url_prefix="/visits")
AT_HAND = 12  # lines under the form; the whole day has a page of its own
A_DAY = timedelta(days=1)


@bp.route("", methods=["GET", "POST"])
@requires(Action.VISIT_LOG)
def register() -> ResponseReturnValue:
    user, form = signed_in_user(), NewVisitForm()
    offer(form)
    if form.validate_on_submit():
        services.log_visit(user, **form.values)
        flash(_("The visit was saved."), "success")
        return redirect(url_for("visits.register"))
    trail.record(trail.Event.LIST_VIEWED, detail="visits")
    page = queries.visits_page(user, today(), size=AT_HAND)
    return render_template(
        "visits/register.html", form=form, lines=lines_for(user, page), is_cut=bool(page.next_cursor)
    ), form.status


@bp.get("/day")
@requires(Action.VISIT_VIEW)
def list_visits() -> ResponseReturnValue:
    user, day = signed_in_user(), asked_day()
    trail.record(trail.Event.LIST_VIEWED, detail="visits")
    page = queries.visits_page(user, day, cursor=asked_cursor(datetime, UUID))
    return render_template(
        "visits/list_visits.html",
        page=page,
        lines=lines_for(user, page),
        day=day,
        beside=(day - A_DAY, day + A_DAY if day < today() else None),
        looks_back=bool(queries.received_in(user)),
    )


@bp.route("/<uuid:visit_id>/edit", methods=["GET", "POST"])
@requires(Action.VISIT_LOG)
def edit_visit(visit_id: UUID) -> ResponseReturnValue:
    visit = queries.own_visit_of_today(visit_id, signed_in_user())
    visit = visit or refuse(404, visit_id, detail=Action.VISIT_LOG)
    services.check_not_taken(visit)
    form = EditVisitForm(obj=visit)
    offer(form)
    if form.validate_on_submit():
        check_version(visit, form.version.data, form.against(visit))
        services.correct_visit(visit, **form.answers)
        flash(_("The visit was corrected."), "success")
        return redirect(url_for("visits.register"))
    return render_template("visits/edit_visit.html", form=form, came_at=visit.came_at), form.status


@bp.post("/<uuid:visit_id>/take")
@requires(Action.VISIT_TAKE)
def take_up(visit_id: UUID) -> ResponseReturnValue:
    visit = queries.visit_to_take(visit_id, signed_in_user())
    visit = visit or refuse(404, visit_id, detail=Action.VISIT_TAKE)
    services.take_up(visit, by=signed_in_user())
    return redirect(url_for("intake.start", cell_id=visit.receiving_cell_id, visit=visit.id))


@bp.post("/<uuid:visit_id>/give-back")
@requires(Action.VISIT_TAKE)
def give_back(visit_id: UUID) -> ResponseReturnValue:
    visit = queries.visit_taken_by(visit_id, signed_in_user())
    visit = visit or refuse(404, visit_id, detail=Action.VISIT_TAKE)
    services.give_back(visit, by=signed_in_user())
    flash(_("The visit waits again. A colleague may take it up."), "success")
    return redirect(url_for("caseload.home"))


def offer(form: VisitForm) -> None:
    form.offer(*queries.cells_and_partners(signed_in_user().directorate_id))


def asked_day() -> date:
    """What the address says, as people write a day; today for anything else, and for a day to come."""
    try:
        day = written_day(request.args.get("day", ""))
    except ValueError:
        return today()
    return day if date(2000, 1, 1) <= day <= today() else today()
