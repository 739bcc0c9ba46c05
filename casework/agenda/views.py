"""The agenda, and the address under which calendar programs read it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import public, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.agenda import queries, reading, services
from casework.agenda.asked import WHOLE_CELL, Part, View, asked_agenda
from casework.audit import trail

bp = Blueprint("agenda", __name__, url_prefix="/agenda")


@bp.get("")
@requires(Action.CASE_VIEW)
def show() -> ResponseReturnValue:
    asked = asked_agenda()
    agenda = reading.agenda_of(signed_in_user(), asked)
    if not agenda.is_own:
        trail.record(trail.Event.LIST_VIEWED, detail="agenda")
    return render_template(
        "agenda/show.html",
        asked=asked,
        agenda=agenda,
        views=View,
        parts=Part,
        whole_cell=WHOLE_CELL,
    )


@bp.get("/address")
@requires(Action.CASE_VIEW)
def own_feed() -> ResponseReturnValue:
    feed = next(iter(queries.live_feeds(signed_in_user())), None)
    return render_template("agenda/own_feed.html", feed=feed)


@bp.post("/address")
@requires(Action.CASE_VIEW)
def make_feed() -> ResponseReturnValue:
    """The page that follows is the only one that shows the address."""
    token = services.make_feed(signed_in_user())
    address = url_for("agenda.read_feed", token=token, _external=True)
    return render_template("agenda/made_feed.html", address=address)


@bp.post("/address/revoke")
@requires(Action.CASE_VIEW)
def revoke_feed() -> ResponseReturnValue:
    services.revoke_feed(signed_in_user())
    flash(_("The address answers no more."), "success")
    return redirect(url_for("agenda.own_feed"))


@bp.get("/feed/<token>.ics")
@public("a calendar program has no session: the address itself is the secret")
def read_feed(token: str) -> ResponseReturnValue:
    """Unknown, taken back, or of an account that reads no files any more: nothing tells which."""
    feed = services.feed_of(token)
    if feed is None:
        return Response(status=404, mimetype="text/plain")
    return Response(services.calendar_for(feed), mimetype="text/calendar")
