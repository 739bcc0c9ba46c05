"""Figures, and the log: reading either is an entry of the log too."""

from collections.abc import Iterable
from operator import itemgetter

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.audit.words import TECHNICAL, WORDS
from casework.core.pages import ListPage
from casework.reports.asked import LogAsked, asked_log
from casework.reports.figures import sheets_for
from casework.reports.queries.log import log_page, readers_of, technical_page

bp = Blueprint("reports", __name__)


@bp.get("/figures")
@requires(Action.FIGURES_VIEW)
def figures() -> ResponseReturnValue:
    trail.record(trail.Event.FIGURES_VIEWED)
    return render_template("reports/figures.html", sheets=sheets_for(signed_in_user()))


@bp.get("/log")
@requires(Action.LOG_VIEW)
def log() -> ResponseReturnValue:
    asked = asked_log()
    trail.record(trail.Event.LOG_VIEWED)
    return log_list(log_page(signed_in_user(), asked), asked, WORDS)


@bp.get("/technical-log")
@requires(Action.LOG_TECHNICAL)
def technical_log() -> ResponseReturnValue:
    asked = asked_log()
    trail.record(trail.Event.LOG_VIEWED, detail="technical")
    return log_list(technical_page(signed_in_user(), asked), asked, TECHNICAL)


def log_list(lines: ListPage[object], asked: LogAsked, offered: Iterable[trail.Event]) -> str:
    readers = readers_of(signed_in_user())
    return render_template(
        "reports/log.html",
        lines=lines,
        asked=asked,
        words=WORDS,
        events=sorted(((event.value, str(WORDS[event])) for event in offered), key=itemgetter(1)),
        readers=readers,
        is_technical=offered is TECHNICAL,
    )
