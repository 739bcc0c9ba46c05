"""Case conferences: called, what was decided of each file, kept and printed as a record."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.models import User
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.cases.queries import case_with_reference
from casework.core.clock import today
from casework.core.errors import RuleBroken
from casework.core.pages import asked_cursor
from casework.organisation.models import Cell
from casework.partners.models import Partner
from casework.supervision import services
from casework.supervision.forms import (
    ChangeConferenceForm,
    ConferenceDecisionForm,
    ConferenceForm,
    DiscussedFileForm,
)
from casework.supervision.models import Conference
from casework.supervision.queries import conferences, sessions
from casework.supervision.views.blueprint import bp


@bp.get("/conferences")
@requires(Action.CASE_VIEW)
def list_conferences() -> ResponseReturnValue:
    user = signed_in_user()
    trail.record(trail.Event.LIST_VIEWED, detail="conferences")
    return render_template(
        "supervision/list_conferences.html",
        page=conferences.conferences_page(user, asked_cursor(date, UUID)),
        cells=sessions.cells_reviewed(user),
    )


@bp.route("/cells/<uuid:cell_id>/conferences/new", methods=["GET", "POST"])
@requires(Action.CASELOAD_REVIEW)
def call_conference(cell_id: UUID) -> ResponseReturnValue:
    user, cell, form = signed_in_user(), cell_or_404(cell_id), ConferenceForm()
    form.offer(*who_may_meet(cell))
    if form.validate_on_submit():
        conference = services.call_conference(
            cell,
            by=user,
            held_on=form.held_on.data or today(),
            colleagues=form.chosen("colleagues"),
            partners=form.chosen("partners"),
            form_key=form.key,
        )
        return redirect(url_for("supervision.show_conference", conference_id=conference.id))
    return render_template("supervision/call_conference.html", form=form, cell=cell), form.status


def who_may_meet(cell: Cell) -> tuple[list[User], list[Partner]]:
    """Besides whoever asks, who takes part by calling it."""
    user = signed_in_user()
    colleagues = [colleague for colleague in sessions.workers_in(cell) if colleague.id != user.id]
    return colleagues, conferences.partners_to_invite(user)


@bp.route("/conferences/<uuid:conference_id>/change", methods=["GET", "POST"])
@requires(Action.CASELOAD_REVIEW)
def change_conference(conference_id: UUID) -> ResponseReturnValue:
    """Until something is decided: the day moves, somebody else comes."""
    conference = conference_or_404(conference_id)
    cell = cell_or_404(conference.cell_id)
    services.check_can_change(conference)
    form = ChangeConferenceForm(data=conferences.said_of(conference))
    form.offer(*who_may_meet(cell))
    if form.validate_on_submit():
        who = {"colleagues": form.chosen("colleagues"), "partners": form.chosen("partners")}
        services.change_conference(conference, by=signed_in_user(), **(form.values | who))
        return redirect(url_for("supervision.show_conference", conference_id=conference.id))
    page = render_template("supervision/change_conference.html", form=form, conference=conference)
    return page, form.status


def cell_or_404(cell_id: UUID) -> Cell:
    cells = sessions.cells_reviewed(signed_in_user())
    return next((cell for cell in cells if cell.id == cell_id), None) or refuse(404, cell_id)


@bp.get("/conferences/<uuid:conference_id>")
@requires(Action.CASE_VIEW)
def show_conference(conference_id: UUID) -> ResponseReturnValue:
    user, conference = signed_in_user(), conference_or_404(conference_id)
    decisions = conferences.decisions_of(conference, user)
    trail.record(
        trail.Event.LIST_VIEWED, cell_id=conference.cell_id, object_id=conference.id, detail="conference"
    )
    leads = conference.cell_id in {cell.id for cell in sessions.cells_reviewed(user)}
    about = {"decisions": decisions, "leads": leads, "has_begun": conferences.has_decisions(conference)}
    return render_template("supervision/show_conference.html", conference=conference, **about)


@bp.get("/conferences/<uuid:conference_id>/print")
@requires(Action.CASE_VIEW)
def print_conference(conference_id: UUID) -> ResponseReturnValue:
    """On paper: references only. Every file that is on the sheet is noted as printed."""
    conference = conference_or_404(conference_id)
    if conference.ended_at is None:
        raise RuleBroken(_("End the conference first, then print its record."))
    decisions = conferences.decisions_of(conference, signed_in_user())
    for case in {decision.case for decision in decisions}:
        trail.record(trail.Event.CASE_PRINTED, case, object_id=conference.id, detail="conference")
    return render_template(
        "supervision/print_conference.html", conference=conference, decisions=decisions, today=today
    )


@bp.route("/conferences/<uuid:conference_id>/files", methods=["GET", "POST"])
@requires(Action.CASELOAD_REVIEW, only_reads=True)
def choose_file(conference_id: UUID) -> ResponseReturnValue:
    """By its reference, or one of the grave files of the cell."""
    user, conference, form = signed_in_user(), conference_or_404(conference_id), DiscussedFileForm()
    if form.validate_on_submit():
        case = case_with_reference(str(form.reference.data), user, Action.CASELOAD_REVIEW)
        if case and case.cell_id == conference.cell_id:
            to = "supervision.decide_in_conference"
            return redirect(url_for(to, case_id=case.id, conference_id=conference.id))
        form.reference.errors = [_("Give the reference of a file of the same cell.")]
    files = conferences.grave_files(user, conference.cell)
    trail.record(trail.Event.LIST_VIEWED, cell_id=conference.cell_id, detail="grave_files")
    page = render_template("supervision/choose_file.html", conference=conference, form=form, files=files)
    return page, form.status


@bp.route("/cases/<uuid:case_id>/conferences/<uuid:conference_id>", methods=["GET", "POST"])
@with_case(Action.CASELOAD_REVIEW)
def decide_in_conference(case: Case, conference_id: UUID) -> ResponseReturnValue:
    conference, form = conference_or_404(conference_id), ConferenceDecisionForm()
    services.check_takes_decisions(conference, case)
    leaving = services.who_leaves(conference, case)
    form.fit((member.user for member in case.current_members), somebody_leaves=bool(leaving))
    if form.validate_on_submit():
        services.decide_in_conference(conference, case, by=signed_in_user(), **form.values)
        flash(_("The decision was saved. It is a task of the file now."), "success")
        return redirect(url_for("supervision.show_conference", conference_id=conference.id))
    without = services.partners_without_consent(conference, case)
    about = {"conference": conference, "case": case, "leaving": leaving, "without_consent": without}
    return render_template("supervision/decide_in_conference.html", form=form, **about), form.status


@bp.post("/conferences/<uuid:conference_id>/end")
@requires(Action.CASELOAD_REVIEW)
def end_conference(conference_id: UUID) -> ResponseReturnValue:
    services.end_conference(conference_or_404(conference_id), by=signed_in_user())
    flash(_("The conference has ended. Its record can be read and printed."), "success")
    return redirect(url_for("supervision.show_conference", conference_id=conference_id))


def conference_or_404(conference_id: UUID) -> Conference:
    return conferences.find_conference(conference_id, signed_in_user()) or refuse(404, conference_id)
