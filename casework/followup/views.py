"""Pages where the follow-up of a case is written, read, corrected and added to."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from casework.access.guards import refuse
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases import lending
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.followup import queries, services
from casework.followup.forms import AddendumForm, CorrectNoteForm, NoteForm, sibling_notes_form
from casework.followup.models import Note
from casework.people.safety import forbidden_contacts

bp = Blueprint("followup", __name__, url_prefix="/cases/<uuid:case_id>/notes")


@bp.route("/new", methods=["GET", "POST"])
@with_case(Action.NOTE_ADD)
def add_note(case: Case) -> ResponseReturnValue:
    services.check_takes_notes(case)
    lending.check_note_left(case, signed_in_user())
    forbidden = forbidden_contacts(case.person)
    form = NoteForm()
    form.fit(case, signed_in_user(), forbidden)
    if form.validate_on_submit():
        services.add_note(case, by=signed_in_user(), **form.values)
        flash(_("The note was saved."), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    return render_template("followup/add_note.html", case=case, form=form, forbidden=forbidden), form.status


@bp.get("/<uuid:note_id>")
@with_case(Action.CASE_READ)
def show_note(case: Case, note_id: UUID) -> ResponseReturnValue:
    note, user = note_or_404(case, note_id), signed_in_user()
    reads_restricted_part = queries.reads_restricted_part(user, note, case)
    detail = "restricted" if note.restricted_part and reads_restricted_part else None
    trail.record(trail.Event.NOTE_OPENED, case, object_id=note.id, detail=detail)
    return render_template(
        "followup/show_note.html",
        case=case,
        note=note,
        reads_text=queries.reads_text(user, note),
        reads_restricted_part=reads_restricted_part,
        may_correct=queries.may_correct(user, note, case),
        may_add=queries.may_add_to(user, note, case),
    )


@bp.route("/<uuid:note_id>/correct", methods=["GET", "POST"])
@with_case(Action.NOTE_ADD)
def correct_note(case: Case, note_id: UUID) -> ResponseReturnValue:
    note = note_or_404(case, note_id)
    services.check_correctable(case, note, signed_in_user())
    form = CorrectNoteForm(obj=note)
    form.fit(case, note)
    if form.validate_on_submit():
        services.correct_note(case, note, by=signed_in_user(), **form.values)
        flash(_("The note was corrected. What it said before is kept."), "success")
        return redirect(url_for("followup.show_note", case_id=case.id, note_id=note.id))
    return render_template("followup/correct_note.html", case=case, note=note, form=form), form.status


@bp.route("/<uuid:note_id>/addendum", methods=["GET", "POST"])
@with_case(Action.NOTE_ADD)
def add_addendum(case: Case, note_id: UUID) -> ResponseReturnValue:
    note = note_or_404(case, note_id)
    services.check_takes_addenda(case, note, signed_in_user())
    form = AddendumForm()
    if form.validate_on_submit():
        services.add_addendum(case, note, by=signed_in_user(), **form.values)
        flash(_("Your addition was saved."), "success")
        return redirect(url_for("followup.show_note", case_id=case.id, note_id=note.id))
    return render_template("followup/add_addendum.html", case=case, note=note, form=form), form.status


@bp.route("/siblings", methods=["GET", "POST"])
@with_case(Action.NOTE_ADD)
def add_sibling_notes(case: Case) -> ResponseReturnValue:
    services.check_takes_notes(case)
    offered = queries.other_files(signed_in_user(), case)
    chosen = files_chosen(offered)
    if not chosen:
        return render_template("followup/choose_siblings.html", case=case, offered=offered)
    form = sibling_notes_form([case, *chosen])
    if form.validate_on_submit():
        notes = services.add_sibling_notes(
            form.texts, list(form.cases), by=signed_in_user(), form_key=form.key, **form.shared_answers
        )
        flash(ngettext("%(num)d note was saved.", "%(num)d notes were saved.", len(notes)), "success")
        return redirect(url_for("casefile.show", case_id=case.id))
    return render_template("followup/add_sibling_notes.html", case=case, form=form), form.status


def files_chosen(offered: list[Case]) -> list[Case]:
    """Those named by the page before, in its order; a file that was not offered is no file."""
    asked = list(dict.fromkeys(request.values.getlist("with")))
    by_id = {str(case.id): case for case in offered}
    return [by_id.get(case_id) or refuse(404, id_in(case_id)) for case_id in asked]


def id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def note_or_404(case: Case, note_id: UUID) -> Note:
    return queries.find_note(case, note_id) or refuse(404, note_id)
