"""What other cells sent to this one: the list, one of them, and the answers.

The reader is told that another cell of the directorate sends somebody, never which one: that a woman
was received by the women's cell says already what she may not have agreed to say (see also visits/sight.py).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.pages import asked_cursor
from casework.inbox import queries
from casework.inbox.forms import AcceptForm, AnswerForm
from casework.inbox.reading import Reading, lines_for, read
from casework.inbox.services import answering
from casework.inbox.taking_over import offered_to_accept, sent_over
from casework.intake.helplines import HELPLINES
from casework.programmes import PROGRAMMES
from casework.programmes.lists import SERVICE_TYPES

bp = Blueprint("inbox", __name__, url_prefix="/received")
ANSWERED = "answered"


@bp.get("")
@requires(Action.REFERRAL_RECEIVE)
def list_received() -> ResponseReturnValue:
    user, is_answered = signed_in_user(), request.args.get("show") == ANSWERED
    page = queries.received_page(user, is_answered=is_answered, cursor=asked_cursor(datetime, UUID))
    trail.record(trail.Event.LIST_VIEWED, detail="received")
    return render_template(
        "inbox/list_received.html",
        page=page,
        lines=lines_for(page),
        is_answered=is_answered,
        several_cells=len(user.cells) > 1,
        types=SERVICE_TYPES,
    )


@bp.get("/<code>")
@requires(Action.REFERRAL_RECEIVE)
def show_received(code: str) -> ResponseReturnValue:
    reading = asked_for(code)
    answering.note_reading(reading.referral)
    return show("inbox/show_received.html", reading)


@bp.route("/<code>/accept", methods=["GET", "POST"])
@requires(Action.REFERRAL_RECEIVE)
def accept_received(code: str) -> ResponseReturnValue:
    reading = asked_for(code)
    form = AcceptForm(version=reading.referral.version, data=offered_to_accept(reading.sent))
    form.offer(PROGRAMMES[reading.cell.programme_key])
    if form.validate_on_submit():
        new = sent_over(reading, form)
        case = answering.accept(reading.referral, new, by=signed_in_user(), **form.said)
        return redirect(url_for("intake.opened", case_id=case.id))
    if not reading.may_accept:
        return redirect(url_for("inbox.show_received", code=code))
    answering.note_reading(reading.referral)
    return show("inbox/accept_received.html", reading, form=form, helplines=HELPLINES), form.status


@bp.route("/<code>/answer", methods=["GET", "POST"])
@requires(Action.REFERRAL_RECEIVE)
def answer_received(code: str) -> ResponseReturnValue:
    reading = asked_for(code)
    if request.method == "POST":
        answering.check_may_answer(reading.referral, signed_in_user())
    form = AnswerForm(version=reading.referral.version)
    form.offer({state: state.label for state in reading.answers})
    if form.validate_on_submit():
        answering.answer(reading.referral, by=signed_in_user(), **form.values)
        flash(_("The answer was sent to the cell that asks."), "success")
        return redirect(url_for("inbox.show_received", code=code))
    if not reading.answers:
        return redirect(url_for("inbox.show_received", code=code))
    return show("inbox/answer_received.html", reading, form=form), form.status


def asked_for(code: str) -> Reading:
    """What was sent to a cell of his; whatever else the code may be of, it is missing."""
    user = signed_in_user()
    return read(user, queries.find_received(code, user) or refuse(404, None, detail=Action.REFERRAL_RECEIVE))


def show(template: str, reading: Reading, **more: Any) -> str:
    return render_template(template, reading=reading, types=SERVICE_TYPES, **more)
