"""How soon each step is due, and the days off, as the administrator sets them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.core.clock import today
from casework.programmes import PROGRAMMES, services
from casework.programmes.deadlines import Clock, RiskLevel, named_holidays, response_time
from casework.programmes.forms import DayOffForm, DeadlineForm
from casework.programmes.queries import find_holiday, history_of, holidays_of, rules_of
from casework.programmes.rules import Rule, rule_named

bp = Blueprint("programmes", __name__, url_prefix="/settings/deadlines")


@bp.get("")
@requires(Action.ACCOUNT_MANAGE)
def list_deadlines() -> ResponseReturnValue:
    return render_template(
        "programmes/list_deadlines.html",
        programmes=PROGRAMMES.values(),
        clocks=list(Clock),
        risks=list(RiskLevel),
        rules=rules_of(signed_in_user().directorate_id),
        rule=Rule,
        today=today(),
    )


@bp.route("/<programme>/<risk>/<clock>", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def set_deadline(programme: str, risk: str, clock: str) -> ResponseReturnValue:
    rule = rule_named(programme, risk, clock) or refuse(404, None)
    user, day = signed_in_user(), today()
    history = history_of(user.directorate_id, rule)
    in_force = rules_of(user.directorate_id).in_force(rule, day)
    form = DeadlineForm(obj=in_force, version=history.version)
    if form.validate_on_submit():
        services.set_deadline(rule, by=user, **form.values)
        flash(_("The rule is set."), "success")
        return redirect(url_for("programmes.list_deadlines"))
    shown = {"history": history, "in_force": in_force, "first": response_time(*rule, day), "today": day}
    label = PROGRAMMES[rule.programme].label
    page = "programmes/set_deadline.html"
    return render_template(page, form=form, rule=rule, label=label, **shown), form.status


@bp.get("/days-off")
@requires(Action.ACCOUNT_MANAGE)
def list_days_off() -> ResponseReturnValue:
    entered = holidays_of(signed_in_user().directorate_id)
    return render_template("programmes/list_days_off.html", fixed=named_holidays(), entered=entered)


@bp.route("/days-off/new", methods=["GET", "POST"])
@requires(Action.ACCOUNT_MANAGE)
def enter_days_off() -> ResponseReturnValue:
    form = DayOffForm()
    if form.validate_on_submit():
        services.enter_days_off(by=signed_in_user(), **form.values)
        flash(_("The days off are entered; what waits in working days follows them."), "success")
        return redirect(url_for("programmes.list_days_off"))
    return render_template("programmes/enter_days_off.html", form=form), form.status


@bp.post("/days-off/<uuid:holiday_id>/remove")
@requires(Action.ACCOUNT_MANAGE)
def remove_day_off(holiday_id: UUID) -> ResponseReturnValue:
    holiday = find_holiday(signed_in_user().directorate_id, holiday_id) or refuse(404, holiday_id)
    services.remove_day_off(holiday)
    flash(_("The day off is removed; what waits in working days follows."), "success")
    return redirect(url_for("programmes.list_days_off"))
