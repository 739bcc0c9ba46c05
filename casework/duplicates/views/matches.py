"""Looking in private whether somebody is known already, asking about it, and answering."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.cases.approvals import may_decide
from casework.cases.guards import with_case
from casework.cases.models import Approval, ApprovalKind, Case, Decision
from casework.cases.queries import find_approval
from casework.duplicates.forms.matches import MatchForm
from casework.duplicates.queries.matches import file_begun_as, must_not_know
from casework.duplicates.services import matches
from casework.duplicates.views.blueprint import bp
from casework.duplicates.words import in_words
from casework.intake.interview import Interview
from casework.intake.queries import find_draft, intake_made_with

IN_PRIVATE = "duplicates/check.html"


@bp.get("/intake/drafts/<uuid:draft_id>/check")
@requires(Action.CASE_OPEN)
def check_draft(draft_id: UUID) -> ResponseReturnValue:
    interview = own_interview(draft_id)
    findings = matches.look(matches.subject_of_interview(interview), interview.author)
    return render_template(IN_PRIVATE, draft=interview.draft, findings=findings, in_words=in_words)


@bp.post("/intake/drafts/<uuid:draft_id>/check")
@requires(Action.CASE_OPEN)
def ask_from_draft(draft_id: UUID) -> ResponseReturnValue:
    interview = own_interview(draft_id)
    say_asked(matches.ask(matches.subject_of_interview(interview), by=interview.author))
    return redirect(url_for("duplicates.check_draft", draft_id=draft_id))


@bp.get("/cases/<uuid:case_id>/check")
@with_case(Action.DUPLICATE_CHECK)
def check(case: Case) -> ResponseReturnValue:
    findings = matches.look(matches.subject_of_file(case), signed_in_user())
    return render_template(IN_PRIVATE, case=case, findings=findings, in_words=in_words)


@bp.post("/cases/<uuid:case_id>/check")
@with_case(Action.DUPLICATE_CHECK)
def ask(case: Case) -> ResponseReturnValue:
    say_asked(matches.ask(matches.subject_of_file(case), by=signed_in_user()))
    return redirect(url_for("duplicates.check", case_id=case.id))


@bp.route("/cases/<uuid:case_id>/matches/<uuid:approval_id>", methods=["GET", "POST"])
@with_case(Action.CASE_SUPERVISE)
def decide_match(case: Case, approval_id: UUID) -> ResponseReturnValue:
    approval = find_approval(case, approval_id, ApprovalKind.POSSIBLE_MATCH) or refuse(404, approval_id)
    form, user = MatchForm(), signed_in_user()
    if form.validate_on_submit():
        if form.decision.data is Decision.APPROVED:
            lent: dict[str, Any] = {"until_on": form.until_on.data, "comment": form.comment.data}
            matches.approve(case, approval, by=user, **lent)
        else:
            matches.decline(case, approval, by=user, comment=form.comment.data)
        flash(_("The answer was sent."), "success")
        return redirect(url_for("duplicates.decide_match", case_id=case.id, approval_id=approval.id))
    return show_request(case, approval, form), form.status


def own_interview(draft_id: UUID) -> Interview:
    """The draft of its author; once it became a file, that file's page; for anybody else nothing."""
    user = signed_in_user()
    if draft := find_draft(draft_id, user):
        return Interview(draft, user)
    made = intake_made_with(draft_id, user) or refuse(404, draft_id, detail=Action.CASE_OPEN)
    return abort(redirect(url_for("duplicates.check", case_id=made.case_id)))


def say_asked(was_asked: bool) -> None:
    """The same words for whoever asked already, and where there is nothing to ask about."""
    flash(_("The supervisor was asked.") if was_asked else _("There is nothing more to ask."), "success")


def show_request(case: Case, approval: Approval, form: MatchForm) -> str:
    user, what = signed_in_user(), approval.what or {}
    if "about" in what and must_not_know(UUID(what["about"]), user):
        what = {}
    theirs = file_begun_as(UUID(what["about"]), user) if "about" in what else None
    more: dict[str, Any] = {
        "what": what,
        "theirs": theirs,
        "evidence": in_words(what.get("evidence", [])),
        "may_decide": approval.decided_at is None and may_decide(user, approval, case),
    }
    return render_template("duplicates/decide_match.html", case=case, approval=approval, form=form, **more)
