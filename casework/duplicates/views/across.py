"""What a comparison between cells found: two references and what they share, for the officer alone."""

from datetime import datetime
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.pages import asked_cursor
from casework.duplicates.queries.across import find_match, matches_page
from casework.duplicates.services import across as comparing
from casework.duplicates.views.blueprint import bp
from casework.duplicates.words import in_words
from casework.organisation.queries import find_directorate


@bp.get("/between-cells")
@requires(Action.DUPLICATE_ACROSS)
def across() -> ResponseReturnValue:
    user = signed_in_user()
    directorate = find_directorate(user.directorate_id)
    matches = matches_page(user, asked_cursor(datetime, UUID)) if directorate.compares_cells else None
    trail.record(trail.Event.DUPLICATES_VIEWED, detail="between_cells")
    return render_template(
        "duplicates/across.html", directorate=directorate, matches=matches, in_words=in_words
    )


@bp.post("/between-cells/<uuid:match_id>")
@requires(Action.DUPLICATE_ACROSS)
def look_at(match_id: UUID) -> ResponseReturnValue:
    user = signed_in_user()
    is_on = find_directorate(user.directorate_id).compares_cells
    match = find_match(match_id, user) if is_on else None
    comparing.look_at(match or refuse(404, match_id, detail=Action.DUPLICATE_ACROSS), by=user)
    return redirect(url_for("duplicates.across"))
