"""Keeping the card of an organisation."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework.access.guards import check_version, requires
from casework.access.policy import Action
from casework.accounts.queries import signed_in_user
from casework.partners import services
from casework.partners.forms.card import NewPartnerForm, PartnerForm
from casework.partners.views.blueprint import back_to, bp, partner_or_404, sees_confidential


@bp.route("/new", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def create_partner() -> ResponseReturnValue:
    form = NewPartnerForm()
    form.offer_levels(sees_confidential=sees_confidential())
    if form.validate_on_submit():
        partner = services.create_partner(signed_in_user().directorate_id, **form.values)
        return back_to(partner, _("The partner was added."))
    return render_template("partners/create_partner.html", form=form), form.status


@bp.route("/<uuid:partner_id>/edit", methods=["GET", "POST"])
@requires(Action.PARTNER_EDIT)
def edit_partner(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    form = PartnerForm(obj=partner)
    form.fit(partner)
    form.offer_levels(sees_confidential=sees_confidential())
    if form.validate_on_submit():
        check_version(partner, form.version.data, form.against(partner))
        services.edit_partner(partner, **form.answers)
        return back_to(partner, _("The partner's card was changed."))
    return render_template("partners/edit_partner.html", form=form, partner=partner), form.status


@bp.post("/<uuid:partner_id>/check")
@requires(Action.PARTNER_EDIT)
def check_partner(partner_id: UUID) -> ResponseReturnValue:
    partner = partner_or_404(partner_id)
    services.check_card(partner, signed_in_user())
    return back_to(partner, _("The card bears today's date as the day of its last check."))
