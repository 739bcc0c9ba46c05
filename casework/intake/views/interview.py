"""The interview, step by step; each is kept on the server before the next is asked."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action, Role
from casework.accounts.queries import colleagues, signed_in_user
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.cases.queries import find_case
from casework.core.forms import BRINGING_BACK
from casework.intake.forms.interview import NoticeForm, StartForm, SummaryForm, typed_in
from casework.intake.helplines import HELPLINES
from casework.intake.interview import Interview, suit
from casework.intake.models import Draft, Step
from casework.intake.notices import NOTICES, notice_asked
from casework.intake.queries import draft_led_to, find_draft, intake_made_with
from casework.intake.result import new_case, worth_another_look
from casework.intake.services import drafts
from casework.intake.views.blueprint import asked_visit, bp, own_cell
from casework.organisation.models import Cell
from casework.programmes import PROGRAMMES
from casework.programmes.base import RiskLevel
from casework.tasks.queries import open_tasks

PAGES: dict[str, str] = {
    Step.NOTICE: "intake/notice.html",
    Step.PERSON: "intake/person.html",
    Step.SITUATION: "intake/situation.html",
    Step.CONCERNS: "intake/concerns.html",
}


@bp.route("/intake/cells/<uuid:cell_id>/start", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def start(cell_id: UUID) -> ResponseReturnValue:
    cell = own_cell(cell_id)
    sibling, visit = asked_sibling(cell), asked_visit(cell)
    if visit and (begun := draft_led_to(visit.id, signed_in_user())):
        return redirect(address_of(begun, begun.next_step))
    form = suit(StartForm(), PROGRAMMES[cell.programme_key])
    if form.validate_on_submit():
        if form.is_refused:
            return redirect(url_for("intake.declined", cell_id=cell.id))
        user, typed = signed_in_user(), typed_in(form)
        draft = drafts.begin(cell, user, form_key=form.key, typed=typed, sibling=sibling, visit=visit)
        return redirect(url_for("intake.step", draft_id=draft.id, step=Step.PERSON))
    return render_template(
        "intake/notice.html", cell=cell, sibling=sibling, visit=visit, **notice_parts(form)
    ), form.status


@bp.route("/intake/drafts/<uuid:draft_id>/<step>", methods=["GET", "POST"])
@requires(Action.CASE_OPEN)
def step(draft_id: UUID, step: str) -> ResponseReturnValue:
    interview, asked = own_interview(draft_id), asked_step(step)
    if request.method == "GET":
        return show_step(interview, asked, interview.shown(asked))
    form = interview.form(asked)
    if is_for_later():
        keep(interview, asked, form)
        flash(_("The interview is kept for 24 hours. You find it on your home page."), "success")
        return redirect(url_for("caseload.home"))
    if not form.validate_on_submit():
        return show_step(interview, asked, form)
    if asked is Step.NOTICE and form.is_refused:
        drafts.discard(interview.draft, "refused")
        return redirect(url_for("intake.declined", cell_id=interview.draft.cell_id))
    keep(interview, asked, form)
    return redirect(address_of(interview.draft, asked.next))


@bp.get("/intake/drafts/<uuid:draft_id>/summary")
@requires(Action.CASE_OPEN)
def summary(draft_id: UUID) -> ResponseReturnValue:
    interview = own_interview(draft_id)
    return show_summary(interview, interview.shown(Step.SUMMARY))


@bp.post("/intake/drafts/<uuid:draft_id>/finish")
@requires(Action.CASE_OPEN)
def finish(draft_id: UUID) -> ResponseReturnValue:
    interview = own_interview(draft_id)
    form = interview.form(Step.SUMMARY)
    if is_for_later():
        keep(interview, Step.SUMMARY, form)
        return redirect(url_for("caseload.home"))
    if not form.validate_on_submit() or interview.unfinished:
        return show_summary(interview, form)
    case = drafts.finish(interview.draft, new_case(interview, form.narrative.data), by=interview.author)
    return redirect(url_for("intake.opened", case_id=case.id))


@bp.post("/intake/drafts/<uuid:draft_id>/leave")
@requires(Action.CASE_OPEN)
def leave(draft_id: UUID) -> ResponseReturnValue:
    drafts.discard(own_interview(draft_id).draft, "left")
    flash(_("The draft was deleted. Nothing of it was kept."), "success")
    return redirect(url_for("caseload.home"))


@bp.get("/intake/cells/<uuid:cell_id>/declined")
@requires(Action.CASE_OPEN)
def declined(cell_id: UUID) -> ResponseReturnValue:
    return render_template("intake/declined.html", cell=own_cell(cell_id))


@bp.get("/cases/<uuid:case_id>/opened")
@with_case(Action.CASE_VIEW)
def opened(case: Case) -> ResponseReturnValue:
    supervisors = colleagues(case.cell_id, Role.SUPERVISOR) if is_urgent(case) else []
    supervisors = [user for user in supervisors if user.id not in case.barred_ids]
    return render_template(
        "intake/opened.html",
        case=case,
        tasks=open_tasks(case),
        supervisors=supervisors,
        is_urgent=is_urgent(case),
        may_have_siblings=case.is_of_child,
        helplines=HELPLINES,
    )


def is_urgent(case: Case) -> bool:
    return case.risk is RiskLevel.EMERGENCY


def asked_sibling(cell: Cell) -> Case | None:
    """The file whose household is offered again: one that the user works on, in the same cell."""
    asked = request.args.get("sibling_of")
    if not asked:
        return None
    try:
        case = find_case(UUID(asked), signed_in_user(), Action.CASE_EDIT)
    except ValueError:
        case = None
    is_his = case and case.cell_id == cell.id and signed_in_user().id in case.member_ids
    return case if is_his else refuse(404, None, detail=Action.CASE_OPEN)


def asked_step(name: str) -> Step:
    """One of the four that ask something; the summary has a view of its own."""
    return Step(name) if name in PAGES else refuse(404, None, detail=Action.CASE_OPEN)


def own_interview(draft_id: UUID) -> Interview:
    """The draft of its author; once it became a file, the way there; for anybody else nothing."""
    user = signed_in_user()
    draft = find_draft(draft_id, user, to_change=request.method == "POST")
    if draft is None:
        made = intake_made_with(draft_id, user) or refuse(404, draft_id, detail=Action.CASE_OPEN)
        abort(redirect(url_for("intake.opened", case_id=made.case_id)))
    return Interview(draft, user)


def is_for_later() -> bool:
    """Kept as it is, finished or not; a text brought back after signing in again is only shown."""
    return "later" in request.form and BRINGING_BACK not in request.form


def keep(interview: Interview, step: Step, form: Any) -> None:
    drafts.keep(
        interview.draft,
        step,
        typed_in(form),
        seen=form.version.data,
        differences=interview.differences(step, form),
    )


def address_of(draft: Draft, step: Step) -> str:
    """Where a step is; the summary at once when all the others were seen."""
    if step is Step.SUMMARY or draft.next_step is Step.SUMMARY:
        return url_for("intake.summary", draft_id=draft.id)
    return url_for("intake.step", draft_id=draft.id, step=step)


def show_step(interview: Interview, step: Step, form: Any) -> ResponseReturnValue:
    more = notice_parts(form) if step is Step.NOTICE else {"form": form}
    page = render_template(
        PAGES[step],
        cell=interview.draft.cell,
        interview=interview,
        draft=interview.draft,
        helplines=HELPLINES,
        **more,
    )
    return page, form.status


def notice_parts(form: NoticeForm) -> dict[str, Any]:
    return {"form": form, "notice": notice_asked(request.args.get("say")), "notices": NOTICES.values()}


def show_summary(interview: Interview, form: SummaryForm) -> ResponseReturnValue:
    page = render_template(
        "intake/summary.html",
        cell=interview.draft.cell,
        interview=interview,
        draft=interview.draft,
        form=form,
        warnings=worth_another_look(interview),
    )
    return page, 422 if request.method == "POST" else 200
