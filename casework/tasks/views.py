"""Pages where something to do on a case is added, done, moved, or left to wait."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases import lending
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.tasks import services
from casework.tasks.forms import CompleteStepForm, CompleteTaskForm, MoveTaskForm, TaskForm, WaitTaskForm
from casework.tasks.models import Task
from casework.tasks.queries import find_task

bp = Blueprint("tasks", __name__, url_prefix="/cases/<uuid:case_id>/tasks")


@bp.route("/new", methods=["GET", "POST"])
@with_case(Action.TASK_ADD)
def add_task(case: Case) -> ResponseReturnValue:
    services.check_takes_tasks(case)
    lending.check_task_left(case, signed_in_user())
    form = TaskForm()
    form.assignee_id.offer(member.user for member in case.current_members)
    if form.validate_on_submit():
        services.add_task(case, by=signed_in_user(), **form.values)
        return back_to(case, _("The task was added."))
    return render_template("tasks/add_task.html", case=case, form=form), form.status


@bp.route("/<uuid:task_id>/complete", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def complete_task(case: Case, task_id: UUID) -> ResponseReturnValue:
    task = task_or_404(case, task_id)
    form = (CompleteStepForm if task.is_step else CompleteTaskForm)(version=task.version)
    if form.validate_on_submit():
        services.complete(case, task, by=signed_in_user(), **form.values)
        return back_to(case, _("The task is done."))
    return render_template("tasks/complete_task.html", case=case, task=task, form=form), form.status


@bp.route("/<uuid:task_id>/move", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def move_task(case: Case, task_id: UUID) -> ResponseReturnValue:
    task = task_or_404(case, task_id)
    form = MoveTaskForm(version=task.version)
    if form.validate_on_submit():
        services.move(case, task, by=signed_in_user(), **form.values)
        return back_to(case, _("The due date was changed."))
    can_wait = services.can_wait(case, task)
    return render_template(
        "tasks/move_task.html", case=case, task=task, form=form, can_wait=can_wait
    ), form.status


@bp.route("/<uuid:task_id>/wait", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def wait_task(case: Case, task_id: UUID) -> ResponseReturnValue:
    task = task_or_404(case, task_id)
    services.check_can_wait(case, task)
    form = WaitTaskForm(version=task.version)
    if form.validate_on_submit():
        services.wait_for_person(case, task, **form.values)
        return back_to(case, _("The file waits for her until the day that you agreed."))
    return render_template("tasks/wait_task.html", case=case, task=task, form=form), form.status


def task_or_404(case: Case, task_id: UUID) -> Task:
    return find_task(case, task_id) or refuse(404, task_id)


def back_to(case: Case, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("casefile.show", case_id=case.id))
