"""What workers find wrong or missing, and what becomes of it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.partners import queries, services
from casework.partners.forms.card import ProposalForm
from casework.partners.views.blueprint import back_to, bp, found_or_404, partner_or_404, sees_confidential


@bp.route("/<uuid:partner_id>/propose", methods=["GET", "POST"])
@requires(Action.PARTNER_PROPOSE)
def propose_change(partner_id: UUID) -> ResponseReturnValue:
    partner, form = partner_or_404(partner_id), ProposalForm()
    form.offer_secrecy(sees_confidential=sees_confidential())
    if form.validate_on_submit():
        services.propose(signed_in_user(), partner=partner, **form.values)
        return back_to(partner, _("Thank you. Whoever keeps the directory reads it."))
    return render_template("partners/propose_change.html", form=form, partner=partner), form.status


@bp.route("/propose", methods=["GET", "POST"])
@requires(Action.PARTNER_PROPOSE)
def propose_partner() -> ResponseReturnValue:
    user, form = signed_in_user(), ProposalForm()
    form.offer_secrecy(sees_confidential=sees_confidential())
    if form.validate_on_submit():
        services.propose(user, **form.values)
        flash(_("Thank you. Whoever keeps the directory reads it."), "success")
        return redirect(url_for("partners.propose_partner"))
    made = queries.own_proposals(user)
    return render_template("partners/propose_partner.html", form=form, made=made), form.status


@bp.get("/proposals")
@requires(Action.PARTNER_EDIT)
def list_proposals() -> ResponseReturnValue:
    proposals = queries.open_proposals(signed_in_user())
    return render_template("partners/list_proposals.html", proposals=proposals)


@bp.post("/proposals/<uuid:proposal_id>/<any(take, decline):decision>")
@requires(Action.PARTNER_EDIT)
def decide_proposal(proposal_id: UUID, decision: str) -> ResponseReturnValue:
    user, is_taken = signed_in_user(), decision == "take"
    proposal = found_or_404(queries.find_proposal(proposal_id, user), proposal_id)
    services.decide_proposal(proposal, by=user, is_taken=is_taken)
    said = _("The proposal was taken: write it on the card.") if is_taken else _("The proposal was declined.")
    flash(said, "success")
    if is_taken and proposal.partner_id:
        return redirect(url_for("partners.show_partner", partner_id=proposal.partner_id))
    return redirect(url_for("partners.list_proposals"))
