"""Reading a file: the file itself, person and situation, corrections, who opened it, on paper."""

from datetime import datetime
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from casework.access.policy import Action, can
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.casefile import household, queries, reading, story
from casework.casefile.forms import PrintForm
from casework.casefile.services import birth_of
from casework.casefile.views.blueprint import bp
from casework.cases.guards import with_case
from casework.cases.models import Case
from casework.cases.queries import linked_files, timeline_page
from casework.cases.timeline import FILTERS, Audience
from casework.consents.queries import consents_of, in_force
from casework.core.clock import today
from casework.core.pages import asked_cursor
from casework.duplicates.queries.merging import joined_files
from casework.people.queries import changes_of, relatives_of
from casework.people.safety import forbidden_contacts, numbers_on_paper
from casework.programmes.base import details_shown
from casework.programmes.lists import CASE_SOURCES, SPOKEN_LANGUAGES
from casework.programmes.queries import details_of
from casework.transfers.queries import was_transferred

ON_THE_FILE = 12  # openings read for the short panel, each reader once
ON_PAPER = 100  # lines of the story


@bp.get("")
@with_case(Action.CASE_READ)
def show(case: Case) -> ResponseReturnValue:
    user, kind = signed_in_user(), request.args.get("kind", "")
    page = timeline_page(case, kinds=FILTERS.get(kind, ()), cursor=asked_cursor(datetime, UUID))
    seen = queries.readers(case, size=ON_THE_FILE) if can(user, Action.LOG_CASE, case) else ()
    return render_template(
        "casefile/show.html",
        case=case,
        page=page,
        lines=story.lines_of(page, user, case),
        filters=story.filters(),
        kind=kind if kind in FILTERS else "",
        **reading.still_open(case, user),
        consents=in_force(consents_of(case)),
        forbidden=forbidden_contacts(case.person),
        concerns=reading.concern_labels(case, user),
        readers=reading.latest_readers(seen),
    )


@bp.get("/person")
@with_case(Action.CASE_READ)
def person(case: Case) -> ResponseReturnValue:
    """Person and situation: what the file says besides its story."""
    user, forbidden = signed_in_user(), forbidden_contacts(case.person)
    details = details_of(case.programme, case.id)
    around = household.lines_of(relatives_of(case.person), linked_files(case, user))
    return render_template(
        "casefile/person.html",
        case=case,
        household=around,
        consenters=household.may_consent(around, forbidden),
        relation_words=reading.relation_words,
        capacity_words=reading.capacity_words,
        details=reading.answers_read_by(user, case, details) if details else [],
        birth=birth_of(case.person),
        spoken=reading.listed(SPOKEN_LANGUAGES, case.person.language),
        source=reading.listed(CASE_SOURCES, case.source),
        concerns=reading.concern_labels(case, user),
        forbidden=forbidden,
    )


@bp.get("/corrections")
@with_case(Action.CASE_VIEW)
def corrections(case: Case) -> ResponseReturnValue:
    changes = changes_of(case.person)
    authors = queries.names_of({change.by_id for change in changes})
    lines = reading.corrections(case, signed_in_user(), changes)
    return render_template("casefile/corrections.html", case=case, corrections=lines, authors=authors)


@bp.get("/seen-by")
@with_case(Action.LOG_CASE)
def seen_by(case: Case) -> ResponseReturnValue:
    cursor = asked_cursor(int)
    page = queries.readers(case, *joined_files(case), before=cursor[0] if cursor else None)
    lines, was_elsewhere = reading.reader_lines(page), was_transferred(case)
    more = {"page": page, "readers": lines, "was_elsewhere": was_elsewhere}
    return render_template("casefile/seen_by.html", case=case, **more)


@bp.route("/print", methods=["GET", "POST"])
@with_case(Action.CASE_PRINT)
def print_file(case: Case) -> ResponseReturnValue:
    """A form that asks why; its answer is the sheet itself."""
    form = PrintForm()
    if form.validate_on_submit():
        reason_id = trail.give_reason(form.why.data, case.key_id)
        ticked = [name for name in ("with_name", "with_douar", "with_phone") if form[name].data]
        trail.record(trail.Event.CASE_PRINTED, case, reason_id=reason_id, detail=" ".join(ticked) or None)
        return render_template("casefile/sheet.html", **sheet_of(case), ticked=ticked)
    return render_template("casefile/print_file.html", case=case, form=form), form.status


def sheet_of(case: Case) -> dict[str, object]:
    """What may leave on paper: no reporter, suspected author, restricted part, nothing that incriminates."""
    user, details = signed_in_user(), details_of(case.programme, case.id)
    entries = [entry for entry in timeline_page(case, size=ON_PAPER) if entry.audience is Audience.TEAM]
    listed = [case.programme.concerns[code] for code in case.concern_codes]
    return {
        "case": case,
        "joined": joined_files(case).values(),
        "today": today,
        "lines": story.lines_of(entries, user, case),
        "details": details_shown(details) if details else [],
        "concerns": [option.label for option in listed if not option.is_restricted],
        "tasks": queries.next_steps(case),
        "forbidden": forbidden_contacts(case.person),
        "numbers": numbers_on_paper(case.person, is_child=case.is_of_child),
    }
