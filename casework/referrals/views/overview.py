"""How the referrals stand in all, by service and by organisation."""

from flask import render_template
from flask.typing import ResponseReturnValue

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.queries.overview import COUNTED, overview_of
from casework.referrals.queries.shown import CONFIDENTIAL
from casework.referrals.views.blueprint import bp
from casework.referrals.views.following import FILTER_LABELS


@bp.get("/referrals/overview")
@requires(Action.CASE_VIEW)
def overview() -> ResponseReturnValue:
    trail.record(trail.Event.LIST_VIEWED, detail="overview")
    return render_template(
        "referrals/overview.html",
        overview=overview_of(signed_in_user()),
        parts={name: FILTER_LABELS[name] for name in COUNTED},
        types=SERVICE_TYPES,
        confidential=CONFIDENTIAL,
    )
