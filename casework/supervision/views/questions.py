"""A supervisor's question: asked, answered in place, closed."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.cases.timeline import Audience
from casework.supervision import services
from casework.supervision.forms import AnswerForm, AskForm
from casework.supervision.models import ReviewQuestion
from casework.supervision.queries import questions
from casework.supervision.views.blueprint import bp


@bp.app_template_global()
def may_answer_question(question: ReviewQuestion, case: Case) -> bool:
    return questions.may_answer(signed_in_user(), question, case)


@bp.app_template_global()
def may_close_question(question: ReviewQuestion, case: Case) -> bool:
    return questions.may_close(signed_in_user(), question, case)


@bp.app_template_global()
def questions_about(case: Case, object_id: UUID) -> list[ReviewQuestion]:
    """For the pages of what was asked about, whose features stand on the same floor."""
    return questions.questions_about(case, object_id, signed_in_user())


@bp.app_template_global()
def questions_waiting() -> list[ReviewQuestion]:
    """For every home: what the person at the keyboard is to answer, or has asked."""
    return questions.questions_waiting(signed_in_user())


@bp.route("/cases/<uuid:case_id>/questions/new", methods=["GET", "POST"])
@bp.route("/cases/<uuid:case_id>/entries/<uuid:entry_id>/question", methods=["GET", "POST"])
@with_case(Action.CASELOAD_REVIEW)
def ask(case: Case, entry_id: UUID | None = None) -> ResponseReturnValue:
    """About the file, or about one entry: its own id, or that of what it tells of."""
    entry = (questions.find_subject(case, entry_id) or refuse(404, entry_id)) if entry_id else None
    form = AskForm()
    if form.validate_on_submit():
        services.ask(case, entry, by=signed_in_user(), **form.values)
        flash(_("Your question was asked. Whoever works on the file was told."), "success")
        return back_to(case)
    services.check_can_ask(case, entry)
    is_hidden = questions.audience_of(entry) is not Audience.TEAM
    page = render_template("supervision/ask.html", case=case, form=form, entry=entry, is_hidden=is_hidden)
    return page, form.status


@bp.get("/cases/<uuid:case_id>/questions/<uuid:question_id>")
@with_case(Action.CASE_READ)
def show_question(case: Case, question_id: UUID) -> ResponseReturnValue:
    return render_template(
        "supervision/show_question.html", case=case, question=question_or_404(case, question_id)
    )


@bp.route("/cases/<uuid:case_id>/questions/<uuid:question_id>/answer", methods=["GET", "POST"])
@with_case(Action.CASE_EDIT)
def answer(case: Case, question_id: UUID) -> ResponseReturnValue:
    question = question_or_404(case, question_id)
    form = AnswerForm(version=question.version)
    if form.validate_on_submit():
        services.answer(case, question, by=signed_in_user(), **form.values)
        flash(_("Your answer was saved. Whoever asked was told."), "success")
        return back_to(case)
    return render_template("supervision/answer.html", case=case, question=question, form=form), form.status


@bp.post("/cases/<uuid:case_id>/questions/<uuid:question_id>/close")
@with_case(Action.CASE_EDIT)
def close_question(case: Case, question_id: UUID) -> ResponseReturnValue:
    services.close(case, question_or_404(case, question_id), by=signed_in_user())
    flash(_("The question is closed."), "success")
    return back_to(case)


def question_or_404(case: Case, question_id: UUID) -> ReviewQuestion:
    """One that this person may not read answers as a missing one."""
    question = questions.find_question(case, question_id)
    if question is None or not questions.reads(signed_in_user(), question, case):
        refuse(404, question_id)
    return question


def back_to(case: Case) -> ResponseReturnValue:
    return redirect(url_for("casefile.show", case_id=case.id))
