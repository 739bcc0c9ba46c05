"""What somebody with an account of a partner sees: what was sent to it, and nothing else."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import refuse, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.audit import trail
from casework.core.pages import asked_cursor
from casework.portal import queries, services
from casework.portal.forms import AnswerForm
from casework.portal.reading import told
from casework.portal.views.blueprint import bp
from casework.programmes.lists import SERVICE_TYPES
from casework.referrals.links import Standing, partner_moves, standing_of


@bp.get("/sent-to-us")
@requires(Action.REFERRAL_ANSWER)
def list_received() -> ResponseReturnValue:
    page = queries.referrals_sent_to(signed_in_user(), asked_cursor(datetime, UUID))
    trail.record(trail.Event.LIST_VIEWED, detail="received")
    return render_template("portal/list_received.html", page=page, types=SERVICE_TYPES)


@bp.route("/sent-to-us/<uuid:referral_id>", methods=["GET", "POST"])
@requires(Action.REFERRAL_ANSWER)
def show_received(referral_id: UUID) -> ResponseReturnValue:
    user = signed_in_user()
    referral = queries.find_sent_to(user, referral_id) or refuse(404, referral_id)
    if (stands := standing_of(referral)) is not Standing.OPEN:
        return render_template("portal/over.html", referral=referral, sentence=services.SHUT[stands])
    form = AnswerForm(version=referral.version)
    form.prepare(partner_moves(referral))
    is_right = form.validate_on_submit()
    services.check_seen(referral, form.version.data)
    if is_right:
        services.answer_with_account(referral, by=user, **form.values)
        flash(_("Thank you: your answer arrived."), "success")
        return redirect(url_for("portal.show_received", referral_id=referral_id))
    services.note_reading(referral, "account")
    return render_template(
        "portal/show_received.html", form=form, referral=referral, **told(referral)
    ), form.status
