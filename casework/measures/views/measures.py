"""What an authority decided about the person: shown, recorded, corrected, ended."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.measures import queries
from casework.measures.forms import AddMeasureForm, EditMeasureForm, EndMeasureForm
from casework.measures.models import Measure
from casework.measures.services import measures as services
from casework.measures.views.blueprint import bp


def page_of(case: Case) -> str:
    return url_for("measures.list_measures", case_id=case.id)


def measure_or_404(case: Case, measure_id: UUID) -> Measure:
    return queries.find_measure(case, measure_id) or refuse(404, measure_id)


@bp.get("/measures")
@with_case(Action.CASE_VIEW)
def list_measures(case: Case) -> ResponseReturnValue:
    return render_template(
        "measures/list_measures.html",
        case=case,
        measures=queries.measures_of(case),
        reads_text=services.reads_text(signed_in_user(), case),
    )


@bp.route("/measures/new", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def add_measure(case: Case) -> ResponseReturnValue:
    services.check_takes_measures(case)
    form = AddMeasureForm()
    if form.validate_on_submit():
        services.add_measure(case, by=signed_in_user(), **form.values)
        flash(_("The measure was saved."), "success")
        return redirect(page_of(case))
    title = _("Add a measure or a hearing")
    return render_template("measures/edit_measure.html", case=case, form=form, title=title), form.status


@bp.route("/measures/<uuid:measure_id>/edit", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def edit_measure(case: Case, measure_id: UUID) -> ResponseReturnValue:
    services.check_takes_measures(case)
    measure = measure_or_404(case, measure_id)
    form = EditMeasureForm(data=services.answers_of(measure) | {"version": measure.version})
    if form.validate_on_submit():
        services.edit_measure(case, measure, form, by=signed_in_user())
        flash(_("The measure was saved. What it said before is kept."), "success")
        return redirect(page_of(case))
    title = _("Change the measure")
    return render_template("measures/edit_measure.html", case=case, form=form, title=title), form.status


@bp.route("/measures/<uuid:measure_id>/end", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def end_measure(case: Case, measure_id: UUID) -> ResponseReturnValue:
    services.check_takes_measures(case)
    measure = measure_or_404(case, measure_id)
    form = EndMeasureForm(data={"version": measure.version})
    if form.validate_on_submit():
        services.end_measure(case, measure, by=signed_in_user(), **form.values)
        flash(_("It is recorded how the measure ended."), "success")
        return redirect(page_of(case))
    page = render_template("measures/end_measure.html", case=case, form=form, measure=measure)
    return page, form.status
