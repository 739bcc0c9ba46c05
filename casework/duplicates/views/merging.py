"""Making one file of two, what became of it, and parting them again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import refuse
from casework.access.policy import Action, can
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.forms import ReasonForm, ReferenceForm
from casework.cases.guards import must_state_purpose, with_case
from casework.cases.models import Case
from casework.cases.queries import case_with_reference, find_case
from casework.duplicates.forms.merging import MergeForm, merge_form
from casework.duplicates.identity import answers_of
from casework.duplicates.models import Merge
from casework.duplicates.queries.merging import find_merge, n_told_since
from casework.duplicates.services import merging, undoing
from casework.duplicates.views.blueprint import bp
from casework.programmes.base import details_shown
from casework.programmes.queries import details_of


def page_of(case: Case) -> ResponseReturnValue:
    return redirect(url_for("casefile.show", case_id=case.id))


@bp.route("/cases/<uuid:case_id>/merge", methods=["GET", "POST"])
@with_case(Action.DUPLICATE_MERGE)
def choose_merge(case: Case) -> ResponseReturnValue:
    form = ReferenceForm()
    if form.validate_on_submit():
        other = case_with_reference(form.reference.data, signed_in_user(), Action.DUPLICATE_MERGE)
        if other and other.id != case.id and other.cell_id == case.cell_id:
            return redirect(url_for("duplicates.merge", case_id=case.id, other_id=other.id))
        form.reference.errors = [_("Give the reference of another file of the same cell.")]
    return render_template("duplicates/choose_merge.html", case=case, form=form), form.status


@bp.route("/cases/<uuid:case_id>/merge/<uuid:other_id>", methods=["GET", "POST"])
@with_case(Action.DUPLICATE_MERGE, follows=True)
def merge(case: Case, other_id: UUID) -> ResponseReturnValue:
    other = find_case(other_id, signed_in_user(), Action.DUPLICATE_MERGE) or refuse(404, other_id)
    if other.id == case.id:
        return page_of(case)  # sent twice: they are one file by now
    if must_state_purpose(other):
        back = url_for("duplicates.merge", case_id=other.id, other_id=case.id)
        return redirect(url_for("cases.state_purpose", case_id=other.id, next=back))
    form = merge_form(case, other, merging.stamp_of(case, other))
    if form.validate_on_submit():
        kept = made_one(case, other, form)
        flash(_("The two files are one now: everything of the other stands in this one."), "success")
        return page_of(kept)
    if request.method == "GET":
        trail.record(trail.Event.CASE_OPENED, other, detail=Action.DUPLICATE_MERGE)
    page = render_template(
        "duplicates/merge.html", case=case, other=other, form=form, obstacle=in_the_way(case, other)
    )
    return page, form.status


def in_the_way(case: Case, other: Case) -> object:
    """What must be done first, whichever of the two stays."""
    user = signed_in_user()
    return merging.obstacle(case, other, user) and merging.obstacle(other, case, user)


def made_one(case: Case, other: Case, form: MergeForm) -> Case:
    kept, merged = (case, other) if form.kept_id.data == case.id else (other, case)
    merging.merge(
        kept,
        merged,
        by=signed_in_user(),
        taken=form.taken_from(merged),
        going_on=form.going_on.data or (),
        why=str(form.why.data),
        form_key=form.key,
        seen=str(form.seen.data),
    )
    return kept


@bp.get("/cases/<uuid:case_id>/merges/<uuid:merge_id>")
@with_case(Action.CASE_VIEW)
def show_merge(case: Case, merge_id: UUID) -> ResponseReturnValue:
    found = find_merge(case, merge_id) or refuse(404, merge_id)
    is_one = found.undone_at is None
    return render_template(
        "duplicates/show_merge.html",
        case=case,
        merge=found,
        tells_other=may_tell(case, found),
        answers=answers_of(found.merged.person) if is_one else [],
        details=left_behind(case, found) if is_one else [],
    )


def may_tell(case: Case, found: Merge) -> bool:
    """Of two files that were parted again, neither tells of the other to whom that one is hidden."""
    if found.undone_at is None:
        return True
    other_id = found.merged_case_id if found.kept_case_id == case.id else found.kept_case_id
    return find_case(other_id, signed_in_user(), Action.CASE_VIEW) is not None


def left_behind(case: Case, found: Merge) -> list[tuple[object, str]]:
    """What the programme asked in the merged file, where the file that stays had answers of its own."""
    user, details = signed_in_user(), details_of(case.programme, found.merged_case_id)
    if details is None:
        return []
    sensitive = can(user, Action.CASE_SENSITIVE, case)
    return list(details_shown(details, with_restricted=user.id in case.member_ids, with_sensitive=sensitive))


@bp.route("/cases/<uuid:case_id>/merges/<uuid:merge_id>/undo", methods=["GET", "POST"])
@with_case(Action.DUPLICATE_MERGE)
def undo_merge(case: Case, merge_id: UUID) -> ResponseReturnValue:
    found, form = find_merge(case, merge_id) or refuse(404, merge_id), ReasonForm()
    if form.validate_on_submit():
        n_left = undoing.undo(found, case, by=signed_in_user(), why=str(form.why.data))
        flash(_("The two files are separate again."), "success")
        if n_left:
            flash(still_said(n_left), "info")
        return page_of(case)
    n_since = n_told_since(found)
    said = {"tells_other": may_tell(case, found), "n_since": n_since}
    page = render_template("duplicates/undo_merge.html", case=case, merge=found, form=form, **said)
    return page, form.status


def still_said(n: int) -> str:
    return ngettext(
        "%(num)d answer was corrected since the merge and stays as it is.",
        "%(num)d answers were corrected since the merge and stay as they are.",
        n,
    )
